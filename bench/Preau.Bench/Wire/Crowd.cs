using System.Diagnostics;
using HdrHistogram;

namespace Preau.Bench.Wire;

/// <summary>What a run of a crowd gave.</summary>
/// <param name="Latency">In µs, corrected for coordinated omission: a stall counts for every request that it kept from being sent.</param>
internal sealed record Measured(long Count, double Seconds, HistogramBase Latency)
{
    /// <summary>Answers per second.</summary>
    public double PerSecond => Count / Seconds;

    /// <summary>Milliseconds at a percentile.</summary>
    public double Milliseconds(double percentile) => Latency.GetValueAtPercentile(percentile) / 1000.0;
}

/// <summary>Many callers on one thread; each asks again as soon as it is answered. Ends by itself.</summary>
internal static class Crowd
{
    /// <summary>Runs the callers for a time; nothing is under way when it returns.</summary>
    public static Measured Run(IReadOnlyList<Caller> callers, TimeSpan time)
    {
        using var epoll = new Epoll();
        for (var i = 0; i < callers.Count; i++)
        {
            epoll.Watch(callers[i].Socket.Handle, i);
        }
        var raw = new LongHistogram(60_000_000, 3);
        var (begin, end) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));
        foreach (var caller in callers)
        {
            caller.Ask();
        }
        Span<int> ready = stackalloc int[256];
        for (var (underWay, last) = (callers.Count, begin); underWay > 0;)
        {
            var found = epoll.Wait(ready, 1000);
            var now = Stopwatch.GetTimestamp();
            last = found > 0 ? now : last;
            if (Stopwatch.GetElapsedTime(last, now) > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException("No answer for 30 s.");
            }
            for (var i = 0; i < found; i++)
            {
                underWay -= Serve(callers[ready[i]], raw, end) ? 0 : 1;
            }
        }
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var expected = (long)(seconds * 1_000_000 * callers.Count / Math.Max(1, raw.TotalCount));
        return new(raw.TotalCount, seconds, Corrected(raw, Math.Max(1, expected)));
    }

    /// <summary>A request that stalled kept others from being sent: they are counted too, each as late as it would have been.</summary>
    private static LongHistogram Corrected(LongHistogram raw, long expected)
    {
        var corrected = new LongHistogram(60_000_000, 3);
        foreach (var value in raw.RecordedValues())
        {
            for (var late = value.ValueIteratedTo; late == value.ValueIteratedTo || late >= expected; late -= expected)
            {
                corrected.RecordValueWithCount(Math.Max(0, late), value.CountAtValueIteratedTo);
            }
        }
        return corrected;
    }

    /// <summary>Reads; asks again while there is time. False when the caller has nothing under way any more.</summary>
    private static bool Serve(Caller caller, LongHistogram raw, long end)
    {
        if (!caller.Hear())
        {
            return true;
        }
        var now = Stopwatch.GetTimestamp();
        raw.RecordValue(Math.Min(60_000_000, (now - caller.AskedAt) * 1_000_000 / Stopwatch.Frequency));
        if (now >= end)
        {
            return false;
        }
        caller.Ask();
        return true;
    }
}
