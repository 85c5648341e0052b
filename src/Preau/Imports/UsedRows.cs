using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Imports.Reading;
using Preau.Imports.Rows;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Imports;

/// <summary>What others speak of since an import, so that an undo leaves it.</summary>
internal static class UsedRows
{
    public static async Task<UndoTally> Of(PreauDb db, short year, IReadOnlyList<RowChange> changes, CancellationToken stop)
    {
        var marked = await db.Marks.Where(m => m.SchoolYear == year).Select(m => new { m.Pupil, m.Group }).Distinct().ToListAsync(stop);
        var rolls = await db.Rolls.Where(r => r.SchoolYear == year).ToListAsync(stop);
        var own = changes.Where(c => c is { Made: true, Subject: Subject.Lessons }).Select(c => new Id<Lesson>(c.Key.Id)).ToHashSet();
        var lessons = await db.Lessons.Where(l => l.SchoolYear == year).ToListAsync(stop);
        var moved = await db.TimetableChanges.Where(c => c.SchoolYear == year).ToListAsync(stop);
        var held = await AreHeld(db, year, [.. lessons.Where(l => own.Contains(l.Id))], rolls, stop) || AreChanged(own, moved, changes);
        // A class is used by the lessons that stay: those of others, and its own when the timetable stays whole.
        var taught = lessons.Where(l => held || !own.Contains(l.Id)).Select(l => l.Group.Value);
        return new UndoTally(
            [.. marked.Select(m => m.Pupil.Value), .. rolls.SelectMany(r => r.ShownPupils)],
            [.. marked.Select(m => m.Group.Value), .. rolls.Select(r => r.Group.Value), .. taught, .. moved.Select(c => c.Group?.Value).OfType<Guid>()],
            await People(db, year, changes, stop), held);
    }

    /// <summary>Whether somebody called an hour of a lesson that the import made.</summary>
    private static async Task<bool> AreHeld(PreauDb db, short year, List<Lesson> made, List<Roll> rolls, CancellationToken stop)
    {
        var slots = made.ToLookup(l => (l.Group, l.Weekday));
        bool IsOf(Id<Group> group, LocalDate on, LocalTime start) => slots[(group, on.DayOfWeek)].Any(l => l.From <= on && l.Start <= start && start < l.End);
        var marks = await db.Marks.Where(m => m.SchoolYear == year).Select(m => new { m.Group, m.On, m.Start }).Distinct().ToListAsync(stop);
        return rolls.Any(r => IsOf(r.Group, r.On, r.Start)) || marks.Any(m => IsOf(m.Group, m.On, m.Start));
    }

    /// <summary>Whether somebody said of a made lesson that it is otherwise on a day.</summary>
    private static bool AreChanged(HashSet<Id<Lesson>> made, List<TimetableChange> changes, IReadOnlyList<RowChange> import)
    {
        var carried = import.Where(c => c.Subject == Subject.Changes).Select(c => c.Key.Id).ToHashSet();
        return changes.Any(c => c.Lesson is { } lesson && made.Contains(lesson) && !carried.Contains(c.Id.Value));
    }

    /// <summary>Teachers of the import who chose a password, spoke, or belong elsewhere or as something else too.</summary>
    private static async Task<HashSet<Guid>> People(PreauDb db, short year, IReadOnlyList<RowChange> changes, CancellationToken stop)
    {
        var ids = changes.Where(c => c.Subject is Subject.Accounts).Select(c => c.Key.Id).ToHashSet();
        var known = await db.People.Where(p => ids.Contains(p.Id) && p.PasswordHash != null).Select(p => p.Id).ToListAsync(stop);
        var elsewhere = await db.Memberships.Where(m => ids.Contains(m.Person) && (m.Establishment != db.Tenant || m.Level != Level.Teacher)).Select(m => m.Person).ToListAsync(stop);
        var spoke = await db.Marks.Where(m => m.SchoolYear == year && ids.Contains(m.Author)).Select(m => m.Author).Distinct().ToListAsync(stop);
        var taught = await db.LessonTeachers.Where(t => t.SchoolYear == year && ids.Contains(t.Person)).Select(t => new { t.Lesson, t.Person }).ToListAsync(stop);
        var own = changes.Where(c => c.Subject is Subject.Lessons).Select(c => c.Key.Id).ToHashSet();
        return [.. known, .. elsewhere, .. spoke, .. taught.Where(t => !own.Contains(t.Lesson.Value)).Select(t => t.Person)];
    }
}
