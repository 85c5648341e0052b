using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>Who must pass by vie scolaire, for the desk.</summary>
public sealed class ReadReturns(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ReadRoll.AllowedTo;

    /// <summary>A slip that holds, and its pupil.</summary>
    public sealed record Line(ReturnSlip Slip, Pupil Pupil);

    /// <summary>Does it.</summary>
    /// <returns>The slips that hold on a day, in register order.</returns>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, LocalDate on, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var year = await SchoolYears.At(db, on, stop);
        var rows = await db.ReturnSlips.Where(s => s.SchoolYear == year && s.SettledAt == null && s.From <= on)
            .Join(db.Pupils.Where(p => p.SchoolYear == year), s => s.Pupil, p => p.Id, (s, p) => new Line(s, p)).ToListAsync(stop);
        return rows.OrderBy(line => line.Pupil.SortKey, StringComparer.Ordinal).ToList();
    }
}
