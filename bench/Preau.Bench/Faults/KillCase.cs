using System.Net.Sockets;
using Preau.Bench.Save;
using Preau.Bench.Scene;
using Preau.Bench.Wire;

namespace Preau.Bench.Faults;

/// <summary>SIGKILL under load, round after round: promised, what is acknowledged is found, once. <c>--count</c> rounds, 300 unless told.</summary>
internal static class KillCase
{
    /// <summary>Runs on each engine asked for.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch();
        foreach (var engine in setting.Engines)
        {
            using var cluster = engine == "postgres" ? new Cluster(scratch, "cluster", new Dictionary<string, string>()) : null;
            var place = await Place.Build(scratch, engine, cluster, new Dictionary<string, string>(), new(4, 4, 30, 4));
            var callers = place.Tablets.Select((tablet, i) => new SaveCaller(tablet, i, 0)).ToList();
            var (random, rounds, cut) = (new Random(7777), setting.Count ?? 300, 0);
            for (var round = 0; round < rounds; round++)
            {
                cut += await Round(place, callers, random.Next(300)) ? 1 : 0;
            }
            await Settle(place, callers);
            var acknowledged = callers.Sum(caller => (long)caller.Saved) * SaveCaller.Facts;
            await SaveCase.Count(place, acknowledged);
            callers.ForEach(caller => caller.Dispose());
            report.Add(new()
            {
                ["bench"] = "kill", ["database"] = engine, ["kills"] = rounds, ["killsWithPushesUnderWay"] = cut, ["acknowledged"] = acknowledged, ["found"] = acknowledged, ["lost"] = 0, ["twice"] = 0,
            });
        }
    }

    /// <summary>One life of the server. True when the kill cut pushes under way.</summary>
    private static async Task<bool> Round(Place place, List<SaveCaller> callers, int milliseconds)
    {
        using var server = place.Serve();
        callers.ForEach(caller => caller.Connect(server.Address));
        var before = callers.Sum(caller => caller.Saved);
        var load = Task.Run(() => Load(callers));
        // A kill before the first receipt of this life would prove nothing.
        for (var tries = 0; callers.Sum(caller => caller.Saved) == before && tries < 4000; tries++)
        {
            await Task.Delay(5);
        }
        await Task.Delay(milliseconds);
        server.Kill();
        return await load;
    }

    private static bool Load(List<SaveCaller> callers)
    {
        try
        {
            Crowd.Run(callers, TimeSpan.FromSeconds(60));
            return false;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return true;
        }
    }

    /// <summary>Each sends again what was cut, under the same ids, until it is acknowledged.</summary>
    private static Task Settle(Place place, List<SaveCaller> callers)
    {
        using var server = place.Serve();
        callers.ForEach(caller => caller.Connect(server.Address));
        Crowd.Run(callers, TimeSpan.FromMilliseconds(1));
        return Task.CompletedTask;
    }
}
