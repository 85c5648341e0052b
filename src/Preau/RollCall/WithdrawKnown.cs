using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>What was known beforehand is no longer true: the pupil comes after all. The row stays, dated.</summary>
public sealed class WithdrawKnown(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = KnownDoor.AllowedTo;

    /// <summary>Does it; harmless when it was withdrawn before.</summary>
    /// <remarks>Errors: access.denied, known.unknown.</remarks>
    public async Task<Answer<Done>> Do(Act act, Id<KnownAbsence> id, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<Done>(act, async tx =>
        {
            if (await tx.Db.KnownAbsences.FirstOrDefaultAsync(k => k.Id == id, stop) is not { } known)
            {
                return Refusal.Unknown("known.unknown");
            }
            if (known.WithdrawnAt is null)
            {
                (known.WithdrawnAt, known.WithdrawnBy) = (act.At, act.Who);
                await tx.Log("known-absence-withdrawn", known.SchoolYear, new { known = id }, Touches.Reference);
            }
            return Done.It;
        }, stop);
    }
}
