using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Sets a person's <i>reload</i>: how often their screens ask when live push is cut.</summary>
public sealed class SetReload(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>Does it.</summary>
    /// <param name="seconds">5 to 3,600.</param>
    /// <remarks>Errors: access.denied, person.unknown (not a member here), person.bad-reload.</remarks>
    public async Task<Answer<Done>> Do(Act act, Guid person, int seconds, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (seconds is < 5 or > 3600)
        {
            return Refusal.Malformed("person.bad-reload");
        }
        return await database.Write<Done>(act, async tx =>
        {
            if (!await tx.Db.Memberships.AnyAsync(m => m.Person == person && m.Establishment == tx.Act.Establishment, stop))
            {
                return Refusal.Unknown("person.unknown");
            }
            (await tx.Db.People.FirstAsync(p => p.Id == person, stop)).ReloadSeconds = seconds;
            await tx.Log("reload-set", 0, new { person, seconds }, Touches.Reference | Touches.Access);
            return Done.It;
        }, stop);
    }
}
