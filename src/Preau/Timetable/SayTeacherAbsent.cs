using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>A teacher is absent: the lessons are not held, unless a colleague or a substitute is there.</summary>
public sealed class SayTeacherAbsent(ChangesDoor door)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ChangesDoor.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="Until">The day after the last (exclusive).</param>
    /// <param name="Start">From this time on the first day; null: the whole day.</param>
    /// <param name="End">Until this time on the last day (exclusive); null: to its end.</param>
    public sealed record Request(Guid Teacher, LocalDate From, LocalDate Until, LocalTime? Start = null, LocalTime? End = null);

    /// <summary>Does it.</summary>
    /// <returns>The change, to withdraw it.</returns>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.bad-span, timetable.unknown-person.</remarks>
    public Task<Answer<Id<TimetableChange>>> Do(Act act, Request request, CancellationToken stop = default) =>
        door.Write(act, request.From, year => ChangesDoor.Fresh(act, year, ChangeKind.TeacherAbsent, request.From, request.Until) with
        {
            Teacher = request.Teacher, Start = request.Start, End = request.End,
        }, stop);
}
