using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Imports.Planning;
using Preau.Imports.Reading;
using Preau.Timetable;

namespace Preau.Imports;

/// <summary>Reads what the school has of a timetable in one year, for planning.</summary>
internal static class ReadKnownTimetable
{
    private const int MostNamesakes = 99;

    public static async Task<KnownTimetable> Of(PreauDb db, short year, ReadTimetable read, CancellationToken stop)
    {
        var teachers = (await db.LessonTeachers.Where(t => t.SchoolYear == year).ToListAsync(stop)).ToLookup(t => t.Lesson, t => t.Person);
        var lessons = await db.Lessons.Where(l => l.SchoolYear == year).OrderBy(l => l.Id).ToListAsync(stop);
        var weeks = await db.AlternationWeeks.Where(w => w.SchoolYear == year).ToListAsync(stop);
        var changes = await db.TimetableChanges.Where(c => c.SchoolYear == year && c.WithdrawnAt == null && c.Lesson != null).ToListAsync(stop);
        return new KnownTimetable
        {
            Colleagues = await Colleagues(db, year, stop),
            Lessons = [.. lessons.Select(l => new KnownLesson(l.Id.Value, l.Group.Value, l.Subject, l.Alternation, l.Weekday, l.Start, l.End, l.From, l.Until,
                l.Room, [.. teachers[l.Id]], l.Source is not null))],
            Weeks = [.. weeks.Select(w => (w.Alternation, w.Monday))],
            Changes = [.. changes.Select(c => new KnownChange(c.Id.Value, c.Lesson!.Value.Value, LocalDate.Max(c.Until.PlusDays(-1), c.ToDate ?? c.From)))],
            TakenNames = await Taken(db, read, stop),
        };
    }

    private static async Task<ImmutableArray<KnownColleague>> Colleagues(PreauDb db, short year, CancellationToken stop)
    {
        var here = await db.Memberships.Where(m => m.Establishment == db.Tenant).ToListAsync(stop);
        var levels = here.ToLookup(m => m.Person, m => m.Level);
        var ids = here.Select(m => m.Person).Distinct().ToList();
        var people = await db.People.Where(p => ids.Contains(p.Id))
            .Select(p => new { p.Id, p.DisplayName }).ToListAsync(stop);
        var numbers = await db.TeacherNumbers.Where(n => n.SchoolYear == year).ToDictionaryAsync(n => n.Person, n => n.Number, stop);
        return [.. people.Select(p => new KnownColleague(p.Id, p.DisplayName, numbers.GetValueOrDefault(p.Id), levels[p.Id].Contains(Level.Teacher)))];
    }

    /// <summary>Of the names that the plan may give, those that somebody of the platform has.</summary>
    private static async Task<ImmutableHashSet<string>> Taken(PreauDb db, ReadTimetable read, CancellationToken stop)
    {
        var stems = read.Teachers.Select(PlanTeachers.Stem).Distinct().ToList();
        string[] names = [.. stems.SelectMany(stem => Enumerable.Range(2, MostNamesakes).Select(n => $"{stem}{n}").Append(stem)).Select(name => name.ToUpperInvariant())];
        return [.. await db.People.Where(p => names.Contains(p.NormalizedUserName!)).Select(p => p.NormalizedUserName!).ToListAsync(stop)];
    }
}
