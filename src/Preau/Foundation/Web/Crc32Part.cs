namespace Preau.Foundation;

/// <summary>The check of gzip (CRC-32, RFC 1952, 8) of a piece, such that the check of two pieces follows from theirs.</summary>
/// <param name="Value">The check of the piece alone.</param>
/// <param name="Length">Bytes of the piece.</param>
/// <param name="Shift">What its length does to a check before it: x to the power of its bits, modulo the polynomial.</param>
internal readonly record struct Crc32Part(uint Value, long Length, uint Shift)
{
    private const uint Polynomial = 0xEDB88320;
    private const uint One = 1u << 31;
    private const uint Byte = 1u << 23;
    private static readonly uint[] table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>The check of some bytes.</summary>
    public static Crc32Part Of(ReadOnlySpan<byte> bytes)
    {
        var value = uint.MaxValue;
        foreach (var one in bytes)
        {
            value = table[(byte)(value ^ one)] ^ (value >> 8);
        }
        return new(~value, bytes.Length, Power(bytes.Length));
    }

    /// <summary>The check of this piece followed by another.</summary>
    public Crc32Part Then(Crc32Part next) => new(Times(next.Shift, Value) ^ next.Value, Length + next.Length, Times(Shift, next.Shift));

    private static uint Entry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
        }
        return value;
    }

    /// <summary>x to the power of 8 × bytes, by squaring.</summary>
    private static uint Power(long bytes)
    {
        var (power, square) = (One, Byte);
        for (var rest = bytes; rest > 0; rest >>= 1, square = Times(square, square))
        {
            power = (rest & 1) != 0 ? Times(square, power) : power;
        }
        return power;
    }

    /// <summary>The product of two polynomials over two elements, the highest power in the lowest bit, modulo the polynomial.</summary>
    private static uint Times(uint left, uint right)
    {
        var product = 0u;
        for (; left != 0; left <<= 1)
        {
            product ^= (left & One) != 0 ? right : 0;
            right = (right & 1) != 0 ? (right >> 1) ^ Polynomial : right >> 1;
        }
        return product;
    }
}
