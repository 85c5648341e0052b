using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Closes the school on some days: holidays, public holidays, its own closures. The same again changes nothing.</summary>
public sealed class CloseDays(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ArrangeDay.AllowedTo;

    /// <summary>A closure to make: first closed day, the day on which lessons begin again, as people say it.</summary>
    public sealed record Line(LocalDate From, LocalDate Until, string Label, ClosureKind Kind);

    /// <summary>Does it; all or nothing.</summary>
    /// <returns>How many are new.</returns>
    /// <remarks>Errors: access.denied, timetable.no-year (a closure that touches no school year), timetable.bad-closure.</remarks>
    public async Task<Answer<int>> Do(Act act, IReadOnlyList<Line> lines, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (lines.Any(line => line.From >= line.Until || line.Label.Trim().Length is 0 or > 100))
        {
            return Refusal.Malformed("timetable.bad-closure");
        }
        var years = await db.SchoolYears.ToListAsync(stop);
        if (lines.FirstOrDefault(line => !years.Any(year => Touches(year, line))) is { } stray)
        {
            return Refusal.Unknown("timetable.no-year", stray.From.ToString("dd/MM/yyyy", null));
        }
        return await database.Write<int>(act, tx => Close(tx, years, lines, stop), stop);
    }

    /// <summary>Opens the days of a closure again; the log keeps what was.</summary>
    /// <remarks>Errors: access.denied, timetable.unknown-closure.</remarks>
    public async Task<Answer<Done>> Reopen(Act act, Id<Closure> id, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<Done>(act, async tx =>
        {
            if (await tx.Db.Closures.FirstOrDefaultAsync(c => c.Id == id, stop) is not { } closure)
            {
                return Refusal.Unknown("timetable.unknown-closure");
            }
            tx.Db.Remove(closure);
            await tx.Log("days-reopened", closure.SchoolYear, closure, Foundation.Touches.Reference);
            return Done.It;
        }, stop);
    }

    private static bool Touches(SchoolYear year, Line line) => line.From < year.Until && year.From < line.Until;

    private static async Task<Answer<int>> Close(Tx tx, List<SchoolYear> years, IReadOnlyList<Line> lines, CancellationToken stop)
    {
        var known = await tx.Db.Closures.ToListAsync(stop);
        var count = 0;
        foreach (var (line, year) in lines.SelectMany(line => years.Where(year => Touches(year, line)).Select(year => (line, year))))
        {
            if (known.Any(c => c.SchoolYear == year.Year && c.From == line.From && c.Until == line.Until && c.Label == line.Label.Trim()))
            {
                continue;
            }
            tx.Db.Add(new Closure
            {
                Establishment = tx.Act.Establishment, SchoolYear = year.Year, Id = Id<Closure>.New(), From = line.From, Until = line.Until,
                Label = line.Label.Trim(), Kind = line.Kind,
            });
            await tx.Log("days-closed", year.Year, line, Foundation.Touches.Reference);
            count++;
        }
        return count;
    }
}
