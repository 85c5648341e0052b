using System.Diagnostics;
using Preau.Bench.Save;
using Preau.Bench.Scene;
using Preau.Bench.Wire;

namespace Preau.Bench.Year;

/// <summary>A school of 40 classes calls every hour of a year (<c>--count</c> days, 180 unless told; 8 hours): what a save, a day and a first pull cost before and after.</summary>
internal static class YearCase
{
    private const int Hours = 8;
    private static readonly Town.Size size = new(1, 40, 30, 40);

    /// <summary>Runs on each engine asked for.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch();
        var days = setting.Count ?? 180;
        foreach (var engine in setting.Engines)
        {
            using var cluster = engine == "postgres" ? new Cluster(scratch, "cluster", new Dictionary<string, string>()) : null;
            var place = await Place.Build(scratch, engine, cluster, new Dictionary<string, string>(), size);
            using var server = place.Serve();
            var callers = place.Tablets.Select((tablet, i) => new SaveCaller(tablet, i, 0, 0, Hours)).ToList();
            callers.ForEach(c => c.Connect(server.Address));
            Crowd.Run(callers, TimeSpan.FromSeconds(setting.WarmUp));
            var before = Figures(place, server, callers, setting);
            var watch = Stopwatch.StartNew();
            while (callers.Min(c => c.Saved) < days * Hours && watch.Elapsed < TimeSpan.FromMinutes(4))
            {
                Crowd.Run(callers, TimeSpan.FromSeconds(1));
            }
            var after = Figures(place, server, callers, setting);
            await SaveCase.Count(place, callers.Sum(c => (long)c.Saved) * SaveCaller.Facts);
            callers.ForEach(c => c.Dispose());
            foreach (var (what, first) in before)
            {
                report.Add(new()
                {
                    ["bench"] = "year", ["database"] = engine, ["what"] = what, ["rolls"] = callers.Sum(c => c.Saved), ["microsecondsBefore"] = Math.Round(first),
                    ["microsecondsAfter"] = Math.Round(after[what]), ["growth"] = Math.Round(after[what] / first, 2), ["runs"] = setting.Runs,
                });
            }
        }
    }

    /// <summary>µs each, at as many at once as there are classes.</summary>
    private static Dictionary<string, double> Figures(Place place, PreauProcess server, List<SaveCaller> savers, Setting setting) => new()
    {
        ["save"] = Each(savers, setting),
        ["open, first"] = Asked(place, server, "/api/sync/snapshot", setting),
        ["pull, seven days"] = Asked(place, server, "/api/sync/pull", setting),
    };

    private static double Asked(Place place, PreauProcess server, string path, Setting setting)
    {
        var callers = place.Tablets.Take(8).Select(tablet => new AskCaller(tablet, path, "", "200")).ToList();
        callers.ForEach(c => c.Connect(server.Address));
        var each = Each(callers, setting);
        callers.ForEach(c => c.Dispose());
        return each;
    }

    private static double Each(IReadOnlyList<Caller> callers, Setting setting) => Report.Median(
        Enumerable.Range(0, setting.Runs).Select(_ => 1_000_000 / Crowd.Run(callers, TimeSpan.FromSeconds(setting.Seconds)).PerSecond));
}
