using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>
/// A stream that counts what really comes out (a zip's own figures may lie) and stops at the limit.
/// The stream below and whatever it was taken from are closed with it.
/// </summary>
internal sealed class MeasuredStream(Stream below, IDisposable? owner, string name, long most, long? packed, ReadingLimits limits)
    : Stream
{
    private const long RatioJudgedFrom = 1L << 20;

    private long came;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = below.Read(buffer);
        came += count;
        if (came > most)
        {
            throw new UnreadableFile(new Source(name), Refusal.Malformed("imports.too-large", name, most >> 20));
        }
        if (packed is { } bytes && came > RatioJudgedFrom && came > Math.Max(bytes, 1) * limits.ZipRatio)
        {
            throw new UnreadableFile(new Source(name), Refusal.Malformed("imports.zip-bomb", name));
        }
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            below.Dispose();
            owner?.Dispose();
        }
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => came; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
