using NodaTime;
using Preau.Timetable;

namespace Preau.Sync;

/// <summary>Sessions as a tablet keeps them.</summary>
public static class SessionLines
{
    private const int Radius = 7;

    /// <summary>A session on the wire; see README.md beside.</summary>
    /// <param name="State"><c>due</c>, <c>cancelled</c>, <c>moved</c> or <c>out</c>.</param>
    /// <param name="Why">Why it is not held as planned; null when it is.</param>
    public sealed record Line(
        Guid Id, LocalDate Date, LocalTime Start, LocalTime End, Guid Group, string Subject, IReadOnlyList<Guid> Teachers, string? Room,
        SessionState State, SessionReason? Why);

    /// <summary>The sessions of seven days before to seven days after a day.</summary>
    /// <param name="all">All of the establishment; else those that the person gives or would have given.</param>
    public static IReadOnlyList<Line> Of(YearTimetable timetable, LocalDate today, Guid? person, bool all) =>
    [
        .. Enumerable.Range(-Radius, (2 * Radius) + 1).SelectMany(i => timetable.On(today.PlusDays(i)))
            .Where(session => all || (person is { } own && (session.Teachers.Contains(own) || session.Absent.Contains(own))))
            .Select(s => new Line(s.Id, s.On, s.Start, s.End, s.Group, s.Subject, s.Teachers, s.Room, s.State, s.Why)),
    ];
}
