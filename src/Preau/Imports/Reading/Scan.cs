using System.Security.Cryptography;
using System.Text;

namespace Preau.Imports.Reading;

/// <summary>What one pass over the bytes tells of a file, before any of it is believed.</summary>
internal sealed record Scan
{
    private const int HeadSize = 4096;
    private const int TailSize = 256;

    public long Length { get; private set; }
    public byte[] Head { get; private set; } = [];
    public byte[] Tail { get; private set; } = [];
    public string Hash { get; private set; } = "";
    /// <summary>Line of the first NUL byte.</summary>
    public int? NulLine { get; private set; }
    /// <summary>Line of the first byte sequence that is not UTF-8.</summary>
    public int? NotUtf8Line { get; private set; }
    /// <summary>A byte above 7F was met.</summary>
    public bool HasHigh { get; private set; }
    /// <summary>A byte 80–9F was met: letters and quotes in Windows-1252, never used in ISO-8859-15.</summary>
    public bool HasWindowsMarks { get; private set; }
    /// <summary>A byte was met that is a letter or € in ISO-8859-15 and a rare sign in Windows-1252.</summary>
    public bool HasLatin9Letters { get; private set; }

    public bool IsUtf8 => NotUtf8Line is null;

    public static Scan Of(Entry entry, CancellationToken stop)
    {
        var scan = new Scan();
        using var stream = entry.Open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var utf8 = new Utf8Check();
        var buffer = new byte[64 * 1024];
        var line = 1;
        int count;
        while ((count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0)
        {
            stop.ThrowIfCancellationRequested();
            var bytes = buffer.AsSpan(0, count);
            hash.AppendData(bytes);
            line = scan.Look(bytes, line, utf8);
        }
        if (!utf8.EndsWell)
        {
            scan.NotUtf8Line ??= line;
        }
        scan.Hash = Convert.ToHexString(hash.GetHashAndReset());
        return scan;
    }

    private int Look(ReadOnlySpan<byte> bytes, int line, Utf8Check utf8)
    {
        if (Length == 0)
        {
            Head = bytes[..Math.Min(bytes.Length, HeadSize)].ToArray();
        }
        Length += bytes.Length;
        Tail = bytes[^Math.Min(bytes.Length, TailSize)..].ToArray();
        foreach (var b in bytes)
        {
            if (b == (byte)'\n')
            {
                line++;
            }
            else if (b is 0 or > 0x7F)
            {
                LookAtOdd(b, line);
            }
            if (NotUtf8Line is null && !utf8.Takes(b))
            {
                NotUtf8Line = line;
            }
        }
        return line;
    }

    private void LookAtOdd(byte b, int line)
    {
        if (b == 0)
        {
            NulLine ??= line;
            return;
        }
        HasHigh = true;
        HasWindowsMarks |= b < 0xA0;
        HasLatin9Letters |= b is 0xA4 or 0xA6 or 0xA8 or 0xB4 or 0xB8 or 0xBC or 0xBD or 0xBE;
    }

    /// <summary>The encoding that the file's first bytes announce by a byte order mark.</summary>
    public Encoding? Marked() => Head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };
}
