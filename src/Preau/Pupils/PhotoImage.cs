namespace Preau.Pupils;

/// <summary>A picture that may be kept: read strictly, rid of everything but the picture (place and date of the shot, thumbnails, comments).</summary>
/// <param name="Type"><c>image/jpeg</c> or <c>image/webp</c>.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record PhotoImage(byte[] Bytes, string Type, int Width, int Height)
{
    /// <summary>Bytes of one picture, at most.</summary>
    public const int MostBytes = 120 * 1024;

    private const int MostPixels = 2000;
    private const int FewestPixels = 32;

    /// <summary>The picture, cleaned; null when it is neither a JPEG nor a still WebP, or is of no sensible size.</summary>
    public static PhotoImage? Read(ReadOnlySpan<byte> file)
    {
        try
        {
            var image = PhotoJpeg.Is(file) ? PhotoJpeg.Clean(file) : PhotoWebp.Is(file) ? PhotoWebp.Clean(file) : null;
            return image is { Width: >= FewestPixels and <= MostPixels, Height: >= FewestPixels and <= MostPixels } ? image : null;
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            return null; // cut short: a length points beyond the end
        }
    }
}
