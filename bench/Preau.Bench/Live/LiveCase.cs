using System.Diagnostics;
using HdrHistogram;
using Preau.Bench.Scene;
using Preau.Bench.Wire;

namespace Preau.Bench.Live;

/// <summary>1,000 listeners of one establishment (<c>--count</c>), 50 saves a second: from when a save was to be sent until each listener has pulled it.</summary>
internal static class LiveCase
{
    private const int SavesPerSecond = 50;
    private const int Savers = 16;

    /// <summary>Runs on each engine asked for.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch();
        var listeners = setting.Count ?? 1000;
        foreach (var engine in setting.Engines)
        {
            using var cluster = engine == "postgres" ? new Cluster(scratch, "cluster", new Dictionary<string, string>()) : null;
            var place = await Place.Build(scratch, engine, cluster, new Dictionary<string, string>(), new(1, 40, 30, listeners + Savers));
            using var server = place.Serve();
            var before = server.ResidentMegabytes;
            using var crowd = new LiveCrowd(place, server, listeners, Savers);
            var quiet = server.ResidentMegabytes;
            crowd.Run(SavesPerSecond, TimeSpan.FromSeconds(setting.WarmUp));
            var runs = Enumerable.Range(0, setting.Runs).Select(_ => Measure(crowd, server, setting)).ToList();
            var (told, rings, used) = runs.OrderBy(run => run.Told.GetValueAtPercentile(99)).ElementAt(runs.Count / 2);
            report.Add(new()
            {
                ["bench"] = "live", ["database"] = engine, ["listeners"] = listeners, ["savesPerSecond"] = SavesPerSecond, ["p50Ms"] = told.GetValueAtPercentile(50) / 1000.0,
                ["p95Ms"] = told.GetValueAtPercentile(95) / 1000.0, ["p99Ms"] = told.GetValueAtPercentile(99) / 1000.0, ["ringsPerSecondEach"] = Math.Round(rings, 1),
                ["told"] = told.TotalCount, ["serverCores"] = Math.Round(used, 2), ["kilobytesPerListener"] = Math.Round((quiet - before) * 1024 / listeners), ["runs"] = runs.Count,
            });
        }
    }

    private static (LongHistogram Told, double Rings, double Used) Measure(LiveCrowd crowd, PreauProcess server, Setting setting)
    {
        var (used, rings, time) = (server.Used, crowd.Rings, TimeSpan.FromSeconds(Math.Max(5, setting.Seconds)));
        var told = crowd.Run(SavesPerSecond, time);
        return (told, (crowd.Rings - rings) / time.TotalSeconds / crowd.Count, (server.Used - used) / time);
    }
}

/// <summary>Listeners and savers on one thread.</summary>
internal sealed class LiveCrowd : IDisposable
{
    private readonly Epoll epoll = new();
    private readonly List<Listener> listeners;
    private readonly List<SaveCaller> savers;
    private readonly long[] due;
    private readonly SavedList saves = new();

    public LiveCrowd(Place place, PreauProcess server, int count, int saving)
    {
        savers = [.. place.Tablets.Take(saving).Select((tablet, i) => new SaveCaller(tablet, i, 0))];
        due = new long[saving];
        listeners = [.. place.Tablets.Skip(saving).Take(count).Select(tablet => new Listener(tablet, server.Address))];
        for (var i = 0; i < saving; i++)
        {
            savers[i].Connect(server.Address);
            epoll.Watch(savers[i].Socket.Handle, i);
        }
        for (var i = 0; i < count; i++)
        {
            epoll.Watch(listeners[i].Stream, saving + (2 * i));
            epoll.Watch(listeners[i].Pull, saving + (2 * i) + 1);
        }
        // Everybody's first ring, before anything is saved.
        for (var until = Stopwatch.StartNew(); listeners.Exists(l => l.Rings == 0) && until.Elapsed < TimeSpan.FromSeconds(60);)
        {
            Serve(new LongHistogram(60_000_000, 3), 100);
        }
    }

    /// <summary>How many listen.</summary>
    public int Count => listeners.Count;

    /// <summary>Rings heard by all together.</summary>
    public long Rings => listeners.Sum(l => (long)l.Rings);

    /// <summary>Saves at a steady pace for a time, then waits until everybody was told everything.</summary>
    /// <returns>µs from when a save was to be sent, per listener and save.</returns>
    public LongHistogram Run(int perSecond, TimeSpan time)
    {
        var told = new LongHistogram(60_000_000, 3);
        var (begin, every, wanted, first) = (Stopwatch.GetTimestamp(), Stopwatch.Frequency / perSecond, (int)(time.TotalSeconds * perSecond), saves.Count);
        for (var (asked, end) = (0, begin + (long)((time.TotalSeconds + 30) * Stopwatch.Frequency)); told.TotalCount < (long)wanted * Count;)
        {
            for (; asked < wanted && Stopwatch.GetTimestamp() >= begin + (asked * every) && Array.IndexOf(due, 0) is >= 0 and var free; asked++)
            {
                due[free] = begin + (asked * every);
                savers[free].Ask();
            }
            Serve(told, 2);
            if (Stopwatch.GetTimestamp() > end)
            {
                throw new TimeoutException($"{told.TotalCount} of {(long)wanted * Count} were told ({saves.Count - first} saved).");
            }
        }
        return told;
    }

    public void Dispose()
    {
        listeners.ForEach(l => l.Dispose());
        savers.ForEach(s => s.Dispose());
        epoll.Dispose();
    }

    private void Serve(LongHistogram told, int milliseconds)
    {
        Span<int> ready = stackalloc int[256];
        var found = epoll.Wait(ready, milliseconds);
        foreach (var one in ready[..found])
        {
            if (one < savers.Count)
            {
                Saved(one, told);
            }
            else if ((one - savers.Count) % 2 == 0)
            {
                listeners[(one - savers.Count) / 2].Hear();
            }
            else
            {
                listeners[(one - savers.Count) / 2].Pulled(saves, told);
            }
        }
    }

    /// <summary>A receipt may come after the news of its own save: then the listener is counted now, never earlier.</summary>
    private void Saved(int saver, LongHistogram told)
    {
        if (savers[saver].Hear())
        {
            saves.Add(savers[saver].Position, due[saver]);
            due[saver] = 0;
            listeners.ForEach(listener => listener.Count(saves, told));
        }
    }
}
