using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Bench.Scene;
using Preau.Bench.Wire;
using Preau.Foundation;
using Preau.RollCall;

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
            var (random, rounds, cut) = (new Random(setting.Seed ?? 7777), 0, 0);
            for (; rounds < (setting.Count ?? 300) && !setting.IsOver; rounds++)
            {
                cut += await Round(place, callers, random.Next(300)) ? 1 : 0;
            }
            await Settle(place, callers);
            var acknowledged = callers.Sum(caller => (long)caller.Saved) * SaveCaller.Facts;
            callers.ForEach(caller => caller.Dispose());
            var (found, twice) = await Look(place);
            report.Add(new()
            {
                ["bench"] = "kill", ["database"] = engine, ["kills"] = rounds, ["killsWithPushesUnderWay"] = cut, ["acknowledged"] = acknowledged, ["found"] = found, ["lost"] = acknowledged - found, ["twice"] = twice,
            });
            _ = found == acknowledged && twice == 0 ? 0 : throw new InvalidOperationException($"Acknowledged {acknowledged}, found {found}, twice {twice}.");
        }
    }

    /// <summary>What the log holds, by ids: all that was cut was sent again, so as many as were acknowledged; and what stands twice: an id, a position, a row without its entry.</summary>
    private static async Task<(long Found, long Twice)> Look(Place place)
    {
        await using var services = Town.Services(place.Data, place.Database);
        var (found, twice) = (0L, 0L);
        foreach (var establishment in place.Tablets.Select(t => t.Establishment).Distinct())
        {
            await using var db = services.GetRequiredService<Engine>().Open(new EstablishmentId(establishment));
            var entries = await db.Entries.Where(e => e.Kind == "marked" || e.Kind == "roll-validated").Select(e => new { e.Id, e.Position, IsMark = e.Kind == "marked" }).ToListAsync();
            var ids = entries.Select(e => e.Id).Distinct().Count();
            found += ids;
            twice += entries.Count - ids + entries.Count - entries.Select(e => e.Position).Distinct().Count() + Math.Abs(await db.Marks.CountAsync() - entries.Count(e => e.IsMark));
        }
        return (found, twice);
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
