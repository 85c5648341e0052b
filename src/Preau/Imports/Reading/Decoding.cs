using System.Text;
using System.Text.RegularExpressions;
using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>Decides how the bytes of a file are to be read as letters.</summary>
internal static partial class Decoding
{
    private static readonly Encoding Latin9 = Legacy("iso-8859-15");
    private static readonly Encoding Windows = Legacy("windows-1252");

    private static Encoding Legacy(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(name);
    }

    /// <summary>For text without declaration: UTF-8 if it is valid, else the 8-bit set that its bytes betray.</summary>
    public static Encoding OfText(Entry entry, Scan scan)
    {
        if (scan.Marked() is { } marked)
        {
            RefuseBroken(entry, scan, marked);
            return marked;
        }
        RefuseNul(entry, scan);
        if (scan.IsUtf8)
        {
            return Encoding.UTF8;
        }
        return scan is { HasLatin9Letters: true, HasWindowsMarks: false } ? Latin9 : Windows;
    }

    /// <summary>For XML: the mark, else the declaration, unless the bytes prove that it is wrong and what is right.</summary>
    /// <remarks>
    /// Bytes that form valid UTF-8 with accents are never a text in an 8-bit set, so a file saved anew as UTF-8 under an
    /// old declaration is read, and said. The contrary (declared UTF-8, is not) leaves a doubt: refused.
    /// </remarks>
    public static Encoding OfXml(Entry entry, Scan scan, Ledger ledger)
    {
        if (scan.Marked() is { } marked)
        {
            RefuseBroken(entry, scan, marked);
            return marked;
        }
        RefuseNul(entry, scan);
        var declared = Declared(scan);
        var encoding = declared switch
        {
            null or "utf-8" or "utf8" or "us-ascii" or "ascii" => Encoding.UTF8,
            "iso-8859-15" or "latin9" or "latin-9" => Latin9,
            "iso-8859-1" or "latin1" or "windows-1252" or "cp1252" => Windows,
            _ => throw new UnreadableFile(entry.At(1), Refusal.Malformed("imports.encoding-unknown", entry.Name, Shown.Name(declared))),
        };
        if (encoding == Encoding.UTF8)
        {
            RefuseBroken(entry, scan, encoding);
        }
        else if (scan is { HasHigh: true, IsUtf8: true })
        {
            ledger.Notice(Subject.School, entry.At(1), "imports.notice.declared-otherwise", declared!);
            return Encoding.UTF8;
        }
        return encoding;
    }

    private static void RefuseBroken(Entry entry, Scan scan, Encoding encoding)
    {
        if (encoding != Encoding.UTF8)
        {
            return;
        }
        RefuseNul(entry, scan);
        if (scan.NotUtf8Line is { } line)
        {
            throw new UnreadableFile(entry.At(line), Refusal.Malformed("imports.encoding-broken", entry.Name, line));
        }
    }

    private static void RefuseNul(Entry entry, Scan scan)
    {
        if (scan.NulLine is { } line)
        {
            throw new UnreadableFile(entry.At(line), Refusal.Malformed("imports.nul", entry.Name, line));
        }
    }

    private static string? Declared(Scan scan)
    {
        var head = Encoding.Latin1.GetString(scan.Head.AsSpan(0, Math.Min(scan.Head.Length, 400)));
        var match = Declaration().Match(head);
        return match.Success ? match.Groups[1].Value.ToLowerInvariant() : null;
    }

    [GeneratedRegex("""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"'<>]{1,40})["']""")]
    private static partial Regex Declaration();
}
