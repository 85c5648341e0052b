using System.Text;
using System.Xml;
using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>A record met on the walk.</summary>
/// <param name="Container">The element around it: <c>ELEVES</c> around <c>ELEVE</c>; the root's name at the top.</param>
/// <param name="Branch">The record.</param>
internal readonly record struct Met(string Container, Branch Branch);

/// <summary>Walks through one XML file without holding it: no document type, nothing fetched, everything bounded.</summary>
internal sealed class XmlWalk : IDisposable
{
    private readonly Entry entry;
    private readonly ReadingLimits limits;
    private readonly CancellationToken stop;
    private int elements;
    private int elementsBeforeRecord;

    private XmlWalk(Entry entry, Encoding encoding, IReadOnlyList<Misspelling> mends, ReadingLimits limits, CancellationToken stop)
    {
        (this.entry, this.limits, this.stop) = (entry, limits, stop);
        TextReader letters = new StreamReader(entry.Open(), encoding);
        letters = mends.Count > 0 ? new MendedText(letters, mends) : letters;
        var text = new GuardedText(letters, entry, GuardedText.Markup, limits.TextLength);
        Xml = XmlReader.Create(text, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            CloseInput = true,
            MaxCharactersInDocument = limits.EntryBytes,
        });
    }

    public XmlReader Xml { get; }

    public int Line => ((IXmlLineInfo)Xml).LineNumber;

    /// <summary>The root's name.</summary>
    public static string Root(Entry entry, Encoding encoding, ReadingLimits limits)
    {
        using var walk = new XmlWalk(entry, encoding, [], limits, default);
        walk.ToRoot();
        return walk.Xml.LocalName;
    }

    /// <summary>
    /// PARAMETRES and its like under the root, and the records two levels under it (DONNEES/ELEVES/ELEVE), or three
    /// in STS (DONNEES/STRUCTURE/DIVISIONS/DIVISION), each whole, in the order of the file.
    /// </summary>
    public static IEnumerable<Met> Records(
        Entry entry, Encoding encoding, IReadOnlyList<Misspelling> mends, ReadingLimits limits, CancellationToken stop)
    {
        using var walk = new XmlWalk(entry, encoding, mends, limits, stop);
        walk.ToRoot();
        var root = walk.Xml.LocalName;
        var container = root;
        while (walk.Step())
        {
            if (walk.Xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            var isRecord = (walk.Xml.Depth == 3 && walk.Xml.LocalName is not ("DIVISIONS" or "GROUPES")) || walk.Xml.Depth == 4 || (walk.Xml.Depth == 1 && walk.Xml.LocalName == "PARAMETRES")
                || (walk.Xml.Depth == 2 && walk.Xml.LocalName is "UAJ" or "ANNEE_SCOLAIRE");
            if (isRecord)
            {
                walk.elementsBeforeRecord = walk.elements;
                yield return new Met(walk.Xml.Depth == 1 ? root : container, Branch.Read(walk));
            }
            else
            {
                container = walk.Xml.LocalName;
            }
        }
    }

    private void ToRoot()
    {
        while (Step() && Xml.NodeType != XmlNodeType.Element)
        {
        }
    }

    /// <summary>Stops the import when the record being held in memory has grown too large.</summary>
    public void Weigh(int textLength)
    {
        if (elements - elementsBeforeRecord > limits.RecordElements || textLength > limits.TextLength)
        {
            throw new UnreadableFile(entry.At(Line), Refusal.Malformed("imports.text-too-long", entry.Name, Line, limits.TextLength));
        }
    }

    /// <summary>The next node; false at the end. Stops the import at what is not XML or is too much.</summary>
    public bool Step()
    {
        stop.ThrowIfCancellationRequested();
        if (!Xml.Read())
        {
            return false;
        }
        if (Xml.NodeType == XmlNodeType.Element && ++elements > limits.Elements)
        {
            throw new UnreadableFile(entry.At(Line), Refusal.Malformed("imports.too-many-elements", entry.Name, limits.Elements));
        }
        if (Xml.Depth > limits.Depth)
        {
            throw new UnreadableFile(entry.At(Line), Refusal.Malformed("imports.too-deep", entry.Name, Line, limits.Depth));
        }
        return true;
    }

    /// <summary>Says what an exception of the XML reader means to the person who gave the file.</summary>
    public static UnreadableFile Refused(Entry entry, XmlException broken)
    {
        // The reader's own words are English and for programmers; only these two cases are worth telling apart.
        var code = broken.Message switch
        {
            var m when m.Contains("DTD", StringComparison.Ordinal) => "imports.xml-dtd",
            var m when m.Contains("end of file", StringComparison.OrdinalIgnoreCase)
                || m.Contains("not closed", StringComparison.Ordinal) => "imports.truncated",
            _ => "imports.xml-broken",
        };
        return new UnreadableFile(entry.At(broken.LineNumber), Refusal.Malformed(code, entry.Name, broken.LineNumber));
    }

    public void Dispose() => Xml.Dispose();
}
