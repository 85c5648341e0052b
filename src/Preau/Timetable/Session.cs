using NodaTime;

namespace Preau.Timetable;

/// <summary>A lesson on one date: an hour of the bell that is to be called. The id is a hint; rolls are keyed by (date, start, group).</summary>
/// <param name="Id">The same each time it is computed, while the lesson stays.</param>
/// <param name="Lesson">The lesson; null for an added session.</param>
/// <param name="Teachers">Who gives it, substitutes in and absent ones out; may be empty.</param>
/// <param name="Absent">Teachers who would give it but do not.</param>
/// <param name="Why">Why it is not held as planned; null when it is.</param>
public sealed record Session(
    Guid Id, Guid? Lesson, LocalDate On, LocalTime Start, LocalTime End, Guid Group, string Subject,
    IReadOnlyList<Guid> Teachers, IReadOnlyList<Guid> Absent, string? Room, SessionState State, SessionReason? Why);

/// <summary>Whether a session is to be called.</summary>
public enum SessionState
{
    /// <summary>It is held.</summary>
    Due,
    /// <summary>It is not held.</summary>
    Cancelled,
    /// <summary>It is held at another time: another session says when.</summary>
    Moved,
    /// <summary>The class is out of the house.</summary>
    Out,
}

/// <summary>Why a session is not held as planned.</summary>
public enum SessionReason
{
    /// <summary>Said so by the office.</summary>
    Cancelled,
    /// <summary>The teacher is absent and nobody stands in.</summary>
    TeacherAbsent,
    /// <summary>Moved.</summary>
    Moved,
    /// <summary>Sortie, voyage.</summary>
    Outing,
    /// <summary>Stage.</summary>
    Placement,
    /// <summary>Examen.</summary>
    Exam,
}
