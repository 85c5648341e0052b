using System.Diagnostics;
using Npgsql;
using Preau.Bench.Scene;
using Preau.Bench.Wire;

namespace Preau.Bench.Country;

/// <summary>France's secondary schools on one PostgreSQL: what a save costs as they grow in number, then the start of an hour in all of them.</summary>
internal static class CountryCase
{
    private const int Target = 1100;
    private const int Connections = 256;
    private const string Facts = "SELECT count(*) FROM entries WHERE kind IN ('marked', 'roll-validated')";

    /// <summary>10, 100, 1,000 … up to <c>--count</c> establishments (11,000 unless told; at once with <c>--at</c> saves a second), then the peak for <c>--peak</c> seconds (300; 0 for none).</summary>
    /// <remarks><c>--keep folder</c>: made there and left there, so that a first run makes the country (<c>--at 1100 --peak 0</c>) and a second one measures it.</remarks>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch(setting.Keep);
        using var cluster = new Cluster(scratch, "cluster", new Dictionary<string, string>());
        var most = setting.Count ?? 11_000;
        // One is made by the program itself: schema, partitions, engine.
        var place = cluster.WasKept ? Place.Kept(scratch, "country", cluster) : await Place.Build(scratch, "country", cluster, new Dictionary<string, string>(), new(1, 1, 1, 1));
        using var server = place.Serve();
        var turns = new CountryTurns(most + 1);
        var callers = Enumerable.Range(0, Connections).Select(_ => new CountryCaller(turns)).ToList();
        var (loaded, costs) = ((int)One(place, "SELECT count(*) FROM establishments"), new List<double>());
        turns.GoOn(place.Database!, loaded);
        var before = One(place, Facts);
        int[] steps = setting.Concurrencies is [_] ? [] : [10, 100, 1000];
        foreach (var count in steps.Where(n => n < most).Append(most))
        {
            var watch = Stopwatch.StartNew();
            CountryLoad.Add(place.Database!, loaded + 1, 1 + count);
            report.Say($"{count} establishments after {watch.Elapsed.TotalSeconds:0} s.");
            if (setting.PeakSeconds == 0 && setting.Concurrencies is [_])
            {
                return;
            }
            scratch.Settle();
            var line = Cost(place, server, turns, callers, cluster.Postmaster, loaded <= count ? (loaded + 1, 1 + count - loaded) : (2, count), setting);
            loaded = 1 + count;
            costs.Add((double)line["microsecondsEach"]);
            line["growth"] = Math.Round(costs[^1] / costs[0], 2);
            report.Add(line);
        }
        if (setting.PeakSeconds > 0)
        {
            report.Add(await Peak(place, server, turns, callers, most, setting));
        }
        CountAll(place, callers, before);
        callers.ForEach(c => c.Dispose());
    }

    /// <summary>Every new establishment saves once, so that what the server keeps of it is there; then all of them, 32 at once, for some seconds.</summary>
    private static Dictionary<string, object> Cost(
        Place place, PreauProcess server, CountryTurns turns, List<CountryCaller> callers, int postmaster, (int First, int Count) fresh, Setting setting)
    {
        var count = fresh.First + fresh.Count - 2;
        // While the schools were made, the server has closed what was idle.
        callers.ForEach(c => c.Connect(server.Address));
        turns.Among(fresh.First, fresh.Count);
        var first = Stopwatch.StartNew();
        PacedCrowd.All(callers.GetRange(0, 32), fresh.Count);
        var firstEach = first.Elapsed.TotalMicroseconds / fresh.Count;
        turns.Among(2, count);
        Crowd.Run(callers.GetRange(0, 32), TimeSpan.FromSeconds(count <= 10 ? setting.WarmUp : 2));
        var before = Spent.Now(server, place.Database!, postmaster);
        var runs = Enumerable.Range(0, setting.Runs).Select(_ => Crowd.Run(callers.GetRange(0, 32), TimeSpan.FromSeconds(setting.Seconds))).OrderBy(m => m.PerSecond).ToList();
        var spent = Spent.Now(server, place.Database!, postmaster).Each(before, runs.Sum(r => r.PerSecond * r.Seconds));
        var middle = runs[runs.Count / 2];
        return new(spent)
        {
            ["bench"] = "country", ["establishments"] = count, ["perSecond"] = Math.Round(middle.PerSecond), ["microsecondsEach"] = Math.Round(1_000_000 / middle.PerSecond),
            ["p99Ms"] = middle.Milliseconds(99), ["firstSaveMicroseconds"] = Math.Round(firstEach), ["bytesPerFact"] = BytesPerFact(place), ["residentMegabytes"] = Math.Round(server.ResidentMegabytes),
        };
    }

    private static async Task<Dictionary<string, object>> Peak(Place place, PreauProcess server, CountryTurns turns, List<CountryCaller> callers, int most, Setting setting)
    {
        turns.Among(2, most);
        callers.ForEach(c => c.Connect(server.Address));
        var target = setting.Concurrencies is [var wanted] ? wanted : Math.Max(10, Target * most / 11_000);
        var (before, used, seconds) = (server.ResidentMegabytes, server.Used, setting.PeakSeconds);
        var (measured, sustained) = PacedCrowd.Run(callers, target, TimeSpan.FromSeconds(seconds));
        var (top, cores) = (server.ResidentMegabytes, (server.Used - used).TotalSeconds / measured.Seconds);
        await Task.Delay(TimeSpan.FromSeconds(60));
        return new()
        {
            ["bench"] = "peak", ["establishments"] = most, ["wantedPerSecond"] = target, ["perSecond"] = Math.Round(measured.PerSecond), ["sustained"] = sustained,
            ["seconds"] = Math.Round(measured.Seconds), ["p50Ms"] = measured.Milliseconds(50), ["p95Ms"] = measured.Milliseconds(95), ["p99Ms"] = measured.Milliseconds(99),
            ["serverCores"] = Math.Round(cores, 2), ["megabytesBefore"] = Math.Round(before), ["megabytesAtTop"] = Math.Round(top), ["megabytesAfterAMinute"] = Math.Round(server.ResidentMegabytes),
        };
    }

    private static long BytesPerFact(Place place) => One(place, """
        SELECT (sum(pg_total_relation_size(inhrelid)) / (SELECT greatest(1, count(*)) FROM entries WHERE kind IN ('marked', 'roll-validated')))::bigint
        FROM pg_inherits WHERE inhparent IN ('entries'::regclass, 'marks'::regclass, 'rolls'::regclass)
        """);

    /// <summary>Everything acknowledged is there.</summary>
    private static void CountAll(Place place, List<CountryCaller> callers, long before)
    {
        var (acknowledged, found) = (callers.Sum(c => (long)c.Saved) * CountryCaller.Facts, One(place, Facts) - before);
        _ = found == acknowledged ? 0 : throw new InvalidOperationException($"Acknowledged {acknowledged} facts, found {found}.");
    }

    private static long One(Place place, string sql)
    {
        using var connection = new NpgsqlConnection(place.Database + ";Command Timeout=300");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (long)command.ExecuteScalar()!;
    }
}
