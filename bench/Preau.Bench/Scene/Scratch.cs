using System.Diagnostics;

namespace Preau.Bench.Scene;

/// <summary>A folder of this run on the disk that is measured; gone at the end.</summary>
/// <param name="keep">Another that stays; null for one of this run.</param>
internal sealed class Scratch(string? keep = null) : IDisposable
{
    /// <summary>Others may enter it: PostgreSQL runs as its own user.</summary>
    public string Folder { get; } = Opened(keep is null ? Directory.CreateTempSubdirectory("preau-bench-") : Directory.CreateDirectory(keep));

    /// <summary>Makes a folder in it.</summary>
    public string Make(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    /// <summary>Has the system write down what it still keeps of files in memory, so that no measure pays for what came before it.</summary>
    public void Settle()
    {
        using var tool = Process.Start("sync", ["-f", Folder]);
        tool.WaitForExit();
    }

    /// <summary>Whether the next run goes on with it.</summary>
    public bool IsKept => keep is not null;

    public void Dispose()
    {
        if (!IsKept)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static string Opened(DirectoryInfo folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
        }
        return folder.FullName;
    }
}
