using System.Collections.Immutable;
using System.Text;
using CsvHelper;
using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>How a list is laid out: its separator, and which cell is what.</summary>
internal sealed record CsvShape(FileKind Kind, char Separator, ImmutableArray<string?> Columns)
{
    private static readonly char[] Separators = [';', ',', '\t'];

    /// <summary>Looks at the first line; null when it is no list of pupils.</summary>
    /// <exception cref="UnreadableFile">It is a list of pupils that lacks a column, or the mapping does not fit.</exception>
    public static CsvShape? Of(Entry entry, Encoding encoding, ReadingOptions options)
    {
        var tried = Separators.Select(s => (Separator: s, Cells: FirstLine(entry, encoding, s, options.Limits))).ToList();
        var (shape, header) = tried.Select(t => (Shape: Headed(t.Separator, t.Cells, options), t.Cells))
            .MaxBy(t => t.Shape.Columns.Count(c => c is not null));
        var known = shape.Columns.Count(c => c is not null);
        if (known >= 2 || (known > 0 && options.Mapping.Count > 0))
        {
            RefuseLacking(entry, shape, header, options);
            return shape;
        }
        return Gepi.Shape(tried[0].Cells);
    }

    /// <summary>Opens the lines of a list.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="separator">What parts its cells.</param>
    /// <param name="limits">What is accepted at most.</param>
    /// <param name="malformed">Told of each line with a quote out of place.</param>
    public static CsvReader Lines(Entry entry, Encoding encoding, char separator, ReadingLimits limits, Action<CsvMalformedRecord> malformed)
    {
        var text = new GuardedText(new StreamReader(entry.Open(), encoding), entry, GuardedText.Lines, limits.TextLength * 4);
        return CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = limits.TextLength * 8,
            OnMalformedRecord = malformed,
            IncludeValuesInExceptions = false,
        }, leaveOpen: false);
    }

    private static string[] FirstLine(Entry entry, Encoding encoding, char separator, ReadingLimits limits)
    {
        using var lines = Lines(entry, encoding, separator, limits, _ => { });
        try
        {
            string[] cells = [];
            while (lines.Read() && IsHint(cells = lines.Current.ToArray()))
            {
            }
            return cells;
        }
        catch (CsvFormatException)
        {
            return [];
        }
    }

    /// <summary>The line «sep=;» that spreadsheets put first.</summary>
    public static bool IsHint(string[] cells) => cells.Length is 1 or 2 && cells[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase);

    private static CsvShape Headed(char separator, string[] cells, ReadingOptions options)
    {
        var mapped = options.Mapping.ToDictionary(m => Folded.Of(m.Value), m => m.Key);
        var taken = new HashSet<string>();
        var columns = cells.Select(cell =>
        {
            var column = mapped.TryGetValue(Folded.Of(cell), out var given) ? given : CsvColumns.Of(cell);
            column = given is null && column is not null && options.Mapping.ContainsKey(column) ? null : column;
            return column is not null && (column == "groups" || taken.Add(column)) ? column : null;
        });
        return new CsvShape(FileKind.CsvPupils, separator, [.. columns]);
    }

    private static void RefuseLacking(Entry entry, CsvShape shape, string[] header, ReadingOptions options)
    {
        foreach (var (column, name) in options.Mapping)
        {
            if (!CsvColumns.Exists(column))
            {
                throw new UnreadableFile(entry.At(1), Refusal.Malformed("imports.mapping-column", column));
            }
            if (!shape.Columns.Contains(column))
            {
                throw new UnreadableFile(entry.At(1, name), Refusal.Malformed("imports.mapping-header", entry.Name, name));
            }
        }
        var hasName = shape.Columns.Contains("fullName")
            || (shape.Columns.Contains("familyName") && shape.Columns.Contains("firstName"));
        var lacking = new[] { hasName ? null : "nom, prénom", shape.Columns.Contains("class") ? null : "classe" }.Where(c => c is not null);
        if (lacking.Any())
        {
            throw new UnreadableFile(entry.At(1), Refusal.Malformed("imports.csv-columns", entry.Name,
                string.Join(", ", lacking), Shown.Name(string.Join(shape.Separator, header))));
        }
    }
}
