using System.Collections.Immutable;
using NodaTime;

namespace Preau.Imports.Planning;

/// <summary>How to plan.</summary>
public sealed record PlanningOptions
{
    /// <summary>Who an ambiguous pupil is: his key in the files to a known pupil's id, or to null for a new pupil.</summary>
    public ImmutableDictionary<string, Guid?> Answers { get; init; } = ImmutableDictionary<string, Guid?>.Empty;

    /// <summary>The day from which a changed timetable holds; null: today for the first one, else tomorrow.</summary>
    public LocalDate? LessonsFrom { get; init; }

    /// <summary>Makes the ids of new rows.</summary>
    public Func<Guid> NewId { get; init; } = Guid.CreateVersion7;
}
