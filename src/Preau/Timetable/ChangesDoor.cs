using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>The one way by which changes of the timetable are written: levels, year, log.</summary>
public sealed class ChangesDoor(Database database)
{
    /// <summary>The levels that may change single days: vie scolaire knows first that a teacher is ill.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe, Level.Supervisor];

    /// <summary>Writes a change.</summary>
    /// <param name="make">Fills the change; told the school year, its id and the act.</param>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.unknown-lesson, timetable.unknown-group, timetable.unknown-person, timetable.bad-span.</remarks>
    internal async Task<Answer<Id<TimetableChange>>> Write(Act act, LocalDate on, Func<short, TimetableChange> make, CancellationToken stop)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var years = await db.SchoolYears.ToListAsync(stop);
        if (years.FirstOrDefault(year => year.From <= on && on < year.Until) is not { } holding)
        {
            return Refusal.Unknown("timetable.no-year", on.ToString("dd/MM/yyyy", null));
        }
        var change = make(holding.Year);
        if (await WhyRefused(db, change, stop) is { } no)
        {
            return no;
        }
        return await database.Write<Id<TimetableChange>>(act, async tx =>
        {
            tx.Db.Add(change);
            await tx.Log("timetable-changed", change.SchoolYear, change, Touches.Reference);
            return change.Id;
        }, stop);
    }

    private static async Task<Refusal?> WhyRefused(PreauDb db, TimetableChange change, CancellationToken stop)
    {
        var sameDay = change.Until == change.From.PlusDays(1);
        if (change.From >= change.Until || (sameDay && change.Start >= change.End) || change.ToStart >= change.ToEnd || change.Subject?.Length > 80)
        {
            return Refusal.Malformed("timetable.bad-span");
        }
        if (change.Lesson is { } lesson && !await db.Lessons.AnyAsync(l => l.SchoolYear == change.SchoolYear && l.Id == lesson, stop))
        {
            return Refusal.Unknown("timetable.unknown-lesson");
        }
        if (change.Group is { } group && !await db.Groups.AnyAsync(g => g.SchoolYear == change.SchoolYear && g.Id == group, stop))
        {
            return Refusal.Unknown("timetable.unknown-group");
        }
        foreach (var person in new[] { change.Teacher, change.Substitute }.OfType<Guid>())
        {
            if (!await db.Memberships.AnyAsync(m => m.Establishment == change.Establishment && m.Person == person, stop))
            {
                return Refusal.Unknown("timetable.unknown-person");
            }
        }
        return null;
    }

    internal static TimetableChange Fresh(Act act, short year, ChangeKind kind, LocalDate from, LocalDate? until = null) => new()
    {
        Establishment = act.Establishment, SchoolYear = year, Id = Id<TimetableChange>.New(), Kind = kind, From = from, Until = until ?? from.PlusDays(1),
        SaidAt = act.At, SaidBy = act.Who,
    };
}
