using System.Diagnostics;
using HdrHistogram;
using Preau.Bench.Wire;

namespace Preau.Bench.Country;

/// <summary>Sends at a steady pace over as many connections as it takes, whether answers come or not: a late answer counts from when its request was to be sent.</summary>
internal static class PacedCrowd
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs for a time; ends early when a second's worth of requests waits for a free connection for ten seconds.</summary>
    /// <returns>What was answered; <c>Sustained</c> when the pace was held to the end.</returns>
    public static (Measured Measured, bool Sustained) Run(IReadOnlyList<CountryCaller> callers, int perSecond, TimeSpan time) => Run(callers, perSecond, time, patience);

    /// <summary>So many, as fast as they are answered.</summary>
    public static void All(IReadOnlyList<CountryCaller> callers, int count) => Run(callers, 1_000_000, TimeSpan.FromSeconds(count / 1_000_000.0), TimeSpan.FromHours(1));

    private static (Measured Measured, bool Sustained) Run(IReadOnlyList<CountryCaller> callers, int perSecond, TimeSpan time, TimeSpan patience)
    {
        using var epoll = new Epoll();
        for (var i = 0; i < callers.Count; i++)
        {
            epoll.Watch(callers[i].Socket.Handle, i);
        }
        // By turns: a connection left over for two minutes would be closed by the server.
        var (free, latency) = (new Queue<CountryCaller>(callers), new LongHistogram(600_000_000, 3));
        var (begin, wanted, asked, sustained) = (Stopwatch.GetTimestamp(), (long)Math.Round(time.TotalSeconds * perSecond), 0L, true);
        long Due(long n) => begin + (n * Stopwatch.Frequency / perSecond);
        Span<int> ready = stackalloc int[256];
        while (asked < wanted || free.Count < callers.Count)
        {
            for (; asked < wanted && Due(asked) <= Stopwatch.GetTimestamp() && free.TryDequeue(out var caller); asked++)
            {
                caller.DueAt = Due(asked);
                caller.Ask();
            }
            if (asked < wanted && Stopwatch.GetElapsedTime(Due(asked)) > patience && Due(asked) < Stopwatch.GetTimestamp())
            {
                (wanted, sustained) = (asked, false);
            }
            foreach (var one in ready[..epoll.Wait(ready, 1)])
            {
                if (callers[one].Hear())
                {
                    latency.RecordValue(Math.Clamp((Stopwatch.GetTimestamp() - callers[one].DueAt) * 1_000_000 / Stopwatch.Frequency, 1, 600_000_000));
                    free.Enqueue(callers[one]);
                }
            }
        }
        return (new(latency.TotalCount, Stopwatch.GetElapsedTime(begin).TotalSeconds, latency), sustained);
    }
}
