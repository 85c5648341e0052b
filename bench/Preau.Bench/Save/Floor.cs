using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Preau.Bench.Scene;

namespace Preau.Bench.Save;

/// <summary>The floor of a save: the better of one transaction each and group commit, in a process of its own, so that the disk can be slowed for it too.</summary>
internal static class Floor
{
    /// <summary>Measures; the callers' number is the number of saves that may wait together.</summary>
    /// <param name="round">From 0: each round writes other rows.</param>
    public static double Measure(Place place, int concurrency, double seconds, int round)
    {
        var start = new ProcessStartInfo("dotnet",
            [typeof(Floor).Assembly.Location, "floor", place.Data, place.Database ?? "", Number(concurrency), Number(seconds), Number(round)]) { RedirectStandardOutput = true };
        foreach (var (name, value) in place.Database is null ? place.Disk : new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? double.Parse(said, CultureInfo.InvariantCulture) : throw new InvalidOperationException("The floor failed.");
    }

    /// <summary>The other process: prints saves per second.</summary>
    public static int Answer(string[] args)
    {
        var (data, database, concurrency) = (args[0], args[1] is "" ? null : args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        var (time, round) = (TimeSpan.FromSeconds(double.Parse(args[3], CultureInfo.InvariantCulture) / 2), int.Parse(args[4], CultureInfo.InvariantCulture));
        var tablets = JsonSerializer.Deserialize<List<Tablet>>(File.ReadAllText(Path.Combine(data, "tablets.json")))!.Take(concurrency).ToList();
        var first = 1 + (round * 20_000);
        var ways = database is null ? Sqlite(Path.Combine(data, "preau.db"), concurrency) : Postgres(database, concurrency);
        Console.Write(ways.Select((way, i) => way(tablets, first + (i * 5_000), time)).Max().ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private delegate double Way(IReadOnlyList<Tablet> tablets, int first, TimeSpan time);

    private static Way[] Sqlite(string path, int concurrency) =>
    [
        (tablets, first, time) => SqliteFloor.Run(path, new(tablets, first), 1, time),
        (tablets, first, time) => SqliteFloor.Run(path, new(tablets, first), concurrency, time),
    ];

    private static Way[] Postgres(string database, int concurrency) =>
    [
        (tablets, first, time) => PostgresFloor.Run(database, tablets, concurrency, 1, first, time),
        (tablets, first, time) => PostgresFloor.Run(database, tablets, 1, concurrency, first, time),
        (tablets, first, time) => PostgresFloor.Run(database, tablets, Math.Min(4, concurrency), Math.Max(1, concurrency / 4), first, time),
    ];

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
