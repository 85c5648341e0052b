using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Gives a person their short code for classroom tablets, or takes it away. It is never shown again.</summary>
public sealed class SetPersonCode(Database database)
{
    /// <summary>The levels that may do it for others; everybody of the house may for themselves.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>Does it; earlier wrong tries are forgotten.</summary>
    /// <param name="code">4 to 6 digits; null takes the code away.</param>
    /// <remarks>Errors: access.denied, person.unknown (not a member here), code.bad-form, code.too-easy.</remarks>
    public async Task<Answer<Done>> Do(Act act, Guid person, string? code, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        Level[] allowed = act.Who == person ? Enum.GetValues<Level>() : AllowedTo;
        if (await Access.WhyRefused(db, act, allowed) is { } denied)
        {
            return denied;
        }
        if (code is not null && CodeRules.WhyWeak(code) is { } weak)
        {
            return weak;
        }
        if (!await db.Memberships.AnyAsync(m => m.Person == person && m.Establishment == act.Establishment, stop))
        {
            return Refusal.Unknown("person.unknown");
        }
        var kept = code is null ? ((byte[], byte[])?)null : CodeRules.Keep(code);
        return await database.Write<Done>(act, tx => Set(tx, person, kept, stop), stop);
    }

    private static async Task<Answer<Done>> Set(Tx tx, Guid person, (byte[] Hash, byte[] Salt)? kept, CancellationToken stop)
    {
        var row = await tx.Db.PersonCodes.FirstOrDefaultAsync(c => c.Person == person, stop);
        if (kept is not var (hash, salt))
        {
            tx.Db.RemoveRange(row is null ? [] : [row]);
        }
        else if (row is null)
        {
            tx.Db.Add(new PersonCode { Establishment = tx.Act.Establishment, Person = person, Hash = hash, Salt = salt, Since = tx.Act.At });
        }
        else
        {
            (row.Hash, row.Salt, row.Since) = (hash, salt, tx.Act.At);
        }
        tx.Db.RemoveRange(await tx.Db.CodeTries.Where(t => t.Person == person).ToListAsync(stop));
        await tx.Log("person-code-set", 0, new { person, given = kept is not null });
        return Done.It;
    }
}
