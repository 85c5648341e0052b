using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Preau.Foundation;

/// <summary>A piece of a JSON document, squeezed once and joined with others into any number of answers.</summary>
/// <remarks>A deflate stream that ends with a flush stands on a byte and refers to nothing before its own beginning: such pieces can be laid one after another
/// (RFC 1951, 3.2.3), and the check of the whole is made of the checks of the pieces (<see cref="Crc32Part"/>). The plain text is not kept.</remarks>
public sealed record SqueezedJson
{
    private SqueezedJson(byte[] deflated, Crc32Part check) => (Deflated, Check) = (deflated, check);

    internal byte[] Deflated { get; }

    internal Crc32Part Check { get; }

    /// <summary>Squeezes a piece; any bytes, none included.</summary>
    public static SqueezedJson From(ReadOnlySpan<byte> plain)
    {
        using var target = new MemoryStream();
        using var deflate = new DeflateStream(target, CompressionLevel.Optimal, leaveOpen: true);
        deflate.Write(plain);
        deflate.Flush();
        // Before the stream is closed: closing writes the end, which only the whole may have.
        return new(target.ToArray(), Crc32Part.Of(plain));
    }

    /// <summary>A short piece as it is: squeezing some hundred bytes costs more than sending them.</summary>
    /// <param name="plain">At most 65,535 bytes.</param>
    public static SqueezedJson Plain(ReadOnlySpan<byte> plain)
    {
        var block = new byte[5 + plain.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), checked((ushort)plain.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~plain.Length);
        plain.CopyTo(block.AsSpan(5));
        return new(block, Crc32Part.Of(plain));
    }
}

/// <summary>One JSON document out of pieces that are squeezed already: gzip for those who take it, else plain.</summary>
public sealed class SqueezedAnswer(params SqueezedJson[] pieces) : IResult
{
    private static readonly byte[] head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    private static readonly byte[] end = [3, 0];

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext http)
    {
        var squeezed = Gzip();
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            http.Response.ContentLength = squeezed.Length;
            await http.Response.BodyWriter.WriteAsync(squeezed, http.RequestAborted);
            return;
        }
        using var plain = new GZipStream(new MemoryStream(squeezed), CompressionMode.Decompress);
        await plain.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>The document as one gzip member (RFC 1952).</summary>
    public byte[] Gzip()
    {
        var whole = new byte[head.Length + pieces.Sum(p => p.Deflated.Length) + end.Length + 8];
        head.CopyTo(whole, 0);
        var at = head.Length;
        var check = Crc32Part.Of([]);
        foreach (var piece in pieces)
        {
            piece.Deflated.CopyTo(whole, at);
            at += piece.Deflated.Length;
            check = check.Then(piece.Check);
        }
        end.CopyTo(whole, at);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(at + 2), check.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(at + 6), (uint)check.Length);
        return whole;
    }
}
