using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Bench.Scene;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Bench.Faults;

/// <summary>Tablets that push while things go wrong, and the account at the end: promised, acknowledged, found.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Place place;
    private readonly List<Pusher> pushers;
    private readonly List<Task> running;

    private Load(Place place, Uri[] servers, int tablets)
    {
        this.place = place;
        pushers = [.. place.Tablets.Take(tablets).Select((tablet, i) => new Pusher(tablet, i) { Server = servers[i % servers.Length] })];
        running = [.. pushers.Select(pusher => Task.Run(() => pusher.Run(stop.Token)))];
    }

    /// <summary>Facts acknowledged so far.</summary>
    public int Acknowledged => pushers.Sum(pusher => pusher.Acknowledged.Count);

    /// <summary>Starts, and waits until something is acknowledged.</summary>
    public static Task<Load> Start(Place place, Uri server, int tablets = 8) => Start(place, [server], tablets);

    /// <summary>The same at several servers, by turns.</summary>
    public static async Task<Load> Start(Place place, Uri[] servers, int tablets = 8)
    {
        var load = new Load(place, servers, tablets);
        await load.Goes(TimeSpan.FromSeconds(60));
        return load;
    }

    /// <summary>The server is elsewhere now.</summary>
    public void Move(Uri server) => pushers.ForEach(pusher => pusher.Server = server);

    /// <summary>Others pushed too: their receipts are looked up with these.</summary>
    public void Join(IEnumerable<Pusher> others) => pushers.AddRange(others);

    /// <summary>Waits until something more is acknowledged.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> Goes(TimeSpan most)
    {
        var (before, watch) = (Acknowledged, Stopwatch.StartNew());
        while (Acknowledged == before)
        {
            _ = running.Find(task => task.IsFaulted) is { } broken ? throw broken.Exception! : 0;
            _ = watch.Elapsed < most ? 0 : throw new TimeoutException($"Nothing acknowledged for {most}: {Said()}");
            await Task.Delay(5);
        }
        return watch.Elapsed;
    }

    /// <summary>p50 and p99 in milliseconds of what was acknowledged since the last look.</summary>
    public (double P50, double P99) Took()
    {
        List<double> all = [.. pushers.SelectMany(pusher => pusher.Took()).Order()];
        return all.Count == 0 ? (0, 0) : (Math.Round(all[all.Count / 2], 1), Math.Round(all[(int)(all.Count * 0.99)], 1));
    }

    /// <summary>What was answered, and how often.</summary>
    public string Said() => string.Join(", ", pushers.SelectMany(pusher => pusher.Answers).GroupBy(a => a.Key).OrderByDescending(g => g.Sum(a => a.Value))
        .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}: {g.Sum(a => a.Value)}")));

    /// <summary>Ends: all that waits is sent until it is acknowledged, then every receipt is looked up.</summary>
    /// <exception cref="InvalidOperationException">When something acknowledged is not there, or stands twice.</exception>
    public async Task Account(Report report, string fault, string promised, Dictionary<string, object> more)
    {
        await stop.CancelAsync();
        await Task.WhenAll(running);
        await Task.WhenAll(pushers.Select(pusher => pusher.Settle()));
        var (found, lost, twice) = await Look();
        var line = new Dictionary<string, object>
        {
            ["bench"] = "fault", ["fault"] = fault, ["database"] = place.Database is null ? "sqlite" : "postgres", ["promised"] = promised, ["acknowledged"] = Acknowledged, ["found"] = found,
            ["lost"] = lost, ["twice"] = twice,
        };
        foreach (var (name, value) in more)
        {
            line[name] = value;
        }
        (line["answers"], line["loadAverage"]) = (Said(), File.ReadAllText("/proc/loadavg").Split(' ')[0]);
        report.Add(line);
        _ = lost + twice == 0 ? 0 : throw new InvalidOperationException($"{fault}: {lost} lost, {twice} twice.");
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        pushers.ForEach(pusher => pusher.Dispose());
        stop.Dispose();
    }

    /// <summary>Counts receipts whose fact stands at its position, those that do not, and what stands twice: an id, a position, a row without its entry.</summary>
    private async Task<(int Found, int Lost, int Twice)> Look()
    {
        await using var services = Town.Services(place.Data, place.Database);
        var (found, lost, twice) = (0, 0, 0);
        foreach (var establishment in place.Tablets.GroupBy(t => t.Establishment))
        {
            await using var db = services.GetRequiredService<Engine>().Open(new EstablishmentId(establishment.Key));
            var entries = await db.Entries.Where(e => e.Kind == "marked" || e.Kind == "roll-validated").Select(e => new { e.Id, e.Position, e.Kind }).ToListAsync();
            var at = entries.ToLookup(e => e.Id, e => e.Position);
            var receipts = pushers.Where(p => p.Tablet.Establishment == establishment.Key).SelectMany(p => p.Acknowledged).ToList();
            var good = receipts.Count(receipt => at[receipt.Key].Contains(receipt.Value));
            var marks = await db.Marks.CountAsync();
            (found, lost) = (found + good, lost + receipts.Count - good);
            twice += entries.Count - at.Count + entries.Count - entries.Select(e => e.Position).Distinct().Count() + Math.Abs(marks - entries.Count(e => e.Kind == "marked"));
        }
        return (found, lost, twice);
    }
}
