using System.Diagnostics;

namespace Preau.Bench.Fuzz;

/// <summary>A million bad inputs for the sync door by command: no crash, no hang over 1 s, at most 512 MiB.</summary>
internal static class FuzzCase
{
    private const long MostBytes = 512L << 20;

    /// <summary>Runs; <c>--count</c> says how many. What breaks is written beside, to be kept as a test.</summary>
    public static Task Run(Setting setting, Report report)
    {
        var (count, seed) = (setting.Count ?? 1_000_000, Environment.TickCount);
        var mutations = new Mutations(seed, DoorInput.Corpus);
        var (pushes, facts, slowest, watch) = (0L, 0L, TimeSpan.Zero, Stopwatch.StartNew());
        for (var i = 0; i < count; i++)
        {
            var input = mutations.Next();
            var begin = Stopwatch.GetTimestamp();
            var (isPush, good) = Keep(input, seed, i);
            (pushes, facts) = (pushes + (isPush ? 1 : 0), facts + good);
            var took = Stopwatch.GetElapsedTime(begin);
            slowest = took > slowest ? took : slowest;
        }
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        report.Add(new()
        {
            ["bench"] = "fuzz", ["inputs"] = count, ["seed"] = seed, ["readAsPush"] = pushes, ["readableFacts"] = facts, ["slowestMs"] = Math.Round(slowest.TotalMilliseconds, 1),
            ["peakMegabytes"] = peak >> 20, ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1),
        });
        return peak <= MostBytes ? Task.CompletedTask : throw new InvalidOperationException($"{peak >> 20} MiB.");
    }

    private static (bool, int) Keep(byte[] input, int seed, int number)
    {
        try
        {
            return DoorInput.Read(input);
        }
        catch (Exception error)
        {
            var file = Path.GetFullPath($"artifacts/fuzz-{seed}-{number}.bin");
            File.WriteAllBytes(file, input);
            throw new InvalidOperationException($"Input {number} of seed {seed} broke the door; it is in {file}.", error);
        }
    }
}
