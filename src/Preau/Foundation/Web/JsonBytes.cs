using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Preau.Foundation;

/// <summary>JSON that is written already; squeezed once, when that is worth its time and the first asker takes Brotli, for all who are sent it.</summary>
/// <remarks>A pull after a ring is some hundred bytes: squeezing it costs more than sending it; at the start of the hour it is some thousand, the same for all.</remarks>
public sealed class JsonBytes(ReadOnlyMemory<byte> json) : IResult
{
    private const int WorthSqueezing = 4096;
    private readonly Lazy<ReadOnlyMemory<byte>> squeezed = new(() => Squeezed(json.Span));

    /// <summary>As it was written.</summary>
    public ReadOnlyMemory<byte> Plain => json;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext http)
    {
        var body = json;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (json.Length >= WorthSqueezing && http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            http.Response.Headers.ContentEncoding = "br";
            body = squeezed.Value;
        }
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    private static ReadOnlyMemory<byte> Squeezed(ReadOnlySpan<byte> plain)
    {
        var squeezed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        return BrotliEncoder.TryCompress(plain, squeezed, out var count, quality: 4, window: 22)
            ? squeezed.AsMemory(0, count) : throw new InvalidOperationException("The buffer is as large as Brotli asks.");
    }
}
