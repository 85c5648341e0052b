using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>Reads a day of rolls, folded: what was due, what was called, who was missing. Today is read from <see cref="Boards"/> by those who watch it.</summary>
public sealed class ReadDay(Database database, DayPlans plans, Rosters rosters)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ReadRoll.AllowedTo;

    /// <summary>Does it.</summary>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<BoardDay>> Do(Act act, LocalDate on, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var year = await SchoolYears.At(db, on, stop);
        var marks = await db.Marks.Where(m => m.SchoolYear == year && m.On == on).ToListAsync(stop);
        var rolls = await db.Rolls.Where(r => r.SchoolYear == year && r.On == on).ToListAsync(stop);
        var roster = await rosters.In(act.Establishment, stop);
        return new BoardDay(on, marks, rolls, await plans.At(db, act.Establishment, on, stop), roster.Kinds(year));
    }
}
