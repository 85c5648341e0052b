using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>The timetables of this node, one copy per establishment for its present year, stale when the log touches reference.</summary>
public sealed class Timetables
{
    private readonly Database database;
    private readonly SchoolClock clock;
    private readonly Kept<YearTimetable> kept;

    /// <summary>One per node.</summary>
    public Timetables(Database database, Doorbell doorbell, SchoolClock clock)
    {
        (this.database, this.clock) = (database, clock);
        kept = new(doorbell, heard => heard.Reference, Load);
    }

    /// <summary>The timetable of the present year.</summary>
    public ValueTask<YearTimetable> In(EstablishmentId establishment, CancellationToken stop = default) => kept.In(establishment, stop);

    /// <summary>The timetable of the year that holds a date; past years are read anew.</summary>
    public async ValueTask<YearTimetable> At(PreauDb db, EstablishmentId establishment, LocalDate on, CancellationToken stop = default)
    {
        var present = await In(establishment, stop);
        var year = await SchoolYears.At(db, on, stop);
        return year == present.Calendar.Year.Year ? present : await Read(db, establishment, year, stop);
    }

    private async Task<(long, YearTimetable)> Load(EstablishmentId establishment, CancellationToken stop)
    {
        await using var db = database.Read(establishment);
        var at = await db.Counters.Select(c => c.Reference).FirstOrDefaultAsync(stop);
        var zone = await db.Establishments.Where(e => e.Id == establishment).Select(e => e.Zone).FirstAsync(stop);
        return (at, await Read(db, establishment, await SchoolYears.At(db, clock.Today(zone), stop), stop));
    }

    /// <summary>Reads a year.</summary>
    public static async Task<YearTimetable> Read(PreauDb db, EstablishmentId establishment, short year, CancellationToken stop = default)
    {
        var lessons = await db.Lessons.Where(l => l.SchoolYear == year).ToListAsync(stop);
        var teachers = await db.LessonTeachers.Where(t => t.SchoolYear == year).ToListAsync(stop);
        var changes = await db.TimetableChanges.Where(c => c.SchoolYear == year && c.WithdrawnAt == null).OrderBy(c => c.Id).ToListAsync(stop);
        return new(await Calendar(db, establishment, year, stop), lessons, teachers.ToLookup(t => t.Lesson.Value, t => t.Person), changes, await ClassesOf(db, year, stop));
    }

    private static async Task<SchoolCalendar> Calendar(PreauDb db, EstablishmentId establishment, short year, CancellationToken stop)
    {
        var row = await db.SchoolYears.FirstOrDefaultAsync(y => y.Year == year, stop)
            ?? new SchoolYear { Establishment = establishment, Year = year, From = new(1900, 1, 1), Until = new(1900, 1, 1) };
        var settings = await db.DaySettings.FirstOrDefaultAsync(s => s.SchoolYear == year, stop) ?? DaySettings.Usual(establishment, year);
        var closures = await db.Closures.Where(c => c.SchoolYear == year).OrderBy(c => c.From).ToListAsync(stop);
        var usual = await db.Periods.Where(p => p.SchoolYear == year).OrderBy(p => p.Number).ToListAsync(stop);
        var own = await db.WeekdayPeriods.Where(p => p.SchoolYear == year).OrderBy(p => p.Number).ToListAsync(stop);
        var weeks = await db.AlternationWeeks.Where(w => w.SchoolYear == year).ToListAsync(stop);
        return new(row, settings, closures, [.. usual.Select(p => new Hour(p.Number, p.Label, p.Start, p.End))],
            own.ToLookup(p => p.Weekday, p => new Hour(p.Number, p.Label, p.Start, p.End)), weeks.ToLookup(w => w.Monday, w => w.Alternation));
    }

    private static async Task<ILookup<Guid, Guid>> ClassesOf(PreauDb db, short year, CancellationToken stop)
    {
        var classes = (await db.Groups.Where(g => g.SchoolYear == year && g.Kind == GroupKind.Class).Select(g => g.Id).ToListAsync(stop)).ToHashSet();
        var members = await db.GroupPupils.Where(m => m.SchoolYear == year && m.Until == null).Select(m => new { m.Group, m.Pupil }).ToListAsync(stop);
        var classOf = members.Where(m => classes.Contains(m.Group)).ToLookup(m => m.Pupil, m => m.Group);
        return members.SelectMany(m => classOf[m.Pupil].Select(c => (Group: m.Group.Value, Class: c.Value))).Distinct().ToLookup(m => m.Group, m => m.Class);
    }
}
