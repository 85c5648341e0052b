using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>A school year as its settings read: dates, terms, bell, closures, alternations.</summary>
/// <param name="Calendar">The bell, the closures, the alternations, how the day works.</param>
/// <param name="Years">Every year of the establishment, the latest first.</param>
/// <param name="Terms">By number.</param>
public sealed record YearSheet(SchoolCalendar Calendar, IReadOnlyList<SchoolYear> Years, IReadOnlyList<Term> Terms);

/// <summary>Reads a year's settings.</summary>
public sealed class ReadYear(Database database, Timetables timetables)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ArrangeDay.AllowedTo;

    /// <summary>Does it.</summary>
    /// <param name="on">A day of the year.</param>
    /// <remarks>Errors: access.denied, timetable.no-year (the establishment has none at all).</remarks>
    public async Task<Answer<YearSheet>> Do(Act act, LocalDate on, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var years = await db.SchoolYears.OrderByDescending(y => y.Year).ToListAsync(stop);
        if (years.Count == 0)
        {
            return Refusal.Unknown("timetable.no-year", on.ToString("dd/MM/yyyy", null));
        }
        var timetable = await timetables.At(db, act.Establishment, on, stop);
        var year = timetable.Calendar.Year.Year;
        var terms = await db.Terms.Where(t => t.SchoolYear == year).OrderBy(t => t.Number).ToListAsync(stop);
        return new YearSheet(timetable.Calendar, years, terms);
    }
}
