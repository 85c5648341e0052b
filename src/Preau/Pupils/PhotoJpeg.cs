using System.Buffers.Binary;

namespace Preau.Pupils;

/// <summary>A JPEG as ITU-T T.81, annex B, writes it: keeps tables, frame and scans; drops application data and comments.</summary>
internal static class PhotoJpeg
{
    private const byte Frame = 0, Scan = 1, Kept = 2, Dropped = 3, Unwanted = 4;

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static PhotoImage? Clean(ReadOnlySpan<byte> file)
    {
        var clean = new List<byte>(file.Length) { 0xFF, 0xD8 };
        var (width, height, scans, at) = (0, 0, 0, 2);
        for (; file[at] == 0xFF && file[at + 1] != 0xD9; at += Length(file[at..]))
        {
            var segment = file.Slice(at, Length(file[at..]));
            switch (Role(segment[1]))
            {
                case Unwanted: return null;
                case Dropped: continue;
                case Frame: (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[5..]), BinaryPrimitives.ReadUInt16BigEndian(segment[7..])); break;
                case Scan: scans++; break;
            }
            clean.AddRange(segment);
        }
        return file[at] == 0xFF && width > 0 && scans > 0 ? new([.. clean, 0xFF, 0xD9], "image/jpeg", width, height) : null;
    }

    /// <summary>Adobe's application data (0xEE) tells the colours; all other, EXIF first, is about the shot.</summary>
    private static byte Role(byte marker) => marker switch
    {
        0xC0 or 0xC1 or 0xC2 => Frame,
        0xDA => Scan,
        0xC4 or 0xDB or 0xDD or 0xEE => Kept,
        0xFE or (>= 0xE0 and <= 0xEF) => Dropped,
        _ => Unwanted,
    };

    /// <summary>Bytes of a segment; a scan goes on to the next marker that is neither stuffing nor a restart.</summary>
    private static int Length(ReadOnlySpan<byte> segment)
    {
        var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
        if (segment[1] == 0xDA)
        {
            while (segment[length] != 0xFF || segment[length + 1] is 0x00 or (>= 0xD0 and <= 0xD7))
            {
                length++;
            }
        }
        return length;
    }
}
