using System.Diagnostics;
using HdrHistogram;
using Microsoft.Extensions.DependencyInjection;
using Preau.Bench.Scene;
using Preau.Bench.Wire;
using Preau.Devices;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Sync;

namespace Preau.Bench.Live;

/// <summary>60 open boards of one school (<c>--count</c>), in the process itself: from the commit of a roll until every board has the folded day that holds it.</summary>
/// <remarks>The floor is one board. Sixty must not cost sixty times as much: they share one feed.</remarks>
internal static class BoardsCase
{
    private const int Rolls = 200;

    /// <summary>Runs on each engine asked for.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        using var scratch = new Scratch();
        foreach (var engine in setting.Engines)
        {
            using var cluster = engine == "postgres" ? new Cluster(scratch, "cluster", new Dictionary<string, string>()) : null;
            var place = await Place.Build(scratch, engine, cluster, new Dictionary<string, string>(), new(1, 40, 30, 40));
            await using var services = Town.Services(place.Data, place.Database);
            await services.GetRequiredService<Engine>().Migrate(default);
            var callers = place.Tablets.Select((tablet, i) => new SaveCaller(tablet, i, 0)).ToList();
            await Measure(services, place, callers, 1);
            var boards = setting.Count ?? 60;
            var (one, all) = (await Measure(services, place, callers, 1), await Measure(services, place, callers, boards));
            report.Add(new()
            {
                ["bench"] = "boards", ["database"] = engine, ["boards"] = boards, ["rolls"] = Rolls, ["p50Ms"] = all.GetValueAtPercentile(50) / 1000.0,
                ["p99Ms"] = all.GetValueAtPercentile(99) / 1000.0, ["floorP50Ms"] = one.GetValueAtPercentile(50) / 1000.0,
                ["ratio"] = Math.Round((double)all.GetValueAtPercentile(50) / one.GetValueAtPercentile(50), 2),
            });
        }
    }

    private static async Task<LongHistogram> Measure(ServiceProvider services, Place place, List<SaveCaller> callers, int count)
    {
        var (feeds, establishment) = (services.GetRequiredService<Boards>(), new EstablishmentId(place.Tablets[0].Establishment));
        var rung = new SemaphoreSlim(0);
        var boards = Enumerable.Range(0, count).Select(_ => feeds.Watch(establishment, () => rung.Release())).ToList();
        var latency = new LongHistogram(60_000_000, 3);
        await boards[0].Today();
        for (var i = 0; i < Rolls; i++)
        {
            await Push(services, place.Tablets[i % callers.Count], callers[i % callers.Count]);
            var from = Stopwatch.GetTimestamp();
            for (var heard = 0; heard < count; heard++)
            {
                if (!await rung.WaitAsync(TimeSpan.FromSeconds(10)))
                {
                    throw new TimeoutException($"{heard} of {count} boards were rung.");
                }
            }
            await Task.WhenAll(boards.Select(board => board.Today()));
            latency.RecordValue(Math.Max(1, (long)Stopwatch.GetElapsedTime(from).TotalMicroseconds));
        }
        boards.ForEach(board => board.Dispose());
        return latency;
    }

    private static async Task Push(ServiceProvider services, Tablet tablet, SaveCaller caller)
    {
        var speaker = await services.GetRequiredService<Speakers>().Recognise(tablet.Device, tablet.Secret);
        var pushed = await services.GetRequiredService<PushFacts>().Do(speaker.Value!, ReadPush.From(caller.Body())!, CancellationToken.None);
        if (pushed.Refusal is { } no || pushed.Value!.Receipts.Any(r => r.Position is null))
        {
            throw new InvalidOperationException($"A roll was not accepted: {pushed.Refusal?.Code}.");
        }
        caller.Took(pushed.Value.Sequence);
    }
}
