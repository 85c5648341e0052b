using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>The kinds of things that an import brings.</summary>
public enum Subject
{
    /// <summary>The school itself or a file as a whole.</summary>
    School,
    /// <summary>Classes (divisions).</summary>
    Classes,
    /// <summary>Teaching groups.</summary>
    Groups,
    /// <summary>Pupils.</summary>
    Pupils,
    /// <summary>Who is in which class or group.</summary>
    Memberships,
    /// <summary>Guardians.</summary>
    Guardians,
    /// <summary>Who answers for which pupil.</summary>
    Guardianships,
    /// <summary>Teachers, and their accounts.</summary>
    Teachers,
    /// <summary>Lessons of the timetable.</summary>
    Lessons,
    /// <summary>Weeks of the alternations.</summary>
    Weeks,
    /// <summary>What is otherwise on single days of a lesson that begins anew.</summary>
    Changes,
    /// <summary>Accounts of new teachers.</summary>
    Accounts,
    /// <summary>Levels given to teachers.</summary>
    Levels,
    /// <summary>Who teaches which lesson.</summary>
    LessonTeachers,
}

/// <summary>Where in the given files something stands.</summary>
/// <param name="File">The shown name; inside a zip <c>export.zip/Eleves.xml</c>.</param>
/// <param name="Line">Line, counted from 1; null for the file as a whole.</param>
/// <param name="Element">XML element or CSV column; null for the whole line.</param>
public sealed record Source(string File, int? Line = null, string? Element = null);

/// <summary>Something to say about a place in the files: a line refused, or a notice.</summary>
/// <param name="Subject">What the line would have brought.</param>
/// <param name="Where">The place.</param>
/// <param name="Reason">Code and words.</param>
public sealed record Remark(Subject Subject, Source Where, Refusal Reason);

/// <summary>What reading gave: a school, or the reason why nothing was read.</summary>
/// <param name="School">What the files hold; null when refused.</param>
/// <param name="Refused">Why the whole import is refused; null when read.</param>
public sealed record ReadingOutcome(ReadSchool? School, Remark? Refused);

/// <summary>Stops the reading of everything; caught at the door of <see cref="ReadFiles"/> and never seen outside.</summary>
internal sealed class UnreadableFile(Source where, Refusal reason) : Exception(reason.Code)
{
    public Remark Remark { get; } = new(Subject.School, where, reason);
}
