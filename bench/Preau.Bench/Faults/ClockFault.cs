using Preau.Bench.Scene;

namespace Preau.Bench.Faults;

/// <summary>The server's clock jumps three hours ahead, three back, and returns, while tablets push.</summary>
internal static class ClockFault
{
    private static readonly TimeSpan[] jumps = [TimeSpan.FromHours(3), TimeSpan.FromHours(-3), TimeSpan.Zero];

    /// <summary>Runs on each engine.</summary>
    public static Task Run(Stage stage) => stage.OnEach(async (place, _) =>
    {
        using var lies = new Preload(stage.Scratch);
        using var server = PreauProcess.Start(place.Data, place.Database, lies.Environment, "--empty");
        await using var load = await Load.Start(place, Stage.At(server));
        using var http = new HttpClient();
        var (rounds, seen, back) = (stage.Count(12), TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < rounds; round++)
        {
            lies.Clock(jumps[round % jumps.Length]);
            var took = await load.Goes(TimeSpan.FromSeconds(30));
            back = took > back ? took : back;
            // The lie is worth something only if the server believes it.
            using var answer = await http.GetAsync(new Uri(Stage.At(server), "/health/live"));
            var off = (answer.Headers.Date!.Value - DateTimeOffset.UtcNow).Duration();
            seen = off > seen ? off : seen;
            await Task.Delay(1200);
        }
        lies.Clock(TimeSpan.Zero);
        await load.Account(stage.Report, "clock", "pushes go on, nothing is refused", new() { ["rounds"] = rounds, ["jumpSeenHours"] = Math.Round(seen.TotalHours, 1), ["longestPauseMs"] = Math.Round(back.TotalMilliseconds) });
    });
}
