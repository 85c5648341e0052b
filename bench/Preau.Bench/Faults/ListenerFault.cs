using System.Net.Sockets;
using System.Text;
using Preau.Bench.Scene;
using Preau.Bench.Wire;

namespace Preau.Bench.Faults;

/// <summary>Ten thousand idle listeners of the doorbell: what each costs, and that others go on.</summary>
internal static class ListenerFault
{
    /// <summary>Runs on each engine.</summary>
    public static Task Run(Stage stage) => stage.OnEach(async (place, _) =>
    {
        using var server = place.Serve();
        await using var load = await Load.Start(place, Stage.At(server), 2);
        await Task.Delay(5000);
        var (before, calm) = (server.ResidentMegabytes, load.Took());
        var sockets = new List<Socket>();
        // Those who push belong to the first establishments; the listeners to the last, which is quiet.
        var quiet = place.Tablets.Where(t => t.Establishment == place.Tablets.Max(o => o.Establishment)).ToList();
        var (count, heard) = (stage.Count(10_000), 0);
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server.Address);
            await socket.SendAsync(Encoding.UTF8.GetBytes(Requests.Head(quiet[i % quiet.Count], "GET", "/api/sync/stream")));
            sockets.Add(socket);
        }
        var hello = new byte[1024];
        foreach (var socket in sockets)
        {
            socket.ReceiveTimeout = 30_000;
            heard += socket.Receive(hello) > 0 ? 1 : 0;
        }
        await Task.Delay(2000);
        load.Took();
        await Task.Delay(5000);
        var (after, held) = (server.ResidentMegabytes, load.Took());
        sockets.ForEach(socket => socket.Dispose());
        await load.Account(stage.Report, "listeners", "all held, others go on", new()
        {
            ["listeners"] = count, ["heard"] = heard, ["kilobytesEach"] = Math.Round((after - before) * 1024 / count, 1), ["megabytes"] = Math.Round(after), ["p99BeforeMs"] = calm.P99, ["p99DuringMs"] = held.P99,
        });
    });
}
