using System.Diagnostics;
using Preau.Bench.Scene;

namespace Preau.Bench.Faults;

/// <summary>The disk under SQLite is full, read-only, broken or slow, and good again: nothing false is said, nothing acknowledged is lost, and it goes on by itself.</summary>
internal static class DiskFaults
{
    private const string Promised = "an error while it lasts, every receipt found, goes on by itself";
    private static readonly TimeSpan lasts = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan most = TimeSpan.FromSeconds(30);

    /// <summary>A file system of 48 MiB, really full; needs root to be made.</summary>
    public static async Task Full(Stage stage)
    {
        var small = stage.Scratch.Make("small");
        if (Environment.UserName != "root" || !Tool("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", small))
        {
            stage.Report.Say("Only root can make a small disk: a library says that it is full.");
            await Lied(stage, "full-disk", 28);
            return;
        }
        try
        {
            var town = await stage.Build("sqlite", null);
            foreach (var file in Directory.GetFiles(town.Data))
            {
                File.Move(file, Path.Combine(small, Path.GetFileName(file)));
            }
            var ballast = Path.Combine(small, "ballast");
            await Play(stage, "full-disk", town with { Data = small }, new Dictionary<string, string>(), () => Fill(ballast), () => File.Delete(ballast));
        }
        finally
        {
            Tool("umount", "-l", small);
        }
    }

    /// <summary>Every write of a file fails as if it were mounted read-only.</summary>
    public static Task ReadOnly(Stage stage) => Lied(stage, "read-only-disk", 30);

    /// <summary>Every write and sync fails: an input/output error.</summary>
    public static Task Broken(Stage stage) => Lied(stage, "broken-disk", 5);

    /// <summary>Half a second added to each sync.</summary>
    public static async Task Slow(Stage stage)
    {
        var town = await stage.Build("sqlite", null);
        using var server = PreauProcess.Start(town.Data, null, new SlowDisk(stage.Scratch).Environment(500), "--empty");
        await using var load = await Load.Start(town, Stage.At(server));
        load.Took();
        await Task.Delay(TimeSpan.FromSeconds(stage.Count(10)));
        var (p50, p99) = load.Took();
        await load.Account(stage.Report, "slow-disk", "slower, nothing else", new() { ["fsyncMs"] = 500, ["p50Ms"] = p50, ["p99Ms"] = p99 });
    }

    private static async Task Lied(Stage stage, string fault, int error)
    {
        using var lies = new Preload(stage.Scratch);
        await Play(stage, fault, await stage.Build("sqlite", null), lies.Environment, () => lies.Disk(error), () => lies.Disk(0));
    }

    private static async Task Play(Stage stage, string fault, Place place, IReadOnlyDictionary<string, string> environment, Action begin, Action end)
    {
        using var server = PreauProcess.Start(place.Data, null, environment, "--empty");
        await using var load = await Load.Start(place, Stage.At(server));
        var (rounds, back, meanwhile) = (stage.Count(10), TimeSpan.Zero, 0);
        for (var round = 0; round < rounds; round++)
        {
            begin();
            await Task.Delay(lasts / 2);
            var before = load.Acknowledged;
            await Task.Delay(lasts);
            meanwhile += load.Acknowledged - before;
            end();
            var took = await load.Goes(most);
            back = took > back ? took : back;
            await Task.Delay(200);
        }
        await load.Account(stage.Report, fault, Promised, new() { ["rounds"] = rounds, ["acknowledgedMeanwhile"] = meanwhile, ["backAfterMs"] = Math.Round(back.TotalMilliseconds) });
    }

    private static void Fill(string ballast)
    {
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static bool Tool(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
