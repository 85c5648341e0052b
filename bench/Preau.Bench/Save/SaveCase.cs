using Preau.Bench.Scene;
using Preau.Bench.Wire;
using Preau.Foundation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Preau.Bench.Save;

/// <summary>A roll of 30 with 3 absent and 1 late pushed over HTTP by registered devices, against the same rows by prepared SQL.</summary>
internal static class SaveCase
{
    // 2 GB of log: more than the floor and the saves of a run write.
    private const int LogFiles = 128;
    private static readonly Town.Size size = new(8, 16, 30, 16);

    /// <summary>Runs every engine, disk and concurrency asked for.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch();
        var slow = new SlowDisk(scratch);
        foreach (var engine in setting.Engines)
        {
            foreach (var milliseconds in setting.FsyncMs)
            {
                if (milliseconds > 0 && !slow.IsPossible)
                {
                    report.Say("The slow disk needs Linux and a C compiler: its cases are left out.");
                    continue;
                }
                await OnDisk(setting, report, scratch, engine, milliseconds, slow.Environment(milliseconds));
            }
        }
    }

    private static async Task OnDisk(Setting setting, Report report, Scratch scratch, string engine, int milliseconds, IReadOnlyDictionary<string, string> disk)
    {
        using var cluster = engine == "postgres" ? new Cluster(scratch, $"cluster{milliseconds}", disk) : null;
        var floor = await Place.Build(scratch, $"floor-{engine}-{milliseconds}", cluster, disk, size);
        var place = await Place.Build(scratch, $"served-{engine}-{milliseconds}", cluster, disk, size);
        var callers = place.Tablets.Select((tablet, i) => new SaveCaller(tablet, i, 0)).ToList();
        cluster?.Age(LogFiles);
        using (var server = place.Serve())
        {
            callers.ForEach(caller => caller.Connect(server.Address));
            Crowd.Run(callers.GetRange(0, 32), TimeSpan.FromSeconds(setting.WarmUp));
            foreach (var concurrency in setting.Concurrencies)
            {
                var runs = Enumerable.Range(0, setting.Runs).Select(round =>
                {
                    scratch.Settle();
                    var floorPerSecond = Floor.Measure(floor, concurrency, setting.Seconds, (Array.IndexOf(setting.Concurrencies, concurrency) * setting.Runs) + round);
                    scratch.Settle();
                    var (used, measured) = (server.Used, Crowd.Run(callers.GetRange(0, concurrency), TimeSpan.FromSeconds(setting.Seconds)));
                    return (Floor: floorPerSecond, Measured: measured, Used: (server.Used - used).TotalMilliseconds * 1000 / measured.Count);
                }).ToList();
                var line = Line(engine, milliseconds, concurrency, runs);
                Steady(line, callers.GetRange(0, concurrency), setting);
                report.Add(line);
            }
        }
        callers.ForEach(caller => caller.Dispose());
        await Count(place, callers.Sum(caller => (long)caller.Saved) * SaveCaller.Facts);
    }

    private static Dictionary<string, object> Line(string engine, int milliseconds, int concurrency, List<(double Floor, Measured Measured, double Used)> runs)
    {
        var middle = runs.OrderBy(run => run.Measured.PerSecond).ElementAt(runs.Count / 2).Measured;
        var floor = Report.Median(runs.Select(run => run.Floor));
        return new()
        {
            ["bench"] = "save", ["database"] = engine, ["fsyncMs"] = milliseconds, ["concurrency"] = concurrency, ["perSecond"] = Math.Round(middle.PerSecond),
            ["p50Ms"] = middle.Milliseconds(50), ["p95Ms"] = middle.Milliseconds(95), ["p99Ms"] = middle.Milliseconds(99), ["floorPerSecond"] = Math.Round(floor),
            ["ratio"] = Math.Round(Report.Median(runs.Select(run => run.Measured.PerSecond / run.Floor)), 2),
            ["serverMicrosecondsEach"] = Math.Round(Report.Median(runs.Select(run => run.Used))), ["runs"] = runs.Count,
        };
    }

    /// <summary>A run in one piece, long enough for what comes twice a minute: the system writes down pages that are 30 s old, and a commit waits behind them.</summary>
    private static void Steady(Dictionary<string, object> line, List<SaveCaller> callers, Setting setting)
    {
        if (setting.SteadySeconds > 0)
        {
            var steady = Crowd.Run(callers, TimeSpan.FromSeconds(setting.SteadySeconds));
            (line["steadySeconds"], line["steadyPerSecond"]) = (setting.SteadySeconds, Math.Round(steady.PerSecond));
            (line["steadyP99Ms"], line["steadyWorstMs"]) = (steady.Milliseconds(99), steady.Milliseconds(100));
        }
    }

    /// <summary>Everything acknowledged is there, nothing twice.</summary>
    internal static async Task Count(Place place, long acknowledged)
    {
        await using var services = Town.Services(place.Data, place.Database);
        long found = 0;
        foreach (var establishment in place.Tablets.Select(t => t.Establishment).Distinct())
        {
            await using var db = services.GetRequiredService<Engine>().Open(new EstablishmentId(establishment));
            found += await db.Entries.CountAsync(e => e.Kind == "marked" || e.Kind == "roll-validated");
        }
        if (found != acknowledged)
        {
            throw new InvalidOperationException($"Acknowledged {acknowledged} facts, found {found}.");
        }
    }
}
