using System.Diagnostics;

namespace Preau.Bench.Fuzz;

/// <summary>Bad input by machine, target after target: no crash, no hang over 1 s, at most 512 MiB. What breaks is kept in the corpus.</summary>
internal static class FuzzCase
{
    private const long MostBytes = 512L << 20;
    private const int MostFinds = 20;
    private static readonly TimeSpan hang = TimeSpan.FromSeconds(60);

    /// <summary>Runs <c>fuzz [target] [--count N] [--seed N]</c>; all targets unless one is named.</summary>
    public static Task Run(Setting setting, Report report)
    {
        var targets = FuzzTargets.All.Where(target => setting.Name is null || setting.Name == target.Name).ToList();
        var finds = targets.Count == 0 ? throw new ArgumentException($"Targets: {string.Join(' ', FuzzTargets.All.Select(t => t.Name))}.") : 0;
        foreach (var target in targets)
        {
            finds += One(target, setting.Count ?? target.Usual, setting.Seed ?? Environment.TickCount, report);
        }
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        return finds == 0 && peak <= MostBytes ? Task.CompletedTask : throw new InvalidOperationException($"{finds} finds, {peak >> 20} MiB.");
    }

    private static int One(FuzzTarget target, int count, int seed, Report report)
    {
        var (next, watch) = (target.Inputs(seed), Stopwatch.StartNew());
        var (done, read, slowest, finds) = (0, 0, TimeSpan.Zero, new HashSet<string>());
        byte[]? underWay = null;
        using var watchdog = new Timer(_ => { Keep(target, underWay ?? [], $"{seed}-hang"); Environment.FailFast($"{target.Name}: an input did not end; it is kept."); });
        for (; done < count && finds.Count < MostFinds; done++)
        {
            underWay = next();
            watchdog.Change(hang, Timeout.InfiniteTimeSpan);
            var begin = Stopwatch.GetTimestamp();
            try
            {
                read += target.Try(underWay) ? 1 : 0;
            }
            catch (Exception error)
            {
                // Many inputs find the same fault: one of each is enough.
                if (finds.Add($"{error.GetType().Name} {error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Preau."))?.Trim()}"))
                {
                    report.Say($"{target.Name}, seed {seed}, input {done}, kept in {Keep(target, underWay, $"{seed}-{done}")}: {error}");
                }
            }
            var took = Stopwatch.GetElapsedTime(begin);
            slowest = took > slowest ? took : slowest;
        }
        report.Add(new()
        {
            ["bench"] = "fuzz", ["target"] = target.Name, ["inputs"] = done, ["seed"] = seed, ["read"] = read, ["refused"] = done - read - finds.Count, ["finds"] = finds.Count,
            ["slowestMs"] = Math.Round(slowest.TotalMilliseconds, 1), ["peakMegabytes"] = Process.GetCurrentProcess().PeakWorkingSet64 >> 20, ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1),
        });
        return finds.Count;
    }

    private static string Keep(FuzzTarget target, byte[] input, string name)
    {
        var file = Path.Combine(Directory.CreateDirectory(Corpus.Folder(target.Name)).FullName, $"{name}.bin");
        File.WriteAllBytes(file, input);
        return file;
    }
}
