using NodaTime;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>A roll that somebody validated, as the rules need it.</summary>
public sealed record CalledRoll(Guid Group, LocalTime Start, LocalTime End, IReadOnlySet<Guid> Shown);

/// <summary>Is a roll due, late, taken? Never a false alarm, never silence. Pure; golden cases in spec/timetable/due.json.</summary>
public static class Due
{
    /// <summary>Whether a stretch belongs to an hour: they share at least half of the shorter one.</summary>
    public static bool IsIn(LocalTime start, LocalTime end, LocalTime hourStart, LocalTime hourEnd) =>
        SchoolDay.Minutes(start, end, hourStart, hourEnd) * 2 >= Math.Min(SchoolDay.Minutes(start, end), SchoolDay.Minutes(hourStart, hourEnd));

    /// <summary>The state of one session's roll.</summary>
    /// <param name="called">Whether it is called: <see cref="IsCalled"/>.</param>
    /// <param name="begun">Whether somebody marked in it.</param>
    /// <param name="now">Wall clock of the school.</param>
    /// <remarks>A roll that was begun and never validated is missed once the hour is over.</remarks>
    public static CellState Of(PlannedRoll planned, bool called, bool begun, DaySettings settings, LocalDateTime now)
    {
        var session = planned.Session;
        if (called)
        {
            return CellState.Taken;
        }
        if (session.State != SessionState.Due || planned.Expected.Count == 0)
        {
            return CellState.NotDue;
        }
        return begun && now < session.On.At(session.End) ? CellState.Begun : Uncalled(session.On.At(session.Start), session.On.At(session.End), settings, now);
    }

    /// <summary>The state of an hour of a class: its own session, its halves, its groups.</summary>
    /// <param name="own">Whether the class itself was called in that hour outside the timetable.</param>
    /// <param name="anyBegun">Whether somebody marked in that hour outside the timetable.</param>
    public static (CellState State, int TakenCount, int DueCount) OfHour(IReadOnlyCollection<CellState> rolls, bool own, bool anyBegun)
    {
        var due = rolls.Where(state => state != CellState.NotDue).ToList();
        var taken = due.Count(state => state == CellState.Taken);
        if (due.Count == 0)
        {
            return (own ? CellState.Taken : anyBegun ? CellState.Begun : CellState.NotDue, 0, 0);
        }
        if (taken == due.Count)
        {
            return (CellState.Taken, taken, due.Count);
        }
        CellState[] worst = [CellState.Overdue, CellState.Missed];
        var alarm = worst.Where(due.Contains).Cast<CellState?>().FirstOrDefault();
        var calm = taken > 0 ? CellState.Half : due.Contains(CellState.Begun) ? CellState.Begun : due.Contains(CellState.Due) ? CellState.Due : CellState.Later;
        return (alarm ?? calm, taken, due.Count);
    }

    /// <summary>The state of an hour of a class in a school without timetable: nothing is due, and nobody is asked.</summary>
    public static CellState WithoutTimetable(bool isOpen, bool called, bool begun, LocalDateTime start, LocalDateTime now)
    {
        if (called)
        {
            return CellState.Taken;
        }
        if (begun)
        {
            return CellState.Begun;
        }
        return !isOpen ? CellState.NotDue : now < start ? CellState.Later : CellState.NotTaken;
    }

    /// <summary>Whether the pupils who were expected have been called in that stretch.</summary>
    public static bool IsCalled(PlannedRoll planned, IReadOnlyCollection<CalledRoll> called)
    {
        var (start, end) = (planned.Session.Start, planned.Session.End);
        var here = called.Where(roll => IsIn(roll.Start, roll.End, start, end)).ToList();
        if (here.Any(roll => roll.Group == planned.Session.Group))
        {
            return true;
        }
        return here.Count > 0 && planned.Expected.Count > 0 && planned.Expected.All(pupil => here.Any(roll => roll.Shown.Contains(pupil)));
    }

    /// <summary>The state of an hour that is to be called and was not.</summary>
    public static CellState Uncalled(LocalDateTime start, LocalDateTime end, DaySettings settings, LocalDateTime now)
    {
        if (now < start)
        {
            return CellState.Later;
        }
        if (now >= end)
        {
            return CellState.Missed;
        }
        return now < start.PlusMinutes(settings.LateAfter) ? CellState.Due : CellState.Overdue;
    }
}
