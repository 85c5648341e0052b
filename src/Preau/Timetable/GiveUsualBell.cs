using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Gives an establishment the usual French bell for each of its years that has none, so that a roll can be taken at once.</summary>
public sealed class GiveUsualBell(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>Does it; harmless where a bell is.</summary>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<Done>> Do(Act act, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<Done>(act, async tx =>
        {
            var belled = await tx.Db.Periods.Select(p => p.SchoolYear).Distinct().ToListAsync(stop);
            foreach (var year in await tx.Db.SchoolYears.Where(y => !belled.Contains(y.Year)).ToListAsync(stop))
            {
                tx.Db.AddRange(UsualBell.For(tx.Act.Establishment, year));
                await tx.Log("bell-given", year.Year, new { usual = true }, Touches.Reference);
            }
            return Done.It;
        }, stop);
    }
}
