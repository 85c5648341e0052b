using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Timetable;

namespace Preau.Tests.Timetable;

/// <summary>Days, holidays, bells, weeks. Pure.</summary>
public class SchoolDayTests
{
    private static readonly EstablishmentId here = new(1);

    internal static SchoolCalendar Calendar(DaySettings? settings = null, params Closure[] closures) => GoldenDay.Calendar(settings, closures);

    private static Closure Closed(LocalDate from, LocalDate until, ClosureKind kind = ClosureKind.Holidays) =>
        new() { Establishment = here, SchoolYear = 2026, Id = Id<Closure>.New(), From = from, Until = until, Label = "Toussaint", Kind = kind };

    [Fact]
    public void A_day_is_open_unless_year_holidays_or_weekday_close_it()
    {
        var calendar = Calendar(null, Closed(new(2026, 10, 17), new(2026, 11, 2)));
        Assert.True(SchoolDay.Of(calendar, new(2026, 11, 23)).IsOpen);
        Assert.Equal(ClosedBy.OutsideYear, SchoolDay.Of(calendar, new(2026, 8, 31)).Closed);
        Assert.Equal(ClosedBy.OutsideYear, SchoolDay.Of(calendar, new(2027, 7, 4)).Closed);
        Assert.Equal(ClosedBy.Weekday, SchoolDay.Of(calendar, new(2026, 11, 22)).Closed);
        var holidays = SchoolDay.Of(calendar, new(2026, 10, 20));
        Assert.Equal((ClosedBy.Holidays, "Toussaint"), (holidays.Closed, holidays.ClosedByLabel));
        Assert.True(SchoolDay.Of(calendar, new(2026, 11, 2)).IsOpen);
    }

    [Fact]
    public void A_weekday_may_ring_otherwise_and_weeks_alternate()
    {
        var (wednesday, thursday) = (SchoolDay.Of(Calendar(), new(2026, 11, 25)), SchoolDay.Of(Calendar(), new(2026, 12, 3)));
        Assert.Equal(new LocalTime(8, 30), Assert.Single(wednesday.Hours).Start);
        Assert.Equal(8, thursday.Hours.Count);
        Assert.Equal("A", Assert.Single(wednesday.Alternations));
        Assert.Equal("B", Assert.Single(thursday.Alternations));
    }

    [Fact]
    public void Five_minutes_over_the_bell_do_not_fill_another_hour() =>
        Assert.Equal([1, 2], SchoolDay.Of(Calendar(), new(2026, 11, 23)).Filled(new(8, 0), new(10, 10)).Select(h => (int)h.Number));

    [Fact]
    public void Weeks_alternate_over_the_weeks_in_which_lessons_are_held()
    {
        var (a, b) = ArrangeYear.Alternate(Calendar(null, Closed(new(2026, 10, 17), new(2026, 11, 2))));
        Assert.Equal(new LocalDate(2026, 8, 31), a[0]);
        Assert.Equal(new LocalDate(2026, 9, 7), b[0]);
        Assert.DoesNotContain(new LocalDate(2026, 10, 19), a.Concat(b));
        // 12 October is the seventh week (A); the two weeks of holidays do not count: 2 November is B.
        Assert.Contains(new LocalDate(2026, 10, 12), a);
        Assert.Contains(new LocalDate(2026, 11, 2), b);
    }

    [Theory]
    [InlineData(2024, "2024-03-31")]
    [InlineData(2025, "2025-04-20")]
    [InlineData(2027, "2027-03-28")]
    [InlineData(2038, "2038-04-25")]
    public void Easter_falls_when_the_church_says(int year, string on) => Assert.Equal(on, PublicHolidays.Easter(year).ToString("uuuu-MM-dd", null));

    [Fact]
    public void France_has_eleven_public_holidays()
    {
        var days = PublicHolidays.Of(2027);
        Assert.Equal(11, days.Count);
        Assert.Contains((new LocalDate(2027, 5, 6), "Ascension"), days);
        Assert.Contains((new LocalDate(2027, 5, 17), "Lundi de Pentecôte"), days);
    }

    [Fact]
    public void A_calendar_of_the_ministry_gives_the_holidays_of_one_zone()
    {
        const string ics = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//test//
            BEGIN:VEVENT
            UID:1
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20261017
            DTEND;VALUE=DATE:20261102
            SUMMARY:Vacances de la Toussaint - Zones A-B-C
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20270213
            DTEND;VALUE=DATE:20270301
            SUMMARY:Vacances d'hiver - Zone A
            END:VEVENT
            BEGIN:VEVENT
            UID:3
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20270220
            DTEND;VALUE=DATE:20270308
            SUMMARY:Vacances d'hiver
            LOCATION:Zone B
            END:VEVENT
            BEGIN:VEVENT
            UID:4
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20260831
            DTEND;VALUE=DATE:20260901
            SUMMARY:Prérentrée des enseignants
            END:VEVENT
            END:VCALENDAR
            """;
        var read = HolidayFile.From(ics.ReplaceLineEndings("\r\n"), 'A')!;
        Assert.Equal([("Vacances de la Toussaint", new LocalDate(2026, 10, 17), new LocalDate(2026, 11, 2)), ("Vacances d'hiver", new LocalDate(2027, 2, 13), new LocalDate(2027, 3, 1))],
            read.Holidays.Select(h => (h.Label, h.From, h.Until)));
        Assert.Equal(2, read.Skipped.Count);
        Assert.Equal(new LocalDate(2027, 2, 20), HolidayFile.From(ics.ReplaceLineEndings("\r\n"), 'B')!.Holidays[1].From);
        Assert.Null(HolidayFile.From("not a calendar", 'A'));
    }
}
