namespace Preau.Bench.Scene;

/// <summary>The tree of the sources that this program was built in.</summary>
internal static class Tree
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "global.json")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("global.json"));
}
