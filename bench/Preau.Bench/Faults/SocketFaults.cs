using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Preau.Bench.Fuzz;
using Preau.Bench.Scene;
using Preau.Bench.Wire;

namespace Preau.Bench.Faults;

/// <summary>Clients that misbehave while others push: they hold connections half-open, leave in the middle of an answer, or send garbage.</summary>
internal static class SocketFaults
{
    private static readonly TimeSpan mostHead = TimeSpan.FromSeconds(60);

    /// <summary>Sockets that connect and send half a head or half a body, then nothing: each is closed by the server, the others feel nothing.</summary>
    public static Task HalfOpen(Stage stage) => stage.OnEach(async (place, _) =>
    {
        using var server = place.Serve();
        await using var load = await Load.Start(place, Stage.At(server));
        await Task.Delay(3000);
        var before = load.Took();
        var sockets = Enumerable.Range(0, stage.Count(1000)).Select(i => Half(server.Address, place.Tablets[i % place.Tablets.Count], i % 2 == 0)).ToList();
        var (watch, closed) = (Stopwatch.StartNew(), 0);
        await Task.Delay(3000);
        var during = load.Took();
        while ((closed = sockets.Count(IsClosed)) < sockets.Count && watch.Elapsed < mostHead)
        {
            await Task.Delay(200);
        }
        var seconds = Math.Round(watch.Elapsed.TotalSeconds, 1);
        sockets.ForEach(socket => socket.Dispose());
        await load.Account(stage.Report, "half-open", "closed by the server within a minute, others go on",
            new() { ["sockets"] = sockets.Count, ["closed"] = closed, ["closedAfterS"] = seconds, ["p99BeforeMs"] = before.P99, ["p99DuringMs"] = during.P99 });
    });

    /// <summary>A tablet that leaves after some bytes of the answer, and sends the same again: what it had sent is known by then, once.</summary>
    public static Task Cut(Stage stage) => stage.OnEach(async (place, _) =>
    {
        using var server = place.Serve();
        await using var load = await Load.Start(place, Stage.At(server));
        var cutters = place.Tablets.Skip(8).Take(4).Select((tablet, i) => new Pusher(tablet, i) { Server = Stage.At(server) }).ToList();
        var (random, known) = (new Random(7777), 0);
        for (var round = 0; round < stage.Count(200); round++)
        {
            var cutter = cutters[round % cutters.Count];
            await Leave(server.Address, cutter, random.Next(600));
            await cutter.Settle();
        }
        known = cutters.Sum(cutter => cutter.Known);
        load.Join(cutters);
        await load.Account(stage.Report, "cut", "sent again, each fact is there once", new() { ["rounds"] = stage.Count(200), ["factsKnownWhenSentAgain"] = known });
    });

    /// <summary>Garbage as fast as it can be sent, by eight connections, with and without a device's key.</summary>
    public static Task Garbage(Stage stage) => stage.OnEach(async (place, _) =>
    {
        using var server = place.Serve();
        await using var load = await Load.Start(place, Stage.At(server));
        await Task.Delay(4000);
        load.Took();
        await Task.Delay(3000);
        var (before, from) = (load.Took(), load.Acknowledged);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(stage.Count(5)));
        var sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Pour(server.Address, place.Tablets[8 + (i % 8)], i, stop.Token))));
        var during = load.Took();
        await load.Account(stage.Report, "garbage", "refused, others go on",
            new() { ["garbagePerSecond"] = sent.Sum() / stage.Count(5), ["p99BeforeMs"] = before.P99, ["p99DuringMs"] = during.P99, ["p50BeforeMs"] = before.P50, ["p50DuringMs"] = during.P50 });
    });

    private static Socket Half(IPEndPoint address, Tablet tablet, bool head)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(address);
        var whole = Requests.Head(tablet, "POST", "/api/sync/push", "Content-Type: application/json\r\nContent-Length: 4000\r\n");
        socket.Send(Encoding.UTF8.GetBytes(head ? whole[..(whole.Length / 2)] : whole + "{\"sequence\":"));
        return socket;
    }

    /// <summary>The server has closed it; an answer that says why may be read before.</summary>
    private static bool IsClosed(Socket socket)
    {
        try
        {
            while (socket.Poll(0, SelectMode.SelectRead))
            {
                if (socket.Receive(new byte[4096]) == 0)
                {
                    return true;
                }
            }
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task Leave(IPEndPoint address, Pusher cutter, int bytes)
    {
        var body = Encoding.UTF8.GetBytes(cutter.Body());
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(true, 0) };
        await socket.ConnectAsync(address);
        await socket.SendAsync(Encoding.UTF8.GetBytes(Requests.Head(cutter.Tablet, "POST", "/api/sync/push", $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n")));
        await socket.SendAsync(body);
        if (bytes > 20)
        {
            await socket.ReceiveAsync(new byte[bytes]);
        }
    }

    private static async Task<int> Pour(IPEndPoint address, Tablet tablet, int number, CancellationToken stop)
    {
        var (next, head, count) = (FuzzTargets.All[0].Inputs(number), Requests.Head(tablet, "POST", "/api/sync/push", "Content-Type: application/json\r\nContent-Length: "), 0);
        var random = new Random(number);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
                await socket.ConnectAsync(address, stop);
                for (var answer = new byte[65536]; !stop.IsCancellationRequested; count++)
                {
                    var input = next();
                    var request = number % 2 == 0 ? [.. Encoding.UTF8.GetBytes($"{head.TrimEnd()} {input.Length}\r\n\r\n"), .. input] : input;
                    await socket.SendAsync(request, stop);
                    if (await socket.ReceiveAsync(answer, new CancellationTokenSource(2000).Token) == 0)
                    {
                        break;
                    }
                }
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // Thrown out, or left waiting: comes again.
            }
        }
        return count;
    }
}
