using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Preau.Bench.Wire;

/// <summary>One keep-alive connection that asks, waits for the whole answer, and asks again.</summary>
internal abstract class Caller : IDisposable
{
    private readonly byte[] answer = new byte[1 << 20];
    private int count;

    /// <summary>The connection.</summary>
    public Socket Socket { get; private set; } = null!;

    /// <summary>When the last request left, in <see cref="System.Diagnostics.Stopwatch"/> ticks.</summary>
    public long AskedAt { get; private set; }

    /// <summary>Bytes of answers received so far, headers included.</summary>
    public long Received { get; private set; }

    /// <summary>Connects; what was under way on an older connection is forgotten.</summary>
    public void Connect(IPEndPoint address)
    {
        Socket?.Dispose();
        count = 0;
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(address);
        Socket.Blocking = false;
    }

    /// <summary>The whole next request, headers and body.</summary>
    protected abstract ReadOnlySpan<byte> Request();

    /// <summary>Judges an answer; throws when it is not what it must be.</summary>
    protected abstract void Judge(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body);

    /// <summary>Sends the next request.</summary>
    public void Ask()
    {
        AskedAt = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var rest = Request(); !rest.IsEmpty;)
        {
            rest = rest[Socket.Send(rest)..];
        }
    }

    /// <summary>Reads what came.</summary>
    /// <returns>True when an answer is whole and was judged good.</returns>
    public bool Hear()
    {
        var read = Socket.Receive(answer.AsSpan(count), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }
        if (read == 0)
        {
            throw new IOException("The server closed the connection.");
        }
        count += read;
        var all = answer.AsSpan(0, count);
        var headEnd = all.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0 || !IsWhole(all[..headEnd], all[(headEnd + 4)..]))
        {
            return false;
        }
        Judge(all[..headEnd], all[(headEnd + 4)..]);
        Received += count;
        count = 0;
        return true;
    }

    public void Dispose() => Socket?.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            Utf8Parser.TryParse(head[(at + 16)..], out int length, out _);
            return body.Length >= length;
        }
        return head.StartsWith("HTTP/1.1 304"u8) || head.StartsWith("HTTP/1.1 204"u8) || body.EndsWith("0\r\n\r\n"u8);
    }
}
