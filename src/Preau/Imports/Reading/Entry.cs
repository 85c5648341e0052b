namespace Preau.Imports.Reading;

/// <summary>One file to read, plain or out of a zip.</summary>
/// <param name="Name">Shown name: <c>export.zip/Eleves.xml</c>.</param>
/// <param name="Open">A measured stream from the first byte; may be called several times.</param>
internal sealed record Entry(string Name, Func<Stream> Open)
{
    /// <summary>A place in this file.</summary>
    public Source At(int? line = null, string? element = null) => new(Name, line, element);
}
