using NodaTime;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Something that is otherwise than the timetable says, on given days. Withdrawn by date, never erased.</summary>
public sealed record TimetableChange : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Given by the server.</summary>
    public required Id<TimetableChange> Id { get; init; }

    /// <summary>What changes.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The lesson, for those that change one; else null.</summary>
    public Id<Lesson>? Lesson { get; init; }

    /// <summary>The class or group, for an added session or a class that is out.</summary>
    public Id<Group>? Group { get; init; }

    /// <summary>The teacher who is absent or replaced, or who gives the added session.</summary>
    public Guid? Teacher { get; init; }

    /// <summary>The substitute.</summary>
    public Guid? Substitute { get; init; }

    /// <summary>First day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The day after the last (exclusive).</summary>
    public required LocalDate Until { get; init; }

    /// <summary>From this time on the first day; null: from its beginning.</summary>
    public LocalTime? Start { get; init; }

    /// <summary>Until this time on the last day (exclusive); null: to its end.</summary>
    public LocalTime? End { get; init; }

    /// <summary>The day to which a session is moved.</summary>
    public LocalDate? ToDate { get; init; }

    /// <summary>The time to which it is moved.</summary>
    public LocalTime? ToStart { get; init; }

    /// <summary>Its end there (exclusive).</summary>
    public LocalTime? ToEnd { get; init; }

    /// <summary>The subject of an added session.</summary>
    public string? Subject { get; init; }

    /// <summary>The room of an added or moved session.</summary>
    public string? Room { get; init; }

    /// <summary>Why a class is out; null otherwise.</summary>
    public OutReason? Out { get; init; }

    /// <summary>When it was said.</summary>
    public required Instant SaidAt { get; init; }

    /// <summary>Who said it; null for the program.</summary>
    public Guid? SaidBy { get; init; }

    /// <summary>When it was withdrawn; null while it holds.</summary>
    public Instant? WithdrawnAt { get; set; }

    /// <summary>Who withdrew it.</summary>
    public Guid? WithdrawnBy { get; set; }

    /// <summary>Whether it touches a stretch of a day.</summary>
    public bool Holds(LocalDate on, LocalTime start, LocalTime end) =>
        From <= on && on < Until && !(on == From && Start is { } first && end <= first) && !(on == Until.PlusDays(-1) && End is { } last && start >= last);
}

/// <summary>The kinds of change.</summary>
public enum ChangeKind : short
{
    /// <summary>The lesson is not held.</summary>
    Cancelled = 1,
    /// <summary>The lesson is held at another time.</summary>
    Moved = 2,
    /// <summary>A session that no lesson gives.</summary>
    Added = 3,
    /// <summary>A teacher is absent: the lessons are not held, unless a colleague or a substitute is there.</summary>
    TeacherAbsent = 4,
    /// <summary>Somebody else gives the lesson.</summary>
    Substituted = 5,
    /// <summary>A class or group is out of the house.</summary>
    ClassOut = 6,
}

/// <summary>Why a class is out.</summary>
public enum OutReason : short
{
    /// <summary>Sortie, voyage scolaire.</summary>
    Outing = 1,
    /// <summary>Stage, période de formation en milieu professionnel.</summary>
    Placement = 2,
    /// <summary>Examen, devoir commun.</summary>
    Exam = 3,
}
