namespace Preau.Imports.Reading;

/// <summary>A file handed to an import. Its name is shown to people and never believed.</summary>
/// <param name="Name">The name to show, without folders.</param>
/// <param name="Length">Size in bytes, as given (compressed when it is a zip).</param>
/// <param name="Open">Opens the content from its first byte; may be called several times. The caller disposes.</param>
public sealed record GivenFile(string Name, long Length, Func<Stream> Open)
{
    /// <summary>A file on this machine's disk.</summary>
    public static GivenFile At(string path) =>
        new(Path.GetFileName(path), new FileInfo(path).Length, () => File.OpenRead(path));

    /// <summary>Content already in memory.</summary>
    public static GivenFile Holding(string name, byte[] content) =>
        new(name, content.LongLength, () => new MemoryStream(content, writable: false));
}
