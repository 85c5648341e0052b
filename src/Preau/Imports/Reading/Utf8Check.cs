namespace Preau.Imports.Reading;

/// <summary>Follows bytes one by one and tells whether they are still UTF-8.</summary>
internal sealed class Utf8Check
{
    private int awaited;
    private byte least = 0x80;
    private byte most = 0xBF;

    /// <summary>No sequence is left half way.</summary>
    public bool EndsWell => awaited == 0;

    /// <summary>Takes the next byte; false when it cannot stand here.</summary>
    public bool Takes(byte b)
    {
        if (awaited == 0)
        {
            return Begins(b);
        }
        var fits = b >= least && b <= most;
        (least, most) = (0x80, 0xBF);
        awaited--;
        return fits;
    }

    private bool Begins(byte b)
    {
        // The narrowed second bytes refuse overlong forms, surrogates and what lies above U+10FFFF.
        (awaited, least, most) = b switch
        {
            < 0x80 => (0, (byte)0x80, (byte)0xBF),
            >= 0xC2 and <= 0xDF => (1, (byte)0x80, (byte)0xBF),
            0xE0 => (2, (byte)0xA0, (byte)0xBF),
            0xED => (2, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => (2, (byte)0x80, (byte)0xBF),
            0xF0 => (3, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => (3, (byte)0x80, (byte)0xBF),
            0xF4 => (3, (byte)0x80, (byte)0x8F),
            _ => (-1, (byte)0, (byte)0),
        };
        return awaited >= 0;
    }
}
