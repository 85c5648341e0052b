using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Which school year a date belongs to.</summary>
public static class SchoolYears
{
    /// <summary>The label of the year that holds the date; else the latest that began before it, else the first, else 0.</summary>
    public static async Task<short> At(PreauDb db, LocalDate date, CancellationToken stop = default)
    {
        var years = await db.SchoolYears.ToListAsync(stop);
        return At(years, date);
    }

    /// <summary>The same, pure.</summary>
    public static short At(IReadOnlyCollection<SchoolYear> years, LocalDate date)
    {
        var holding = years.FirstOrDefault(year => year.From <= date && date < year.Until);
        var before = years.Where(year => year.From <= date).MaxBy(year => year.From);
        return (holding ?? before ?? years.MinBy(year => year.From))?.Year ?? 0;
    }
}
