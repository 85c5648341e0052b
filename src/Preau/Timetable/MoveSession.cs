using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>A lesson is held at another time, once.</summary>
public sealed class MoveSession(ChangesDoor door)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ChangesDoor.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="Room">The room there; null: as usual.</param>
    public sealed record Request(Id<Lesson> Lesson, LocalDate On, LocalDate ToDate, LocalTime ToStart, LocalTime ToEnd, string? Room = null);

    /// <summary>Does it.</summary>
    /// <returns>The change, to withdraw it.</returns>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.bad-span, timetable.unknown-lesson.</remarks>
    public Task<Answer<Id<TimetableChange>>> Do(Act act, Request request, CancellationToken stop = default) =>
        door.Write(act, request.On, year => ChangesDoor.Fresh(act, year, ChangeKind.Moved, request.On) with
        {
            Lesson = request.Lesson, ToDate = request.ToDate, ToStart = request.ToStart, ToEnd = request.ToEnd, Room = request.Room,
        }, stop);
}
