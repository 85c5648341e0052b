using Preau.Bench.Scene;

namespace Preau.Bench.Faults;

/// <summary>PostgreSQL stops under load, in good order or as if it had crashed, and comes back.</summary>
internal static class DatabaseFaults
{
    /// <summary>Plays rounds of one way to stop.</summary>
    /// <param name="mode">Of <c>pg_ctl stop</c>.</param>
    public static async Task Run(Stage stage, string fault, string mode)
    {
        using var cluster = new Cluster(stage.Scratch, "cluster", new Dictionary<string, string>());
        var place = await stage.Build("postgres", cluster);
        using var server = place.Serve();
        await using var load = await Load.Start(place, Stage.At(server));
        var (random, rounds, back) = (new Random(stage.Setting.Seed ?? 7777), 0, TimeSpan.Zero);
        for (; rounds < stage.Count(20) && !stage.Setting.IsOver; rounds++)
        {
            await Task.Delay(random.Next(400));
            cluster.Stop(mode);
            await Task.Delay(random.Next(600));
            cluster.Start();
            var took = await load.Goes(TimeSpan.FromSeconds(60));
            back = took > back ? took : back;
        }
        await load.Account(stage.Report, fault, "an error while it is away, every receipt found, goes on by itself", new() { ["rounds"] = rounds, ["backAfterMs"] = Math.Round(back.TotalMilliseconds) });
    }
}
