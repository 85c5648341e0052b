using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Reflection;

namespace Preau.Bench.Scene;

/// <summary>A library that a process preloads to be lied to: about its disk, or about the time. What it lies is changed while the process runs.</summary>
/// <remarks>Compiled when asked for; needs Linux and a C compiler.</remarks>
internal sealed class Preload : IDisposable
{
    private readonly string library;
    private readonly string word;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;

    public Preload(Scratch scratch)
    {
        (var source, library, word) = (Path.Combine(scratch.Folder, "lies.c"), Path.Combine(scratch.Folder, "lies.so"), Path.Combine(scratch.Folder, "lies"));
        using (var text = Assembly.GetExecutingAssembly().GetManifestResourceStream("Preau.Bench.Scene.lies.c")!)
        using (var copy = File.Create(source))
        {
            text.CopyTo(copy);
        }
        using var compiler = Process.Start(SlowDisk.Compiler ?? throw new InvalidOperationException("No C compiler."), ["-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"]);
        compiler.WaitForExit();
        _ = compiler.ExitCode == 0 ? 0 : throw new InvalidOperationException("The lies did not compile.");
        File.WriteAllBytes(word, new byte[4096]);
        file = MemoryMappedFile.CreateFromFile(word, FileMode.Open);
        view = file.CreateViewAccessor(0, 4096);
    }

    /// <summary>Of the process that is to be lied to.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["LD_PRELOAD"] = library, ["PREAU_LIES"] = word };

    /// <summary>The error number that writes, syncs and truncations of files fail with (28 full, 30 read-only, 5 broken); 0 for none.</summary>
    public void Disk(int error)
    {
        view.Write(0, error);
        view.Flush();
    }

    /// <summary>How far its wall clock is off.</summary>
    public void Clock(TimeSpan off)
    {
        view.Write(8, (long)off.TotalSeconds);
        view.Flush();
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
