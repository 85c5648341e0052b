using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>Reads what a school expects of a day.</summary>
public sealed class DayPlans(Timetables timetables)
{
    /// <summary>The plan of a date.</summary>
    public async Task<DayPlan> At(PreauDb db, EstablishmentId establishment, LocalDate on, CancellationToken stop = default)
    {
        var timetable = await timetables.At(db, establishment, on, stop);
        var year = timetable.Calendar.Year.Year;
        var gone = await db.Pupils.Where(p => p.SchoolYear == year && (p.LeftOn != null || p.EnteredOn != null)).Select(p => new { p.Id, p.LeftOn, p.EnteredOn }).ToListAsync(stop);
        var away = gone.Where(p => p.LeftOn <= on || p.EnteredOn > on).Select(p => p.Id).ToHashSet();
        var members = (await db.GroupPupils.Where(m => m.SchoolYear == year).ToListAsync(stop)).Where(m => m.Holds(on) && !away.Contains(m.Pupil))
            .ToLookup(m => m.Group.Value, m => m.Pupil.Value);
        var classes = await db.Groups.Where(g => g.SchoolYear == year && g.Kind == GroupKind.Class && g.ClosedOn == null).Select(g => g.Id).ToListAsync(stop);
        var known = await db.KnownAbsences.Where(k => k.SchoolYear == year && k.WithdrawnAt == null && k.From <= on && k.Until > on).ToListAsync(stop);
        return new(timetable, on, members, classes.Select(c => c.Value).ToHashSet(), known.Select(k => k.On(on)).OfType<Away>());
    }
}
