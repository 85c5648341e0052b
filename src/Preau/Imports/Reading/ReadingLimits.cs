namespace Preau.Imports.Reading;

/// <summary>
/// What reading will accept at most, so that a hostile file costs bounded time and memory.
/// The export of a lycée of 3,000 pupils is about 12 MiB; every limit leaves several times that.
/// </summary>
public sealed record ReadingLimits
{
    /// <summary>The limits in force.</summary>
    public static ReadingLimits Usual { get; } = new();

    /// <summary>Files given at once.</summary>
    public int Files { get; init; } = 50;

    /// <summary>Bytes of one file as given.</summary>
    public long GivenBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of one file once unpacked.</summary>
    public long EntryBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of all files once unpacked.</summary>
    public long TotalBytes { get; init; } = 192L << 20;

    /// <summary>Files in one zip.</summary>
    public int ZipEntries { get; init; } = 200;

    /// <summary>Unpacked bytes per packed byte, judged above 1 MiB unpacked. XML exports pack about 30 to 1.</summary>
    public int ZipRatio { get; init; } = 200;

    /// <summary>Zips within zips.</summary>
    public int ZipDepth { get; init; } = 2;

    /// <summary>Elements of one XML file.</summary>
    public int Elements { get; init; } = 3_000_000;

    /// <summary>Elements of one record (a pupil, a guardian).</summary>
    public int RecordElements { get; init; } = 5_000;

    /// <summary>Elements within elements.</summary>
    public int Depth { get; init; } = 24;

    /// <summary>Characters of one text, attribute or field.</summary>
    public int TextLength { get; init; } = 16_384;

    /// <summary>Lines of one CSV file.</summary>
    public int Lines { get; init; } = 100_000;

    /// <summary>Lessons of all files. A lycée of 3,000 pupils has about 5,000.</summary>
    public int Lessons { get; init; } = 30_000;

    /// <summary>Teachers of all files.</summary>
    public int Teachers { get; init; } = 3_000;

    /// <summary>Remarks kept one by one; further ones of a file are counted only.</summary>
    public int Remarks { get; init; } = 2_000;
}
