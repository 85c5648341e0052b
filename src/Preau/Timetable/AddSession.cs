using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>A session that no lesson gives: a catch-up, a club, a meeting with the class.</summary>
public sealed class AddSession(ChangesDoor door)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ChangesDoor.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="Teacher">Who gives it; null when nobody is named.</param>
    public sealed record Request(Id<Group> Group, LocalDate On, LocalTime Start, LocalTime End, string Subject, Guid? Teacher = null, string? Room = null);

    /// <summary>Does it.</summary>
    /// <returns>The change, to withdraw it.</returns>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.bad-span, timetable.unknown-group, timetable.unknown-person.</remarks>
    public Task<Answer<Id<TimetableChange>>> Do(Act act, Request request, CancellationToken stop = default) =>
        door.Write(act, request.On, year => ChangesDoor.Fresh(act, year, ChangeKind.Added, request.On) with
        {
            Group = request.Group, Start = request.Start, End = request.End, Subject = request.Subject, Teacher = request.Teacher, Room = request.Room,
        }, stop);
}
