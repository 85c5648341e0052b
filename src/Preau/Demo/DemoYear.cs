using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Timetable;

namespace Preau.Demo;

/// <summary>The demo's calendar. Pure.</summary>
internal static class DemoYear
{
    /// <summary>Monday to Friday, and the day on which the demo is loaded, so that it lives on a Sunday too.</summary>
    public static (IReadOnlyList<IsoDayOfWeek> Weekdays, DaySettings Settings) Arrange(EstablishmentId establishment, SchoolYear year, LocalDate today)
    {
        IsoDayOfWeek[] weekdays = [.. Enumerable.Range(1, 5).Select(day => (IsoDayOfWeek)day).Append(today.DayOfWeek).Distinct()];
        var settings = DaySettings.Usual(establishment, year.Year);
        settings.OpenDays = (short)weekdays.Sum(day => 1 << ((int)day - 1));
        settings.AbsentFrom = 30;
        return (weekdays, settings);
    }

    /// <summary>Holidays near the usual dates, and public holidays; none of them holds the day on which the demo is loaded.</summary>
    public static IEnumerable<Closure> Closures(EstablishmentId establishment, SchoolYear year, LocalDate today)
    {
        var first = year.From.Year;
        (LocalDate Near, string Label)[] holidays =
        [
            (new(first, 10, 17), "Vacances de la Toussaint"), (new(first, 12, 19), "Vacances de Noël"), (new(first + 1, 2, 13), "Vacances d’hiver"),
            (new(first + 1, 4, 10), "Vacances de printemps"),
        ];
        var lines = holidays.Select(h => (From: SaturdayOf(h.Near), Until: SaturdayOf(h.Near).PlusDays(16), h.Label, Kind: ClosureKind.Holidays))
            .Concat(new[] { first, first + 1 }.SelectMany(PublicHolidays.Of).Select(h => (From: h.On, Until: h.On.PlusDays(1), h.Label, Kind: ClosureKind.PublicHoliday)));
        return lines.Where(line => line.From < year.Until && line.Until > year.From && !(line.From <= today && today < line.Until))
            .Select(line => new Closure
            {
                Establishment = establishment, SchoolYear = year.Year, Id = Id<Closure>.New(), From = line.From, Until = line.Until, Label = line.Label, Kind = line.Kind,
            });
    }

    /// <summary>Weeks A and B by turns, without looking at holidays: simple enough for a demo.</summary>
    public static IEnumerable<AlternationWeek> Weeks(EstablishmentId establishment, SchoolYear year)
    {
        var monday = year.From.DayOfWeek == IsoDayOfWeek.Monday ? year.From : year.From.Previous(IsoDayOfWeek.Monday);
        for (var i = 0; monday.PlusWeeks(i) < year.Until; i++)
        {
            yield return new() { Establishment = establishment, SchoolYear = year.Year, Alternation = i % 2 == 0 ? "A" : "B", Monday = monday.PlusWeeks(i) };
        }
    }

    private static LocalDate SaturdayOf(LocalDate day) => day.DayOfWeek == IsoDayOfWeek.Saturday ? day : day.Previous(IsoDayOfWeek.Saturday);
}
