using System.Buffers.Binary;

namespace Preau.Imports.Reading;

/// <summary>Counts the files of a zip from its own table, before a library makes an object of each: 64 MiB hold a million of them.</summary>
internal static class ZipDirectory
{
    private const int EndSize = 22;
    private const int MostComment = 65_535;
    private const int HeaderSize = 46;
    private const uint HeaderMark = 0x02014b50;
    private static ReadOnlySpan<byte> EndMark => [(byte)'P', (byte)'K', 5, 6];

    /// <summary>Whether it lists more files than a bound; so does the wide form of zips above 4 GiB, that no file of our size needs. A table that cannot be followed is left to the library, which refuses it.</summary>
    public static bool HasMoreThan(Stream zip, int most)
    {
        if (Start(zip) is not { } at)
        {
            return false;
        }
        if (at == uint.MaxValue)
        {
            return true;
        }
        Span<byte> header = stackalloc byte[HeaderSize];
        for (var count = 0; at + HeaderSize <= zip.Length; count++)
        {
            zip.Position = at;
            zip.ReadExactly(header);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != HeaderMark)
            {
                return false;
            }
            if (count == most)
            {
                return true;
            }
            at += HeaderSize + Length(header, 28) + Length(header, 30) + Length(header, 32);
        }
        return false;
    }

    /// <summary>Where the table begins; null when it does not say.</summary>
    private static long? Start(Stream zip)
    {
        var tail = new byte[Math.Min(zip.Length, EndSize + MostComment)];
        zip.Position = zip.Length - tail.Length;
        zip.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf(EndMark);
        return at >= 0 && at + EndSize <= tail.Length ? BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16)) : null;
    }

    private static int Length(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadUInt16LittleEndian(header[at..]);
}
