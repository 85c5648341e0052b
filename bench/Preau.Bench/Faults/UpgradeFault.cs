using Preau.Bench.Scene;

namespace Preau.Bench.Faults;

/// <summary>The previous release and this one, both at once on this one's schema, as in the middle of an upgrade; then the previous one goes.</summary>
internal static class UpgradeFault
{
    /// <summary>Runs; <c>PREAU_BEFORE</c> names the previous release's <c>preau.dll</c>.</summary>
    public static async Task Run(Stage stage)
    {
        if (Environment.GetEnvironmentVariable("PREAU_BEFORE") is not { Length: > 0 } before)
        {
            stage.Report.Say("upgrade needs PREAU_BEFORE, the path of the previous release's preau.dll: left out.");
            return;
        }
        using var cluster = new Cluster(stage.Scratch, "cluster", new Dictionary<string, string>());
        var place = await stage.Build("postgres", cluster);
        using var old = PreauProcess.Start(stage.Scratch.Make("old"), place.Database, new Dictionary<string, string> { [PreauProcess.Other] = before }, "--empty");
        using var fresh = PreauProcess.Start(stage.Scratch.Make("new"), place.Database, new Dictionary<string, string>(), "--empty");
        await using var load = await Load.Start(place, [Stage.At(old), Stage.At(fresh)]);
        await Task.Delay(TimeSpan.FromSeconds(stage.Count(10)));
        old.Kill();
        load.Move(Stage.At(fresh));
        await load.Goes(TimeSpan.FromSeconds(30));
        await load.Account(stage.Report, "upgrade", "the previous release works on the new schema, beside the new one", new() { ["seconds"] = stage.Count(10) });
    }
}
