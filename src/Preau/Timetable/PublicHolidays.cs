using NodaTime;

namespace Preau.Timetable;

/// <summary>The public holidays of France. Source: Code du travail, L3133-1; overseas and in Alsace-Moselle a school adds its own.</summary>
public static class PublicHolidays
{
    /// <summary>The eleven days of a calendar year, by date, with their French names.</summary>
    /// <remarks>Shape: pure. Units: a Gregorian year, 1900 to 2199.</remarks>
    public static IReadOnlyList<(LocalDate On, string Label)> Of(int year)
    {
        var easter = Easter(year);
        (LocalDate, string)[] days =
        [
            (new(year, 1, 1), "Jour de l’An"), (easter.PlusDays(1), "Lundi de Pâques"), (new(year, 5, 1), "Fête du Travail"),
            (new(year, 5, 8), "Victoire 1945"), (easter.PlusDays(39), "Ascension"), (easter.PlusDays(50), "Lundi de Pentecôte"),
            (new(year, 7, 14), "Fête nationale"), (new(year, 8, 15), "Assomption"), (new(year, 11, 1), "Toussaint"),
            (new(year, 11, 11), "Armistice 1918"), (new(year, 12, 25), "Noël"),
        ];
        return [.. days.OrderBy(day => day.Item1)];
    }

    /// <summary>Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher).</summary>
    internal static LocalDate Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new(year, n / 31, (n % 31) + 1);
    }
}
