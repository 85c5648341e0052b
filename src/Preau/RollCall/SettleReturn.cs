using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>The pupil passed by vie scolaire, or need not: the teacher's row is free again, live.</summary>
public sealed class SettleReturn(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = CorrectMark.AllowedTo;

    /// <summary>Settles every slip of a pupil that holds; harmless when none does.</summary>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<Done>> Of(Act act, Id<Pupil> pupil, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<Done>(act, async tx =>
        {
            foreach (var slip in await tx.Db.ReturnSlips.Where(s => s.Pupil == pupil && s.SettledAt == null).ToListAsync(stop))
            {
                await Settle(tx, slip);
            }
            return Done.It;
        }, stop);
    }

    /// <summary>Settles one slip; harmless when it was settled before.</summary>
    /// <remarks>Errors: access.denied, slip.unknown.</remarks>
    public async Task<Answer<Done>> Do(Act act, Id<ReturnSlip> id, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<Done>(act, async tx =>
        {
            if (await tx.Db.ReturnSlips.FirstOrDefaultAsync(s => s.Id == id, stop) is not { } slip)
            {
                return Refusal.Unknown("slip.unknown");
            }
            if (slip.SettledAt is null)
            {
                await Settle(tx, slip);
            }
            return Done.It;
        }, stop);
    }

    private static async Task Settle(Tx tx, ReturnSlip slip)
    {
        (slip.SettledAt, slip.SettledBy) = (tx.Act.At, tx.Act.Who);
        slip.Position = await tx.Log("return-settled", slip.SchoolYear, new { slip = slip.Id });
    }
}
