using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Preau.Bench.Scene;

/// <summary>An ordinary disk, made of a fast one: milliseconds added to each fsync and fdatasync of a process, by a library that it preloads.</summary>
/// <remarks>Compiled when first asked for; without a C compiler the slow cases are left out, and said so.</remarks>
internal sealed class SlowDisk(Scratch scratch)
{
    private string? library;

    /// <summary>Whether this machine can make it.</summary>
    public bool IsPossible => OperatingSystem.IsLinux() && Compiler is not null;

    /// <summary>The environment of a process whose disk is to be slow; empty for 0 ms.</summary>
    public IReadOnlyDictionary<string, string> Environment(int milliseconds) => milliseconds == 0
        ? new Dictionary<string, string>()
        : new Dictionary<string, string> { ["LD_PRELOAD"] = library ??= Compile(), ["PREAU_FSYNC_MS"] = milliseconds.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The C compiler of this machine; null when it has none.</summary>
    public static string? Compiler => new[] { "/usr/bin/gcc", "/usr/bin/cc", "/usr/bin/clang" }.FirstOrDefault(File.Exists);

    private string Compile()
    {
        var (source, made) = (Path.Combine(scratch.Folder, "slowdisk.c"), Path.Combine(scratch.Folder, "slowdisk.so"));
        using (var text = Assembly.GetExecutingAssembly().GetManifestResourceStream("Preau.Bench.Scene.slowdisk.c")!)
        using (var file = File.Create(source))
        {
            text.CopyTo(file);
        }
        using var compiler = Process.Start(Compiler!, ["-O2", "-shared", "-fPIC", "-o", made, source, "-ldl"]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? made : throw new InvalidOperationException("The slow disk did not compile.");
    }
}
