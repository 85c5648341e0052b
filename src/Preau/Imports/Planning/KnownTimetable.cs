using System.Collections.Immutable;
using NodaTime;

namespace Preau.Imports.Planning;

/// <summary>What the school has of a timetable in one year.</summary>
public sealed record KnownTimetable
{
    /// <summary>Everybody who belongs to the establishment.</summary>
    public ImmutableArray<KnownColleague> Colleagues { get; init; } = [];
    /// <summary>Lessons, ended ones too.</summary>
    public ImmutableArray<KnownLesson> Lessons { get; init; } = [];
    /// <summary>Mondays by alternation.</summary>
    public ImmutableHashSet<(string Alternation, LocalDate Monday)> Weeks { get; init; } = [];
    /// <summary>What is otherwise on single days of a lesson.</summary>
    public ImmutableArray<KnownChange> Changes { get; init; } = [];
    /// <summary>User names that are taken on the platform, among those that an import might give; folded to capitals.</summary>
    public ImmutableHashSet<string> TakenNames { get; init; } = [];
}

/// <summary>Somebody who belongs to the establishment.</summary>
/// <param name="Number">What STS knows the person by, such as <c>epp:7101</c>; null when no import said.</param>
/// <param name="Teaches">Has the level teacher here.</param>
public sealed record KnownColleague(Guid Person, string DisplayName, string? Number, bool Teaches);

/// <summary>A lesson of the year.</summary>
/// <param name="Imported">False for one made by hand: no file ends it.</param>
public sealed record KnownLesson(
    Guid Id, Guid Group, string Subject, string? Alternation, IsoDayOfWeek Weekday, LocalTime Start, LocalTime End, LocalDate From, LocalDate Until,
    string? Room, ImmutableArray<Guid> Teachers, bool Imported)
{
    /// <summary>Whether it is held, or still to be held, from a day on.</summary>
    public bool Lasts(LocalDate from) => Until > from && Until > From;

    /// <summary>What makes two lessons the same: all but room, teachers and dates.</summary>
    public (Guid, string, string?, IsoDayOfWeek, LocalTime, LocalTime) Slot => (Group, Subject, Alternation, Weekday, Start, End);
}

/// <summary>A change that holds, of a lesson.</summary>
/// <param name="Last">The last day that it touches.</param>
public sealed record KnownChange(Guid Id, Guid Lesson, LocalDate Last);
