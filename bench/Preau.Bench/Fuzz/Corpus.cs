using Preau.Bench.Scene;

namespace Preau.Bench.Fuzz;

/// <summary>Inputs that are kept: the samples of the tests, and what fuzzing found.</summary>
internal static class Corpus
{
    /// <summary>Where the finds of a target are kept.</summary>
    public static string Folder(string target) => Path.Combine(Tree.Root, "bench", "Preau.Bench", "Fuzz", "corpus", target);

    /// <summary>What is kept for a target, in name order: the same seed makes the same inputs.</summary>
    public static IReadOnlyList<byte[]> Kept(string target) => Read(Folder(target));

    /// <summary>Real files that the tests of the importers read.</summary>
    public static IReadOnlyList<byte[]> Samples(string folder) => Read(Path.Combine(Tree.Root, "tests", "Preau.Tests", "Imports", "Data", folder), "*.xml");

    private static List<byte[]> Read(string folder, string pattern = "*") => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)] : [];
}
