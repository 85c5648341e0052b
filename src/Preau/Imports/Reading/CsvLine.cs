using System.Collections.Immutable;
using CsvHelper;
using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>One line of a list.</summary>
internal sealed record CsvLine(Entry Entry, int Number, ImmutableArray<string?> Columns, string[] Cells, string[] Header)
{
    /// <summary>The cell of a column; no text when the list has no such column or the line ends before.</summary>
    public Field Field(string column)
    {
        var index = Columns.IndexOf(column);
        var text = index >= 0 && index < Cells.Length ? Cells[index] : null;
        return new Field(text, Entry.At(Number, index >= 0 && index < Header.Length ? Shown.Name(Header[index]) : column));
    }

    /// <summary>All cells of a column that may stand several times.</summary>
    public IEnumerable<string> All(string column) =>
        Columns.Select((c, i) => (c, i)).Where(x => x.c == column && x.i < Cells.Length).Select(x => Cells[x.i]);

    /// <summary>The lines of a list, without empty ones; lines that are not well formed are refused one by one.</summary>
    public static IEnumerable<CsvLine> In(
        Recognised file, ReadingOptions options, Ledger ledger, Action<int> unread, CancellationToken stop)
    {
        CsvMalformedRecord? bad = null;
        using var lines = CsvShape.Lines(file.Entry, file.Encoding, file.Shape!.Separator, options.Limits, found => bad = found);
        var header = Array.Empty<string>();
        for (var count = 0; Next(lines, file.Entry); count++, bad = null)
        {
            stop.ThrowIfCancellationRequested();
            var (cells, number) = (lines.Current.ToArray(), (int)lines.LineNumber);
            RefuseWhole(file.Entry, options.Limits, count, number, bad);
            if (count == 0 && CsvShape.IsHint(cells))
            {
                count = -1;
            }
            else if (count == 0 && file.Kind == FileKind.CsvPupils)
            {
                header = cells;
            }
            else if (bad is not null || cells.Length > file.Shape.Columns.Length)
            {
                ledger.Refuse(Subject.Pupils, file.Entry.At(number), bad is null ? "imports.line.too-many-cells" : "imports.line.bad-quotes");
                unread(number);
            }
            else if (cells.Any(c => !string.IsNullOrWhiteSpace(c)))
            {
                yield return new CsvLine(file.Entry, number, file.Shape.Columns, cells, header);
            }
        }
    }

    private static void RefuseWhole(Entry entry, ReadingLimits limits, int count, int number, CsvMalformedRecord? bad)
    {
        if (count > limits.Lines)
        {
            throw new UnreadableFile(entry.At(number), Refusal.Malformed("imports.too-many-lines", entry.Name, limits.Lines));
        }
        if (bad?.Reason == CsvMalformedReason.UnterminatedQuote)
        {
            throw new UnreadableFile(entry.At(number), Refusal.Malformed("imports.csv-endless-field", entry.Name, number));
        }
    }

    private static bool Next(CsvReader lines, Entry entry)
    {
        try
        {
            return lines.Read();
        }
        catch (CsvFormatException)
        {
            // The one fault left to throw: a line longer than the limit, which is a quote never closed.
            var number = (int)lines.LineNumber;
            throw new UnreadableFile(entry.At(number), Refusal.Malformed("imports.csv-endless-field", entry.Name, number));
        }
    }
}
