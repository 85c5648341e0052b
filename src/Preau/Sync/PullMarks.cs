using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Seating;

namespace Preau.Sync;

/// <summary>«What came after 4711?»: marks and rolls of an establishment, in the order of the log.</summary>
public sealed class PullMarks(Database database, SchoolClock clock)
{
    private const int Most = 2000;
    private static readonly Period radius = Period.FromDays(7);

    /// <summary>A mark on the wire.</summary>
    public sealed record MarkLine(
        Guid Id, long Position, LocalDate Date, LocalTime Start, Guid Group, Guid Pupil, string Kind, short? Minutes, Guid Author, short Rank,
        Instant ClaimedAt, Instant ReceivedAt, IEnumerable<Guid> Replaces, LocalTime? From, LocalTime? Until, string? Note);

    /// <summary>A validated roll on the wire.</summary>
    public sealed record RollLine(
        long Position, LocalDate Date, LocalTime Start, LocalTime End, Guid Group, string? Subject, Instant ValidatedAt, Guid ValidatedBy, IEnumerable<Guid> Shown,
        string? Label);

    /// <summary>A pupil who must pass by vie scolaire, or no more.</summary>
    /// <param name="Settled">True once the pupil passed: the row is free again.</param>
    public sealed record SlipLine(Guid Id, long Position, Guid Pupil, LocalDate From, bool Settled);

    /// <summary>Somebody arranged seats: their other tablets ask for the plans anew.</summary>
    public sealed record SeatsLine(Guid Person, long Position);

    /// <summary>The answer.</summary>
    /// <param name="Seats">Whose seating plans changed; empty without a position: who asks for everything asks for the plans too.</param>
    /// <param name="Position">Ask again after this one.</param>
    /// <param name="Reference">The position that last touched the snapshot.</param>
    /// <param name="More">True when more is waiting: ask again at once.</param>
    public sealed record Pulled(
        long Position, long Reference, IReadOnlyList<MarkLine> Marks, IReadOnlyList<RollLine> Rolls, IReadOnlyList<SlipLine> Slips, IReadOnlyList<SeatsLine> Seats, bool More);

    /// <summary>What came after a position in the running year, for those who keep it.</summary>
    /// <param name="Year">Label of the year that was read.</param>
    internal sealed record News(
        long Position, long Reference, short Year, IReadOnlyList<MarkLine> Marks, IReadOnlyList<RollLine> Rolls, IReadOnlyList<SlipLine> Slips,
        IReadOnlyList<SeatsLine> Seats, bool More);

    /// <summary>Pulls.</summary>
    /// <param name="after">The position already known; null: everything dated within seven days before today and later.</param>
    public async Task<Pulled> Do(EstablishmentId establishment, long? after, CancellationToken stop = default)
    {
        var news = await Since(establishment, after, stop);
        return new(news.Position, news.Reference, news.Marks, news.Rolls, news.Slips, news.Seats, news.More);
    }

    internal async Task<News> Since(EstablishmentId establishment, long? after, CancellationToken stop)
    {
        await using var db = database.Read(establishment);
        // The counter first: what commits while we read has a later position and comes with the next pull.
        var counter = await db.Counters.FirstOrDefaultAsync(stop);
        var zone = await db.Establishments.Where(e => e.Id == establishment).Select(e => e.Zone).FirstAsync(stop);
        var since = clock.Today(zone) - radius;
        // A year behind its end is not read again: the key's second column keeps the look within the year.
        var year = await SchoolYears.At(db, clock.Today(zone), stop);
        var marks = await Marks(db, year, after, since, stop);
        var rolls = await Rolls(db, year, after, since, stop);
        var slips = await Slips(db, year, after, stop);
        var more = marks.Count == Most || rolls.Count == Most || slips.Count == Most;
        long[] lasts = [Last(marks.Select(m => m.Position), marks.Count), Last(rolls.Select(r => r.Position), rolls.Count), Last(slips.Select(s => s.Position), slips.Count)];
        var cut = more ? lasts.Min() : counter?.Position ?? 0;
        return new(cut, counter?.Reference ?? 0, year, [.. marks.Where(m => m.Position <= cut)], [.. rolls.Where(r => r.Position <= cut)],
            [.. slips.Where(s => s.Position <= cut)], await Seats(db, year, after, cut, stop), more);
    }

    private static long Last(IEnumerable<long> positions, int count) => count == Most ? positions.Last() : long.MaxValue;

    private static async Task<List<MarkLine>> Marks(PreauDb db, short year, long? after, LocalDate since, CancellationToken stop)
    {
        var marks = db.Marks.Where(m => m.SchoolYear == year);
        marks = after is { } position ? marks.Where(m => m.Position > position) : marks.Where(m => m.On >= since);
        var rows = await marks.OrderBy(m => m.Position).Take(Most).ToListAsync(stop);
        return [.. rows.Select(m => new MarkLine(m.Id, m.Position, m.On, m.Start, m.Group.Value, m.Pupil.Value, m.Kind, m.Minutes, m.Author, m.Rank,
            m.ClaimedAt, m.ReceivedAt, m.Replaced, m.FromTime, m.UntilTime, m.Note))];
    }

    private static async Task<List<RollLine>> Rolls(PreauDb db, short year, long? after, LocalDate since, CancellationToken stop)
    {
        var rolls = db.Rolls.Where(r => r.SchoolYear == year);
        rolls = after is { } position ? rolls.Where(r => r.Position > position) : rolls.Where(r => r.On >= since);
        var rows = await rolls.OrderBy(r => r.Position).Take(Most).ToListAsync(stop);
        return [.. rows.Select(r => new RollLine(r.Position, r.On, r.Start, r.End, r.Group.Value, r.Subject, r.ValidatedAt, r.ValidatedBy, r.ShownPupils, r.Label))];
    }

    /// <summary>Without a position: those that hold, whatever their age.</summary>
    private static async Task<List<SlipLine>> Slips(PreauDb db, short year, long? after, CancellationToken stop)
    {
        var slips = db.ReturnSlips.Where(s => s.SchoolYear == year);
        slips = after is { } position ? slips.Where(s => s.Position > position) : slips.Where(s => s.SettledAt == null);
        var rows = await slips.OrderBy(s => s.Position).Take(Most).ToListAsync(stop);
        return [.. rows.Select(s => new SlipLine(s.Id.Value, s.Position, s.Pupil.Value, s.From, s.SettledAt is not null))];
    }

    /// <summary>Out of the log, by its key: the plans themselves are one person's each and not looked at here.</summary>
    private static async Task<List<SeatsLine>> Seats(PreauDb db, short year, long? after, long until, CancellationToken stop)
    {
        if (after is not { } position)
        {
            return [];
        }
        var arranged = await db.Entries.Where(e => e.SchoolYear == year && e.Position > position && e.Position <= until && e.Kind == SeatsArranged.Kind && e.Author != null)
            .GroupBy(e => e.Author!.Value).Select(g => new { Person = g.Key, Position = g.Max(e => e.Position) }).OrderBy(line => line.Position).ToListAsync(stop);
        return [.. arranged.Select(line => new SeatsLine(line.Person, line.Position))];
    }
}
