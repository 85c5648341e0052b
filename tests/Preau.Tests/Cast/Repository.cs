namespace Preau.Tests.Cast;

/// <summary>Where the sources stand, for tests that read them or start the built program.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>global.json</c>.</summary>
    public static readonly string Root = Find(AppContext.BaseDirectory);

    /// <summary>The built program, of the same configuration as the tests.</summary>
    public static string Program => Path.Combine(Root, "src", "Preau.Host", "bin",
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}") ? "Debug" : "Release", "net10.0", "preau.dll");

    /// <summary>A new empty folder, gone with the machine's temporary files.</summary>
    public static string Scratch(string name) => Directory.CreateTempSubdirectory($"preau-{name}-").FullName;

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "global.json")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("global.json"));
}
