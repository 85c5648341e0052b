using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>One feed per establishment and node: sixty open boards are one query. It reads what came after its position, folds, and tells.</summary>
public sealed class Boards(Database database, Doorbell doorbell, SchoolClock clock, DayPlans plans, Rosters rosters)
{
    private readonly ConcurrentDictionary<EstablishmentId, BoardFeed> feeds = new();

    /// <summary>Watches the rolls of today until disposed.</summary>
    /// <param name="changed">Called after each change, from any thread; must be quick.</param>
    public BoardWatch Watch(EstablishmentId establishment, Action changed) =>
        feeds.GetOrAdd(establishment, id => new BoardFeed(database, doorbell, clock, plans, rosters, id)).Watch(changed);
}

/// <summary>An open board's hold on its feed.</summary>
public sealed class BoardWatch(BoardFeed feed, IDisposable listening) : IDisposable
{
    /// <summary>Today, folded, not older than the last ring.</summary>
    /// <param name="asking">True: look at the counter even when nothing rang. The net below the doorbell, at the person's <i>reload</i>.</param>
    public Task<BoardDay> Today(bool asking = false, CancellationToken stop = default) => feed.Today(asking, stop);

    /// <inheritdoc/>
    public void Dispose() => listening.Dispose();
}

/// <summary>The folded day of one establishment, kept up to date while somebody watches.</summary>
public sealed class BoardFeed(
    Database database, Doorbell doorbell, SchoolClock clock, DayPlans plans, Rosters rosters, EstablishmentId establishment)
{
    private readonly SemaphoreSlim reading = new(1);
    private readonly Dictionary<Guid, Mark> marks = [];
    private readonly Dictionary<(Guid, LocalTime), Roll> rolls = [];
    private string? zone;
    private long position = -1;
    private BoardDay? day;
    private DayPlan? plan;
    private (long Reference, LocalDate On) planned;

    internal BoardWatch Watch(Action changed) => new(this, doorbell.Listen(establishment, changed));

    /// <summary>Today, folded; reads only what came after the last look.</summary>
    internal async Task<BoardDay> Today(bool asking, CancellationToken stop)
    {
        await reading.WaitAsync(stop);
        try
        {
            await using var db = database.Read(establishment);
            zone ??= await db.Establishments.Where(e => e.Id == establishment).Select(e => e.Zone).FirstAsync(stop);
            var today = clock.Today(zone);
            if (day?.On != today)
            {
                Forget();
            }
            if (day is null || asking || doorbell.Heard(establishment).Position > position)
            {
                var news = await ReadOn(db, today, stop);
                var changed = await Plan(db, today, stop);
                if (news || changed || day is null)
                {
                    var roster = await rosters.In(establishment, stop);
                    day = new BoardDay(today, marks.Values, rolls.Values, plan!, roster.Kinds(SchoolYears.At(roster.Years, today)));
                }
            }
            return day;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Reads what is expected anew when reference was touched; true when it did.</summary>
    private async Task<bool> Plan(PreauDb db, LocalDate today, CancellationToken stop)
    {
        var reference = await db.Counters.Select(c => c.Reference).FirstOrDefaultAsync(stop);
        if (plan is not null && planned == (reference, today))
        {
            return false;
        }
        (plan, planned) = (await plans.At(db, establishment, today, stop), (reference, today));
        return true;
    }

    private void Forget()
    {
        marks.Clear();
        rolls.Clear();
        (position, day) = (-1, null);
    }

    /// <summary>Reads what came after the last look; false when nothing did.</summary>
    private async Task<bool> ReadOn(PreauDb db, LocalDate today, CancellationToken stop)
    {
        var until = await db.Counters.Select(c => c.Position).FirstOrDefaultAsync(stop);
        if (until == position)
        {
            return false;
        }
        var year = await SchoolYears.At(db, today, stop);
        foreach (var mark in await db.Marks.Where(m => m.SchoolYear == year && m.Position > position && m.On == today).ToListAsync(stop))
        {
            marks[mark.Id] = mark;
        }
        foreach (var roll in await db.Rolls.Where(r => r.SchoolYear == year && r.Position > position && r.On == today).ToListAsync(stop))
        {
            rolls[(roll.Group.Value, roll.Start)] = roll;
        }
        position = until;
        return true;
    }
}
