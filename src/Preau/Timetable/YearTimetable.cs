using System.Collections.Concurrent;
using NodaTime;

namespace Preau.Timetable;

/// <summary>The timetable of one school year as rules need it: calendar, lessons, changes. Pure; sessions are computed, never stored.</summary>
/// <param name="Lessons">All lessons of the year, ended ones too.</param>
/// <param name="Teachers">Who teaches a lesson.</param>
/// <param name="Changes">What holds: none withdrawn.</param>
/// <param name="ClassesOf">The classes whose pupils make up a group; a class is its own.</param>
public sealed record YearTimetable(
    SchoolCalendar Calendar, IReadOnlyList<Lesson> Lessons, ILookup<Guid, Guid> Teachers, IReadOnlyList<TimetableChange> Changes, ILookup<Guid, Guid> ClassesOf)
{
    private readonly ConcurrentDictionary<LocalDate, (SchoolDay Day, IReadOnlyList<Session> Sessions)> days = [];

    /// <summary>True when the school has no timetable: then nothing is ever due, only «not taken».</summary>
    public bool IsEmpty => Lessons.Count == 0 && Changes.All(change => change.Kind != ChangeKind.Added);

    /// <summary>The day of a date.</summary>
    public SchoolDay Day(LocalDate on) => At(on).Day;

    /// <summary>The sessions of a date, by start, then subject: held ones and those that are not.</summary>
    public IReadOnlyList<Session> On(LocalDate on) => At(on).Sessions;

    private (SchoolDay Day, IReadOnlyList<Session> Sessions) At(LocalDate on) => days.GetOrAdd(on, date =>
    {
        var day = SchoolDay.Of(Calendar, date);
        return (day, Sessions.Of(this, day));
    });
}
