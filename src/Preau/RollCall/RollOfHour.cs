using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>Which roll a desk means by «this pupil of this class at that hour»: lessons do not begin at the bell's minute, and halves are called apart.</summary>
internal static class RollOfHour
{
    /// <summary>The key under which the pupil was, or is to be, called in that hour.</summary>
    /// <param name="asked">As the screen says it: a class or group, and an hour of the bell or a session.</param>
    /// <returns>
    /// What was asked when that very roll is in the timetable or was called; else the roll of the hour in which the pupil was called, then the one
    /// in which somebody marked him, then his session; else what was asked.
    /// </returns>
    public static async Task<RollKey> Of(PreauDb db, DayPlan plan, RollKey asked, Guid pupil, CancellationToken stop)
    {
        bool IsAsked(Guid group, NodaTime.LocalTime start) => group == asked.Group && start == asked.Start;
        if (AdHoc.MayCall(asked) || plan.Sessions.Any(p => IsAsked(p.Session.Group, p.Session.Start)))
        {
            return asked;
        }
        var year = await SchoolYears.At(db, asked.On, stop);
        var rolls = (await db.Rolls.Where(r => r.SchoolYear == year && r.On == asked.On).ToListAsync(stop)).Where(r => Due.IsIn(r.Start, r.End, asked.Start, asked.End)).ToList();
        var id = new Id<Pupils.Pupil>(pupil);
        var marks = (await db.Marks.Where(m => m.SchoolYear == year && m.On == asked.On && m.Pupil == id).ToListAsync(stop)).Where(m => asked.Start <= m.Start && m.Start < asked.End).ToList();
        if (rolls.Any(r => IsAsked(r.Group.Value, r.Start)) || marks.Any(m => IsAsked(m.Group.Value, m.Start)))
        {
            return asked;
        }
        if (rolls.Where(r => r.ShownPupils.Contains(pupil)).OrderByDescending(r => r.Group.Value == asked.Group).ThenByDescending(r => r.Position).FirstOrDefault() is { } called)
        {
            return new(asked.On, called.Start, called.End, called.Group.Value, called.Subject, called.Label);
        }
        var session = plan.Sessions.FirstOrDefault(p => p.Session.State == SessionState.Due && p.Pupils.Contains(pupil) && Due.IsIn(p.Session.Start, p.Session.End, asked.Start, asked.End))?.Session;
        if (marks.MaxBy(m => m.Position) is { } mark && (session is null || (mark.Group.Value, mark.Start) != (session.Group, session.Start)))
        {
            return asked with { Group = mark.Group.Value, Start = mark.Start };
        }
        return session is null ? asked : new(asked.On, session.Start, session.End, session.Group, session.Subject);
    }
}
