using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Somebody else gives a lesson, on one date or on many.</summary>
public sealed class Substitute(ChangesDoor door)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ChangesDoor.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="Replaces">The teacher who is replaced; null: all of them.</param>
    /// <param name="Until">The day after the last (exclusive).</param>
    public sealed record Request(Id<Lesson> Lesson, LocalDate From, LocalDate Until, Guid Person, Guid? Replaces = null);

    /// <summary>Does it.</summary>
    /// <returns>The change, to withdraw it.</returns>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.bad-span, timetable.unknown-lesson, timetable.unknown-person.</remarks>
    public Task<Answer<Id<TimetableChange>>> Do(Act act, Request request, CancellationToken stop = default) =>
        door.Write(act, request.From, year => ChangesDoor.Fresh(act, year, ChangeKind.Substituted, request.From, request.Until) with
        {
            Lesson = request.Lesson, Substitute = request.Person, Teacher = request.Replaces,
        }, stop);
}
