using System.Diagnostics;
using Preau.Bench.Scene;

namespace Preau.Bench.Start;

/// <summary>From starting the program until it serves, with the demo town in its database; and what it keeps in memory when nobody asks anything.</summary>
internal static class StartCase
{
    /// <summary>Starts it five times at least.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch();
        foreach (var engine in setting.Engines)
        {
            using var cluster = engine == "postgres" ? new Cluster(scratch, "cluster", new Dictionary<string, string>()) : null;
            var (data, database) = (scratch.Make(engine), cluster?.NewDatabase());
            using (Serve(data, database))
            {
                // The first start makes the schema and the town.
            }
            var runs = Enumerable.Range(0, Math.Max(5, setting.Runs)).Select(_ => (Start: Started(data, database), Floor: Floor())).ToList();
            report.Add(new()
            {
                ["bench"] = "start", ["database"] = engine, ["ms"] = Math.Round(Report.Median(runs.Select(r => r.Start))), ["floorMs"] = Math.Round(Report.Median(runs.Select(r => r.Floor))),
                ["ratio"] = Math.Round(Report.Median(runs.Select(r => r.Start / r.Floor)), 1), ["runs"] = runs.Count,
            });
            report.Add(await Idle(engine, data, database));
        }
    }

    private static PreauProcess Serve(string data, string? database) => PreauProcess.Start(data, database, new Dictionary<string, string>());

    private static double Started(string data, string? database)
    {
        var watch = Stopwatch.StartNew();
        using var server = Serve(data, database);
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>The same program that only tells its version: the runtime's own start.</summary>
    private static double Floor()
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [PreauProcess.Program, "version"]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>Half a minute after the first page and a board were asked for once.</summary>
    private static async Task<Dictionary<string, object>> Idle(string engine, string data, string? database)
    {
        using var server = Serve(data, database);
        using var http = new HttpClient { BaseAddress = new($"http://{server.Address}") };
        foreach (var path in new[] { "/tablet/", "/health/ready", "/sign-in" })
        {
            (await http.GetAsync(path)).Dispose();
        }
        await Task.Delay(TimeSpan.FromSeconds(30));
        return new() { ["bench"] = "memory", ["database"] = engine, ["what"] = "idle demo town", ["residentMegabytes"] = Math.Round(server.ResidentMegabytes) };
    }
}
