using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>A lesson is not held on one date.</summary>
public sealed class CancelSession(ChangesDoor door)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ChangesDoor.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="On">The date of the session.</param>
    public sealed record Request(Id<Lesson> Lesson, LocalDate On);

    /// <summary>Does it.</summary>
    /// <returns>The change, to withdraw it.</returns>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.bad-span, timetable.unknown-lesson.</remarks>
    public Task<Answer<Id<TimetableChange>>> Do(Act act, Request request, CancellationToken stop = default) =>
        door.Write(act, request.On, year => ChangesDoor.Fresh(act, year, ChangeKind.Cancelled, request.On) with
        {
            Lesson = request.Lesson,
        }, stop);
}
