using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>The desk marks a latecomer's arrival: the slip. The teacher's row turns to R with the minutes, live.</summary>
public sealed class MarkArrival(Database database, DayPlans plans, CorrectMark correct, SettleReturn settle, SchoolClock clock)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = CorrectMark.AllowedTo;

    /// <summary>What the slip says.</summary>
    /// <param name="Minutes">Whole minutes since the start of the hour, rounded down.</param>
    public sealed record Slip(Id<Pupil> Pupil, LocalDate On, LocalTime ArrivedAt, Guid Group, LocalTime Start, string? Subject, string? Room, short Minutes);

    /// <summary>Does it, for the lesson under way.</summary>
    /// <param name="at">The time of arrival on the school's clock; null: now.</param>
    /// <remarks>Errors: access.denied, rollcall.unknown-pupil, slip.no-lesson (no lesson of the pupil is under way: nothing to be late for).</remarks>
    public async Task<Answer<Slip>> Do(Act act, Id<Pupil> pupil, LocalTime? at = null, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var zone = await db.Establishments.Where(e => e.Id == act.Establishment).Select(e => e.Zone).FirstAsync(stop);
        var today = clock.Today(zone);
        var arrived = at ?? clock.In(zone).TimeOfDay;
        var plan = await plans.At(db, act.Establishment, today, stop);
        if (!plan.Members.Any(group => group.Contains(pupil.Value)))
        {
            return Refusal.Unknown("rollcall.unknown-pupil");
        }
        if (Under(plan, pupil.Value, arrived) is not { } roll)
        {
            return new Refusal("slip.no-lesson");
        }
        var group = new Id<Group>(roll.Group);
        var seen = await db.Marks.Where(m => m.On == today && m.Start == roll.Start && m.Group == group && m.Pupil == pupil).Select(m => m.Id).ToListAsync(stop);
        var minutes = (short)Timetable.SchoolDay.Minutes(roll.Start, arrived);
        var key = new RollKey(today, roll.Start, roll.End, roll.Group, roll.Subject);
        var said = await correct.Do(act, new(key, pupil.Value, "R", minutes, seen), stop);
        if (said.Refusal is { } no)
        {
            return no;
        }
        // Who got a slip at the desk has passed by it.
        await settle.Of(act, pupil, stop);
        return new Slip(pupil, today, arrived, roll.Group, roll.Start, roll.Subject, roll.Room, minutes);
    }

    /// <summary>The pupil's roll at a time: the session, or the class at that hour of the bell in a school without timetable.</summary>
    private static (Guid Group, LocalTime Start, LocalTime End, string? Subject, string? Room)? Under(DayPlan plan, Guid pupil, LocalTime at)
    {
        if (plan.HasTimetable)
        {
            var planned = plan.Sessions.FirstOrDefault(p => p.Session.State == Timetable.SessionState.Due && p.Session.Start <= at && at < p.Session.End && p.Pupils.Contains(pupil));
            return planned is null ? null : (planned.Session.Group, planned.Session.Start, planned.Session.End, planned.Session.Subject, planned.Session.Room);
        }
        var hour = plan.Day.Hours.Where(h => h.Start <= at && at < h.End).Cast<Timetable.Hour?>().FirstOrDefault();
        return hour is { } now && plan.ClassOf.TryGetValue(pupil, out var of) ? (of, now.Start, now.End, null, null) : null;
    }
}
