using System.Collections.Immutable;
using NodaTime;

namespace Preau.Imports.Reading;

/// <summary>What STS files say of teachers and lessons.</summary>
/// <param name="HasHours">Whether a file with hours (EDT_STS) was given: only then are lessons that it does not name ended.</param>
public sealed record ReadTimetable(bool HasHours)
{
    /// <summary>Teachers: whose function is to teach, or who have a service. Unique by key.</summary>
    public ImmutableArray<ReadTeacher> Teachers { get; init; } = [];
    /// <summary>Lessons, co-teachers joined, unique.</summary>
    public ImmutableArray<ReadLesson> Lessons { get; init; } = [];
    /// <summary>Mondays by alternation; those that hold every week are not among them.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<LocalDate>> Weeks { get; init; } = ImmutableSortedDictionary<string, ImmutableSortedSet<LocalDate>>.Empty;
    /// <summary>Codes of classes and groups of which a lesson was refused: none of theirs is ended.</summary>
    public ImmutableHashSet<string> RefusedGroups { get; init; } = [];
    /// <summary>How many services (a class or group and a subject) have no hour in any file: there is nothing to call, they are not stored.</summary>
    public int ServicesWithoutHours { get; init; }
}

/// <summary>A teacher of the files.</summary>
/// <param name="Key">TYPE and ID, such as <c>epp:7101</c>: what STS knows the person by.</param>
public sealed record ReadTeacher(Source Where, string Key, string FamilyName, string FirstName);

/// <summary>A lesson of the files.</summary>
/// <param name="Group">Code of the class or group.</param>
/// <param name="Subject">As shown, at most 80.</param>
/// <param name="Alternation">Null: every week.</param>
/// <param name="Teachers">Keys; several are co-teachers.</param>
public sealed record ReadLesson(
    Source Where, bool IsClass, string Group, string Subject, string? Alternation, IsoDayOfWeek Weekday, LocalTime Start, LocalTime End,
    string? Room, ImmutableArray<string> Teachers);
