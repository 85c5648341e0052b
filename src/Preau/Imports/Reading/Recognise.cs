using System.Text;
using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>A file whose kind and encoding are known.</summary>
internal sealed record Recognised(Entry Entry, FileKind Kind, Encoding Encoding, Scan Scan)
{
    /// <summary>The header line of a CSV and its separator; null for other kinds.</summary>
    public CsvShape? Shape { get; init; }

    /// <summary>Misspelt end tags of an XML file.</summary>
    public IReadOnlyList<Misspelling> Mends { get; init; } = [];
}

/// <summary>Tells what a file is by its content alone.</summary>
internal static class Recognise
{
    public static Recognised File(Entry entry, Scan scan, ReadingOptions options, Ledger ledger, CancellationToken stop)
    {
        if (WhyForeign(scan) is { } code)
        {
            throw new UnreadableFile(entry.At(), Refusal.Malformed(code, entry.Name));
        }
        return LooksLikeXml(scan) ? Xml(entry, scan, options, ledger, stop) : Text(entry, scan, options);
    }

    private static Recognised Xml(Entry entry, Scan scan, ReadingOptions options, Ledger ledger, CancellationToken stop)
    {
        var encoding = Decoding.OfXml(entry, scan, ledger);
        var root = XmlWalk.Root(entry, encoding, options.Limits);
        FileKind? kind = root switch
        {
            "BEE_ELEVES" or "BEE_EPHC_ELEVES" => FileKind.SieclePupils,
            "BEE_RESPONSABLES" => FileKind.SiecleGuardians,
            "BEE_NOMENCLATURES" => FileKind.SiecleNomenclatures,
            "BEE_STRUCTURES" => FileKind.SiecleStructures,
            "BEE_COMMUN" or "BEE_COMMUNS" => FileKind.SiecleCommons,
            "STS_EDT" => FileKind.StsDown,
            "EDT_STS" => FileKind.StsUp,
            _ => null,
        };
        return kind is { } known
            ? new Recognised(entry, known, encoding, scan) { Mends = Mend.Of(entry, encoding, options.Limits, ledger, stop) }
            : throw new UnreadableFile(entry.At(element: Shown.Name(root)),
                Refusal.Malformed("imports.unknown-root", entry.Name, Shown.Name(root)));
    }

    private static Recognised Text(Entry entry, Scan scan, ReadingOptions options)
    {
        var encoding = Decoding.OfText(entry, scan);
        if (CsvShape.Of(entry, encoding, options) is { } shape)
        {
            return new Recognised(entry, shape.Kind, encoding, scan) { Shape = shape };
        }
        throw new UnreadableFile(entry.At(1), Refusal.Malformed("imports.unrecognised", entry.Name));
    }

    private static bool LooksLikeXml(Scan scan)
    {
        var encoding = scan.Marked() ?? Encoding.Latin1;
        return encoding.GetString(scan.Head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('<');
    }

    /// <summary>Things people give by mistake, worth a word of their own.</summary>
    private static string? WhyForeign(Scan scan) => scan.Head switch
    {
        [] => "imports.empty",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "imports.pdf",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "imports.spreadsheet",
        [0x1F, 0x8B, ..] or [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "imports.other-archive",
        _ => null,
    };
}
