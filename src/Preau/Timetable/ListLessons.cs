using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Lists the lessons of a class, with those of the groups that hold pupils of it.</summary>
public sealed class ListLessons(Database database, Timetables timetables)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ListChanges.AllowedTo;

    /// <summary>A lesson and who gives it.</summary>
    public sealed record Line(Lesson Lesson, IReadOnlyList<Guid> Teachers);

    /// <summary>Does it.</summary>
    /// <param name="on">A day of the year; lessons that ended before it are left out.</param>
    /// <returns>By weekday, then start.</returns>
    /// <remarks>Errors: access.denied, timetable.unknown-group.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, Id<Group> group, LocalDate on, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var timetable = await timetables.At(db, act.Establishment, on, stop);
        var year = timetable.Calendar.Year.Year;
        if (!await db.Groups.AnyAsync(g => g.SchoolYear == year && g.Id == group, stop))
        {
            return Refusal.Unknown("timetable.unknown-group");
        }
        return timetable.Lessons.Where(lesson => lesson.Until > on && (lesson.Group == group || timetable.ClassesOf[lesson.Group.Value].Contains(group.Value)))
            .OrderBy(lesson => lesson.Weekday).ThenBy(lesson => lesson.Start).ThenBy(lesson => lesson.Subject, StringComparer.Ordinal)
            .Select(lesson => new Line(lesson, [.. timetable.Teachers[lesson.Id.Value]])).ToList();
    }
}
