using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Gives a member of an establishment one more level there.</summary>
public sealed class GiveLevel(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>Does it; harmless when the person has the level.</summary>
    /// <remarks>Errors: access.denied (also for the level <c>platform</c>, which is given on the platform's own page), person.unknown (not a member here).</remarks>
    public async Task<Answer<Done>> Do(Act act, Guid person, Level level, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (level == Level.Platform || !Enum.IsDefined(level))
        {
            return Refusal.Forbidden("access.denied");
        }
        return await database.Write<Done>(act, tx => Give(tx, person, level, stop), stop);
    }

    private static async Task<Answer<Done>> Give(Tx tx, Guid person, Level level, CancellationToken stop)
    {
        var levels = await Access.LevelsOf(tx.Db, tx.Act.Establishment, person, stop);
        if (levels.Count == 0)
        {
            return Refusal.Unknown("person.unknown");
        }
        if (!levels.Contains(level))
        {
            tx.Db.Add(new Membership { Establishment = tx.Act.Establishment, Person = person, Level = level, Since = tx.Act.At });
            await tx.Log("membership-given", 0, new { person, level }, Touches.Access | Touches.Reference);
        }
        return Done.It;
    }
}

/// <summary>Takes a level away; a person without any level left no longer belongs to the establishment. Their marks stay.</summary>
public sealed class TakeLevel(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>Does it; harmless when the person does not have the level.</summary>
    /// <remarks>Errors: access.denied, person.last-administrator (somebody must be left who can undo a mistake).</remarks>
    public async Task<Answer<Done>> Do(Act act, Guid person, Level level, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<Done>(act, tx => Take(tx, person, level, stop), stop);
    }

    private static async Task<Answer<Done>> Take(Tx tx, Guid person, Level level, CancellationToken stop)
    {
        var held = await tx.Db.Memberships.FirstOrDefaultAsync(
            m => m.Establishment == tx.Act.Establishment && m.Person == person && m.Level == level, stop);
        if (held is null)
        {
            return Done.It;
        }
        if (level == Level.Administrator && await Administrators.IsLast(tx.Db, tx.Act, person, stop))
        {
            return new Refusal("person.last-administrator");
        }
        tx.Db.Remove(held);
        await tx.Log("membership-taken", 0, new { person, level }, Touches.Access | Touches.Reference);
        return Done.It;
    }
}

/// <summary>An establishment that once had an administrator keeps one who can sign in.</summary>
internal static class Administrators
{
    /// <summary>Whether this person is an administrator here and no other one can sign in.</summary>
    public static async Task<bool> IsLast(PreauDb db, Act act, Guid person, CancellationToken stop)
    {
        var all = await db.Memberships.Where(m => m.Establishment == act.Establishment && m.Level == Level.Administrator).Select(m => m.Person).ToListAsync(stop);
        var ends = await db.People.Where(p => all.Contains(p.Id) && p.Id != person).Select(p => p.LockoutEnd).ToListAsync(stop);
        return all.Contains(person) && ends.All(end => end >= LockPerson.ForEver.ToDateTimeOffset());
    }
}
