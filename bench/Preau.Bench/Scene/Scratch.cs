using System.Diagnostics;

namespace Preau.Bench.Scene;

/// <summary>A folder of this run on the disk that is measured; gone at the end.</summary>
internal sealed class Scratch : IDisposable
{
    /// <summary>Others may enter it: PostgreSQL runs as its own user.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("preau-bench-").FullName;

    public Scratch()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder, (UnixFileMode)Convert.ToInt32("755", 8));
        }
    }

    /// <summary>Makes a folder in it.</summary>
    public string Make(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    /// <summary>Has the system write down what it still keeps of files in memory, so that no measure pays for what came before it.</summary>
    public void Settle()
    {
        using var tool = Process.Start("sync", ["-f", Folder]);
        tool.WaitForExit();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
