using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Sync;

/// <summary>What came last in each establishment, kept in memory: a thousand tablets that were rung for the same news cost one look and one writing.</summary>
public sealed class News(PullMarks pull, Doorbell doorbell)
{
    private static readonly TimeSpan idle = TimeSpan.FromHours(1);
    private readonly Shelf<LatestNews> latest = new(doorbell, idle);

    /// <summary>The answer to a pull, as JSON; never older than the last ring that this node heard.</summary>
    /// <param name="after">The position already known; null: everything dated within seven days before today and later.</param>
    public async ValueTask<JsonBytes> After(Speaker speaker, long? after, CancellationToken stop = default)
    {
        var news = latest.Or(speaker.Establishment, id => new LatestNews(pull, doorbell, id));
        if (after is { } known && await news.After(known, stop) is { } answer)
        {
            return answer;
        }
        return new(JsonSerializer.SerializeToUtf8Bytes(await pull.Do(speaker.Establishment, after, stop), Json.Web));
    }
}

/// <summary>The latest marks and rolls of one establishment (256 rows, some 60 KB), and the answers made of them, by the position that was known before.</summary>
/// <remarks>In haste more: what came in the last 15 to 30 s stays. Tablets that fell behind would else each ask the database, and by that fall behind for good.</remarks>
internal sealed class LatestNews(PullMarks pull, Doorbell doorbell, EstablishmentId establishment)
{
    private const int Most = 256;
    private const int MostInHaste = 8192;
    private const int MostAnswers = 64;
    private static readonly TimeSpan haste = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim reading = new(1);
    private Kept? kept;

    /// <summary>Everything of the year with a position above <see cref="From"/> and up to <see cref="Position"/>.</summary>
    private sealed record Kept(long From, long Position, long Reference, short Year, PullMarks.MarkLine[] Marks, PullMarks.RollLine[] Rolls, PullMarks.SlipLine[] Slips,
        PullMarks.SeatsLine[] Seats)
    {
        /// <summary>The position 15 to 30 s ago, the one that will be it next, and since when.</summary>
        public (long Old, long Young, long Since) Turn { get; init; } = (Position, Position, Stopwatch.GetTimestamp());

        public ConcurrentDictionary<long, JsonBytes> Answers { get; } = new();
    }

    /// <summary>The answer; null when it needs what is no more in memory.</summary>
    public async ValueTask<JsonBytes?> After(long after, CancellationToken stop)
    {
        var now = Volatile.Read(ref kept) is { } held && IsFresh(held) ? held : await Read(stop);
        if (after < now.From || after > now.Position)
        {
            return null;
        }
        return now.Answers.Count < MostAnswers ? now.Answers.GetOrAdd(after, Written, now) : Written(after, now);
    }

    private static JsonBytes Written(long after, Kept now) => new(JsonSerializer.SerializeToUtf8Bytes(new PullMarks.Pulled(
        now.Position, now.Reference, [.. now.Marks.Where(m => m.Position > after)], [.. now.Rolls.Where(r => r.Position > after)],
        [.. now.Slips.Where(s => s.Position > after)], [.. now.Seats.Where(s => s.Position > after)], false), Json.Web));

    private bool IsFresh(Kept held)
    {
        var heard = doorbell.Heard(establishment);
        return held.Position >= heard.Position && held.Reference >= heard.Reference;
    }

    /// <summary>Reads on; those who come meanwhile wait for the same look.</summary>
    private async Task<Kept> Read(CancellationToken stop)
    {
        await reading.WaitAsync(stop);
        try
        {
            if (kept is not { } held || !IsFresh(held))
            {
                Volatile.Write(ref kept, await ReadOn(kept, stop));
            }
            return kept!;
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task<Kept> ReadOn(Kept? before, CancellationToken stop)
    {
        var news = await pull.Since(establishment, before?.Position ?? long.MaxValue, stop);
        if (before is null || news.More || news.Year != before.Year)
        {
            return new(news.Position, news.Position, news.Reference, news.Year, [], [], [], []);
        }
        var again = news.Rolls.Select(Key).ToHashSet();
        PullMarks.RollLine[] rolls = [.. before.Rolls.Where(r => !again.Contains(Key(r))), .. news.Rolls];
        PullMarks.MarkLine[] marks = [.. before.Marks, .. news.Marks];
        var said = news.Slips.Select(s => s.Id).ToHashSet();
        PullMarks.SlipLine[] slips = [.. before.Slips.Where(s => !said.Contains(s.Id)), .. news.Slips];
        var arranged = news.Seats.Select(s => s.Person).ToHashSet();
        PullMarks.SeatsLine[] seats = [.. before.Seats.Where(s => !arranged.Contains(s.Person)), .. news.Seats];
        long[] positions = [.. rolls.Select(r => r.Position).Concat(marks.Select(m => m.Position)).Concat(slips.Select(s => s.Position)).Concat(seats.Select(s => s.Position)).Order()];
        (long Old, long Young, long Since) turn = Stopwatch.GetElapsedTime(before.Turn.Since) < haste ? before.Turn : (before.Turn.Young, news.Position, Stopwatch.GetTimestamp());
        var from = positions.Length <= Most ? before.From
            : positions.Length > MostInHaste ? positions[^(MostInHaste / 2)] : Math.Max(before.From, Math.Min(positions[^(Most / 2)], turn.Old));
        return new Kept(from, news.Position, news.Reference, news.Year, [.. marks.Where(m => m.Position > from)], [.. rolls.Where(r => r.Position > from)],
            [.. slips.Where(s => s.Position > from)], [.. seats.Where(s => s.Position > from)])
        { Turn = turn };
    }

    private static (Guid, NodaTime.LocalDate, NodaTime.LocalTime) Key(PullMarks.RollLine roll) => (roll.Group, roll.Date, roll.Start);
}
