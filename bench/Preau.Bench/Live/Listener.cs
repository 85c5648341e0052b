using System.Buffers.Text;
using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HdrHistogram;
using Preau.Bench.Scene;
using Preau.Bench.Wire;

namespace Preau.Bench.Live;

/// <summary>A tablet with its stream open: at each ring it pulls what came after what it knows, one pull at a time, as the page does.</summary>
internal sealed class Listener : IDisposable
{
    private readonly byte[] buffer = new byte[256 * 1024];
    private readonly Tablet tablet;
    private readonly Socket stream;
    private readonly Socket pull;
    private int count;
    private long known = -1;
    private long rung;
    private bool isAsking;
    private int seen;

    public Listener(Tablet tablet, IPEndPoint address)
    {
        this.tablet = tablet;
        (stream, pull) = (Open(address), Open(address));
        stream.Send(Encoding.UTF8.GetBytes(Requests.Head(tablet, "GET", "/api/sync/stream")));
    }

    /// <summary>The socket of the rings.</summary>
    public IntPtr Stream => stream.Handle;

    /// <summary>The socket of the pulls.</summary>
    public IntPtr Pull => pull.Handle;

    /// <summary>Rings heard.</summary>
    public int Rings { get; private set; }

    /// <summary>Reads rings; the latest counts.</summary>
    public void Hear()
    {
        Span<byte> heard = stackalloc byte[4096];
        var read = stream.Receive(heard);
        if (read == 0)
        {
            throw new IOException("The server closed a stream.");
        }
        heard = heard[..read];
        for (var at = heard.IndexOf("\"position\":"u8); at >= 0; at = heard.IndexOf("\"position\":"u8))
        {
            heard = heard[(at + 11)..];
            Utf8Parser.TryParse(heard, out long position, out _);
            (rung, Rings) = (Math.Max(rung, position), Rings + 1);
        }
        known = known < 0 ? rung : known;
        Ask();
    }

    /// <summary>Reads a pull's answer; every save that it is the first to tell is counted from when it was to be sent.</summary>
    public void Pulled(SavedList saves, LongHistogram latency)
    {
        count += pull.Receive(buffer.AsSpan(count));
        var all = buffer.AsSpan(0, count);
        var headEnd = all.IndexOf("\r\n\r\n"u8);
        var length = all.IndexOf("Content-Length: "u8);
        if (headEnd < 0 || length < 0 || !Utf8Parser.TryParse(all[(length + 16)..], out int body, out _) || count < headEnd + 4 + body)
        {
            return;
        }
        known = PulledPositions.Of(all[..headEnd], all.Slice(headEnd + 4, body));
        (count, isAsking) = (0, false);
        Count(saves, latency);
        Ask();
    }

    /// <summary>Counts the saves that it has been told and that were not counted yet.</summary>
    public void Count(SavedList saves, LongHistogram latency) => seen = saves.Tell(seen, known, latency);

    public void Dispose()
    {
        stream.Dispose();
        pull.Dispose();
    }

    private static Socket Open(IPEndPoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(address);
        return socket;
    }

    private void Ask()
    {
        if (!isAsking && rung > known)
        {
            isAsking = true;
            pull.Send(Encoding.UTF8.GetBytes(Requests.Head(tablet, "GET", FormattableString.Invariant($"/api/sync/pull?after={known}"))));
        }
    }
}

/// <summary>The position that an answer tells. Many listeners are sent the same bytes: each is read once, so that the client does not take the server's time.</summary>
internal static class PulledPositions
{
    private const int Most = 64;
    private static readonly Queue<(byte[] Body, long Position)> read = new();

    /// <summary>Reads an answer, squeezed or not.</summary>
    public static long Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        foreach (var known in read)
        {
            if (body.SequenceEqual(known.Body))
            {
                return known.Position;
            }
        }
        var plain = new byte[1 << 20];
        var count = body.Length;
        if (head.IndexOf("Content-Encoding: br"u8) < 0 || !BrotliDecoder.TryDecompress(body, plain, out count))
        {
            body.CopyTo(plain);
        }
        Utf8Parser.TryParse(plain.AsSpan(0, count)[(plain.AsSpan(0, count).IndexOf("\"position\":"u8) + 11)..], out long position, out _);
        read.Enqueue((body.ToArray(), position));
        if (read.Count > Most)
        {
            read.Dequeue();
        }
        return position;
    }
}

/// <summary>What was saved: until which position, and when it was to be sent.</summary>
internal sealed class SavedList
{
    private readonly List<(long Position, long DueAt)> saves = [];

    /// <summary>How many.</summary>
    public int Count => saves.Count;

    /// <summary>A save was acknowledged; an earlier save's later receipt does not move the list back.</summary>
    public void Add(long position, long dueAt) => saves.Add((Math.Max(position, saves.Count == 0 ? 0 : saves[^1].Position), dueAt));

    /// <summary>Counts the saves from a number on that a position covers.</summary>
    /// <returns>The number of the first save that it does not cover.</returns>
    public int Tell(int from, long position, LongHistogram latency)
    {
        var now = Stopwatch.GetTimestamp();
        for (; from < saves.Count && saves[from].Position <= position; from++)
        {
            latency.RecordValue(Math.Clamp((now - saves[from].DueAt) * 1_000_000 / Stopwatch.Frequency, 1, 60_000_000));
        }
        return from;
    }
}
