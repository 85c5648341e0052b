using NodaTime;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>A lesson of the timetable: every week at the same time, between two dates. Ended and begun anew, never moved in the past.</summary>
public sealed class Lesson : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Given by the server.</summary>
    public required Id<Lesson> Id { get; init; }

    /// <summary>The class or group that is called.</summary>
    public required Id<Group> Group { get; init; }

    /// <summary>As shown, such as <c>Physique-chimie</c>; at most 80.</summary>
    public required string Subject { get; init; }

    /// <summary>The weekday.</summary>
    public required IsoDayOfWeek Weekday { get; init; }

    /// <summary>Code of the alternation in whose weeks it is held; null: every week.</summary>
    public string? Alternation { get; init; }

    /// <summary>Start on the school's wall clock.</summary>
    public required LocalTime Start { get; init; }

    /// <summary>End (exclusive).</summary>
    public required LocalTime End { get; init; }

    /// <summary>First day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The day after the last (exclusive).</summary>
    public required LocalDate Until { get; set; }

    /// <summary>Room; null when not said.</summary>
    public string? Room { get; init; }

    /// <summary>What an import knows it by; null for one made here.</summary>
    public string? Source { get; init; }
}

/// <summary>A teacher of a lesson; several are co-teachers: one roll by any of them.</summary>
public sealed class LessonTeacher : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>The lesson.</summary>
    public required Id<Lesson> Lesson { get; init; }

    /// <summary>The person.</summary>
    public required Guid Person { get; init; }
}
