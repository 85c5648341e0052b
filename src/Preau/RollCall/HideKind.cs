using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>Hides a kind of mark, or offers it again. What was said with it stays readable.</summary>
public sealed class HideKind(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = DefineKind.AllowedTo;

    /// <summary>Does it; absent, late and present cannot be hidden.</summary>
    /// <remarks>Errors: access.denied, kind.needed, rollcall.unknown-kind.</remarks>
    public async Task<Answer<Done>> Do(Act act, short year, string code, bool hidden, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return code is "A" or "R" or "P" ? new Refusal("kind.needed") : await database.Write<Done>(act, async tx =>
        {
            var row = await tx.Db.MarkKinds.FirstOrDefaultAsync(k => k.SchoolYear == year && k.Code == code, stop);
            var usual = UsualKinds.For(act.Establishment, year).FirstOrDefault(k => k.Code == code);
            if (row is null && usual is null)
            {
                return Refusal.Unknown("rollcall.unknown-kind");
            }
            if (row is null)
            {
                row = usual!;
                tx.Db.Add(row);
            }
            row.Hidden = hidden;
            await tx.Log("kind-hidden", year, new { code, hidden }, Touches.Reference);
            return Done.It;
        }, stop);
    }
}
