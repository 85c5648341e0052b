using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>Permanence: who has no lesson in an hour and should be in the study room, the library or outside the gate.</summary>
public sealed class ReadPermanence(Database database, DayPlans plans)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ReadRoll.AllowedTo;

    /// <summary>A pupil and the class.</summary>
    public sealed record Line(Pupil Pupil, Guid Class);

    /// <summary>Does it.</summary>
    /// <returns>In register order; empty on a closed day and without a timetable.</returns>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, LocalDate on, LocalTime start, LocalTime end, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var plan = await plans.At(db, act.Establishment, on, stop);
        var free = plan.WithoutLesson(start, end).ToHashSet();
        var year = await SchoolYears.At(db, on, stop);
        var pupils = (await db.Pupils.Where(p => p.SchoolYear == year).ToListAsync(stop)).Where(p => free.Contains(p.Id.Value));
        return pupils.OrderBy(p => p.SortKey, StringComparer.Ordinal).Select(p => new Line(p, plan.ClassOf[p.Id.Value])).ToList();
    }
}
