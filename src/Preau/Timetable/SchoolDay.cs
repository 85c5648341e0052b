using NodaTime;
using Preau.Accounts;

namespace Preau.Timetable;

/// <summary>An hour of one day.</summary>
public readonly record struct Hour(short Number, string Label, LocalTime Start, LocalTime End);

/// <summary>What tells the days of a school year apart. Pure.</summary>
/// <param name="Usual">The bell of weekdays that have none of their own, in order.</param>
/// <param name="OfWeekday">The bell of weekdays that ring otherwise, in order.</param>
/// <param name="Weeks">The codes of the alternations that hold in the week of a Monday.</param>
public sealed record SchoolCalendar(
    SchoolYear Year, DaySettings Settings, IReadOnlyList<Closure> Closures, IReadOnlyList<Hour> Usual,
    ILookup<IsoDayOfWeek, Hour> OfWeekday, ILookup<LocalDate, string> Weeks);

/// <summary>One day of a school: whether lessons are held, at which hours, in which alternations.</summary>
/// <param name="Closed">Why no lessons are held; null on an open day.</param>
/// <param name="ClosedByLabel">The holidays or closure as people say them; null for a weekend or a day outside the year.</param>
/// <param name="Hours">The bell, in order; given on closed days too, for whoever calls a roll all the same.</param>
public sealed record SchoolDay(LocalDate On, ClosedBy? Closed, string? ClosedByLabel, IReadOnlyList<Hour> Hours, LocalTime Noon, IReadOnlySet<string> Alternations)
{
    /// <summary>Whether lessons are held.</summary>
    public bool IsOpen => Closed is null;

    /// <summary>The day of a date.</summary>
    /// <remarks>Shape: pure, total. A closure wins over an open weekday.</remarks>
    public static SchoolDay Of(SchoolCalendar calendar, LocalDate on)
    {
        var (closed, label) = Why(calendar, on);
        var own = calendar.OfWeekday[on.DayOfWeek].ToList();
        var monday = on.DayOfWeek == IsoDayOfWeek.Monday ? on : on.Previous(IsoDayOfWeek.Monday);
        return new(on, closed, label, own.Count > 0 ? own : calendar.Usual, calendar.Settings.Noon, calendar.Weeks[monday].ToHashSet());
    }

    /// <summary>The hours that a stretch of the day fills, at least by half; the lesson's five minutes over the bell are not another hour.</summary>
    public IEnumerable<Hour> Filled(LocalTime start, LocalTime end) => Hours.Where(hour => Minutes(hour.Start, hour.End, start, end) * 2 >= Minutes(hour.Start, hour.End));

    internal static long Minutes(LocalTime start, LocalTime end) => Period(start, end);

    internal static long Minutes(LocalTime start, LocalTime end, LocalTime otherStart, LocalTime otherEnd) =>
        Math.Max(0, Period(LocalTime.Max(start, otherStart), LocalTime.Min(end, otherEnd)));

    private static long Period(LocalTime from, LocalTime to) => (to.TickOfDay - from.TickOfDay) / NodaConstants.TicksPerMinute;

    private static (ClosedBy?, string?) Why(SchoolCalendar calendar, LocalDate on)
    {
        if (on < calendar.Year.From || on >= calendar.Year.Until)
        {
            return (Timetable.ClosedBy.OutsideYear, null);
        }
        if (calendar.Closures.FirstOrDefault(closure => closure.Holds(on)) is { } closure)
        {
            return (closure.Kind switch
            {
                ClosureKind.Holidays => Timetable.ClosedBy.Holidays,
                ClosureKind.PublicHoliday => Timetable.ClosedBy.PublicHoliday,
                _ => Timetable.ClosedBy.Closure,
            }, closure.Label);
        }
        return calendar.Settings.IsOpenOn(on.DayOfWeek) ? (null, null) : (Timetable.ClosedBy.Weekday, null);
    }
}

/// <summary>Why no lessons are held on a day.</summary>
public enum ClosedBy
{
    /// <summary>Before the first or after the last day of the school year.</summary>
    OutsideYear,
    /// <summary>A weekday on which this school is closed.</summary>
    Weekday,
    /// <summary>Vacances scolaires.</summary>
    Holidays,
    /// <summary>Jour férié.</summary>
    PublicHoliday,
    /// <summary>The school's own closure.</summary>
    Closure,
}
