using Preau.Bench.Scene;

namespace Preau.Bench.Faults;

/// <summary>A primary and its synchronous standby: the primary dies under load and the standby is promoted; or the standby is lost.</summary>
internal static class PromotionFaults
{
    /// <summary>Kills the primary, promotes the standby, makes a new standby of the dead one, and again.</summary>
    public static async Task Run(Stage stage)
    {
        using var pair = new Pair(stage.Scratch);
        var place = await stage.Build(pair.Connection);
        using var server = place.Serve();
        await using var load = await Load.Start(place, Stage.At(server));
        var (random, rounds, back) = (new Random(stage.Setting.Seed ?? 7777), 0, TimeSpan.Zero);
        for (; rounds < stage.Count(20) && !stage.Setting.IsOver; rounds++)
        {
            pair.Join();
            await load.Goes(TimeSpan.FromSeconds(60));
            await Task.Delay(random.Next(500));
            pair.Fail();
            var took = await load.Goes(TimeSpan.FromSeconds(60));
            back = took > back ? took : back;
        }
        await load.Account(stage.Report, "promotion", "every receipt found on the promoted standby", new() { ["rounds"] = rounds, ["backAfterMs"] = Math.Round(back.TotalMilliseconds) });
    }

    /// <summary>The standby is away for longer than the server waits: nothing may be acknowledged that it does not have; then the primary dies, and it is promoted.</summary>
    public static async Task Lost(Stage stage)
    {
        using var pair = new Pair(stage.Scratch);
        var place = await stage.Build(pair.Connection + ";Command Timeout=2");
        using var server = place.Serve();
        await using var load = await Load.Start(place, Stage.At(server));
        var (rounds, meanwhile) = (stage.Count(3), 0);
        for (var round = 0; round < rounds; round++)
        {
            pair.Join();
            await load.Goes(TimeSpan.FromSeconds(60));
            pair.Standby.Stop("immediate");
            await Task.Delay(300);
            var before = load.Acknowledged;
            await Task.Delay(6000);
            meanwhile += load.Acknowledged - before;
            pair.Primary.Stop("immediate");
            pair.Standby.Start();
            pair.Promote();
            await load.Goes(TimeSpan.FromSeconds(60));
        }
        await load.Account(stage.Report, "standby-lost", "nothing is acknowledged that the standby does not have", new() { ["rounds"] = rounds, ["acknowledgedMeanwhile"] = meanwhile });
    }
}
