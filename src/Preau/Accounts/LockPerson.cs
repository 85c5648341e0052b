using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Locks an account, or opens it again: a stolen password, somebody on leave. Signed-in pages and stays on tablets end; what was said stays.</summary>
public sealed class LockPerson(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>The end of a lock that somebody must open.</summary>
    public static readonly Instant ForEver = Instant.FromUtc(9999, 1, 1, 0, 0);

    /// <summary>Whether an administrator's lock holds; that of failed tries ends by itself and is none.</summary>
    public static bool Holds(Person person) => person.LockoutEnd >= ForEver.ToDateTimeOffset();

    /// <summary>Does it; harmless when it is so already.</summary>
    /// <remarks>
    /// Errors: access.denied, person.unknown (not a member here), person.not-yourself, person.last-administrator;
    /// person.belongs-elsewhere: a school's administrator never locks somebody who also works elsewhere, only takes the levels here away.
    /// </remarks>
    public async Task<Answer<Done>> Do(Act act, Guid person, bool locked, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (locked && act.Who == person)
        {
            return new Refusal("person.not-yourself");
        }
        var everywhere = act.Who is not { } who || await Access.IsOfPlatform(db, who);
        var done = await database.Write<Done>(act, tx => Lock(tx, person, locked, everywhere, stop), stop);
        if (done.Refusal is null)
        {
            await Access.Told(database, act, person);
        }
        return done;
    }

    private static async Task<Answer<Done>> Lock(Tx tx, Guid person, bool locked, bool everywhere, CancellationToken stop)
    {
        var places = await tx.Db.Memberships.Where(m => m.Person == person).Select(m => m.Establishment).Distinct().ToListAsync(stop);
        if (!places.Contains(tx.Act.Establishment))
        {
            return Refusal.Unknown("person.unknown");
        }
        if (!everywhere && places.Count > 1)
        {
            return Refusal.Forbidden("person.belongs-elsewhere");
        }
        if (locked && await Administrators.IsLast(tx.Db, tx.Act, person, stop))
        {
            return new Refusal("person.last-administrator");
        }
        var row = await tx.Db.People.FirstAsync(p => p.Id == person, stop);
        row.LockoutEnd = locked ? ForEver.ToDateTimeOffset() : null;
        row.AccessFailedCount = 0;
        if (locked)
        {
            row.EndSignIns(tx.Act.At);
            tx.Db.RemoveRange(await tx.Db.OneTimeLinks.Where(l => l.Person == person).ToListAsync(stop)); // an invitation left unused would open it again
        }
        await tx.Log(locked ? "person-locked" : "person-unlocked", 0, new { person }, Touches.Access);
        return Done.It;
    }
}
