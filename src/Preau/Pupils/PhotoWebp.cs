using System.Buffers.Binary;

namespace Preau.Pupils;

/// <summary>A still WebP (RFC 9649): keeps the picture and its transparency; drops EXIF, XMP and colour profiles; moving pictures are refused.</summary>
internal static class PhotoWebp
{
    public static bool Is(ReadOnlySpan<byte> file) => file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..12].SequenceEqual("WEBP"u8);

    public static PhotoImage? Clean(ReadOnlySpan<byte> file)
    {
        var clean = new List<byte>(file.Length);
        var (size, alpha) = ((Width: 0, Height: 0), false);
        for (var at = 12; at + 8 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file[(at + 4)..]);
            var chunk = file.Slice(at, 8 + length + (length & 1));
            at += chunk.Length;
            if (chunk.StartsWith("ANIM"u8) || chunk.StartsWith("ANMF"u8))
            {
                return null;
            }
            if (Size(chunk) is { } own)
            {
                size = own;
                clean.AddRange(chunk);
            }
            else if (chunk.StartsWith("ALPH"u8))
            {
                alpha = true;
                clean.AddRange(chunk);
            }
        }
        return size.Width == 0 ? null : new(Riff(clean, alpha, size), "image/webp", size.Width, size.Height);
    }

    /// <summary>The size that a picture's chunk tells; null for other chunks.</summary>
    private static (int Width, int Height)? Size(ReadOnlySpan<byte> chunk)
    {
        if (chunk.StartsWith("VP8 "u8))
        {
            return (BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFF);
        }
        if (!chunk.StartsWith("VP8L"u8))
        {
            return null;
        }
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
        return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    private static byte[] Riff(List<byte> chunks, bool alpha, (int Width, int Height) size)
    {
        byte[] extended = !alpha ? [] : [.. "VP8X"u8, 10, 0, 0, 0, 0x10, 0, 0, 0, .. Three(size.Width - 1), .. Three(size.Height - 1)];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, 4 + extended.Length + chunks.Count);
        return [.. "RIFF"u8, .. length, .. "WEBP"u8, .. extended, .. chunks];
    }

    private static byte[] Three(int n) => [(byte)n, (byte)(n >> 8), (byte)(n >> 16)];
}
