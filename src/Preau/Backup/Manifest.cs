using NodaTime;

namespace Preau.Backup;

/// <summary>What an archive says of itself: its last entry, <c>manifest.json</c>.</summary>
/// <param name="Format">Always <c>preau-backup</c>.</param>
/// <param name="FormatVersion">1.</param>
/// <param name="Product">Version of the program that made it, such as <c>0.1.0</c>.</param>
/// <param name="Shape">Names the tables and columns; an archive is read by a program of the same shape.</param>
/// <param name="Engine">Where it came from; of no consequence to where it goes.</param>
/// <param name="MadeAt">The moment that it shows.</param>
/// <param name="Tables">Every table in the order in which it is read back.</param>
public sealed record Manifest(string Format, int FormatVersion, string Product, string Shape, string Engine, Instant MadeAt, IReadOnlyList<TableCount> Tables)
{
    internal const string FormatName = "preau-backup";
    internal const string Entry = "manifest.json";

    /// <summary>All rows.</summary>
    public long RowCount => Tables.Sum(table => table.RowCount);
}

/// <summary>What an archive says of one table, whose rows stand in <c>tables/NAME.jsonl</c>.</summary>
/// <param name="Sha256">Of the lines as they are unpacked, lower-case hexadecimal.</param>
public sealed record TableCount(string Name, long RowCount, string Sha256)
{
    internal string Entry => $"tables/{Name}.jsonl";
}
