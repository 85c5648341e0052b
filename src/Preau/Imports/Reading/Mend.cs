using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Preau.Imports.Reading;

/// <summary>An end tag whose name is misspelt against its start tag: where, and both names.</summary>
internal sealed record Misspelling(int Line, int Position, string Wrong, string Right);

/// <summary>
/// Finds the one fault of form that real exports show and whose meaning is certain: a tag opened under one name and
/// closed under another that differs by a letter or two. Anything else that is not XML stays refused.
/// </summary>
internal static partial class Mend
{
    private const int Most = 5;
    private const int MostLetters = 2;
    private const int ShortestName = 5;

    /// <summary>Walks the whole file once and lists what to mend, so that reading it afterwards meets no surprise.</summary>
    public static List<Misspelling> Of(Entry entry, Encoding encoding, ReadingLimits limits, Ledger ledger, CancellationToken stop)
    {
        var found = new List<Misspelling>();
        while (NextFault(entry, encoding, limits, found, stop) is { } fault)
        {
            if (found.Count == Most || Read(fault) is not { } misspelling)
            {
                throw XmlWalk.Refused(entry, fault);
            }
            found.Add(misspelling);
            ledger.Notice(Subject.School, entry.At(misspelling.Line, misspelling.Right), "imports.notice.mended",
                misspelling.Wrong, misspelling.Right);
        }
        return found;
    }

    private static XmlException? NextFault(Entry entry, Encoding encoding, ReadingLimits limits, List<Misspelling> mends, CancellationToken stop)
    {
        try
        {
            foreach (var _ in XmlWalk.Records(entry, encoding, mends, limits, stop))
            {
            }
            return null;
        }
        catch (XmlException fault)
        {
            return fault;
        }
    }

    private static Misspelling? Read(XmlException fault)
    {
        var match = Mismatch().Match(fault.Message);
        if (!match.Success)
        {
            return null;
        }
        var (right, wrong) = (match.Groups[1].Value, match.Groups[2].Value);
        var alike = Math.Min(right.Length, wrong.Length) >= ShortestName && Distance(right, wrong) <= MostLetters;
        return alike ? new Misspelling(fault.LineNumber, fault.LinePosition, wrong, right) : null;
    }

    /// <summary>Letters to insert, drop or change to make one word of the other (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var (corner, _) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                var change = corner + (one[i - 1] == other[j - 1] ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }

    // The reader's message is the only place where it names both tags; a change of its words would only stop the mending.
    [GeneratedRegex(@"^The '([A-Za-z_0-9]{1,60})' start tag on line \d+ position \d+ does not match the end tag of '([A-Za-z_0-9]{1,60})'")]
    private static partial Regex Mismatch();
}
