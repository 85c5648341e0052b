using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Who may do what, asked by every verb at each act: a revocation reaches open screens at once.</summary>
public static class Access
{
    /// <summary>The levels of a person in an establishment, read now.</summary>
    /// <returns>Highest rank first; empty when the person does not belong there.</returns>
    public static async Task<IReadOnlyList<Level>> LevelsOf(PreauDb db, EstablishmentId establishment, Guid person, CancellationToken stop = default)
    {
        var levels = await db.Memberships.Where(m => m.Person == person && m.Establishment == establishment)
            .Select(m => m.Level).ToListAsync(stop);
        return [.. levels.OrderByDescending(level => level.Meaning.Rank)];
    }

    /// <summary>Why the act may not be done by its author where it wants to.</summary>
    /// <param name="allowed">The levels that the verb declares; <c>platform</c> among them means the platform's own people too.</param>
    /// <returns>Null when allowed. Acts of the program itself (<c>Who</c> null) are allowed: only the host makes them.</returns>
    /// <remarks>Errors: access.denied (also for an establishment where the author does not belong: it tells nothing).</remarks>
    public static async Task<Refusal?> WhyRefused(PreauDb db, Act act, params Level[] allowed)
    {
        if (act.Who is not { } person)
        {
            return null;
        }
        var here = await LevelsOf(db, act.Establishment, person);
        if (here.Any(allowed.Contains))
        {
            return null;
        }
        var everywhere = allowed.Contains(Level.Platform) && await IsOfPlatform(db, person);
        return everywhere ? null : Refusal.Forbidden("access.denied");
    }

    /// <summary>A person's account has changed: each place where they belong reads anew who may speak there.</summary>
    /// <remarks>After the change's own write, which rings its own place alone.</remarks>
    internal static async Task Told(Database database, Act act, Guid person)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        var places = await db.Memberships.Where(m => m.Person == person && m.Establishment != act.Establishment && m.Establishment != EstablishmentId.Platform)
            .Select(m => m.Establishment).Distinct().ToListAsync();
        foreach (var place in places)
        {
            await database.Write<Done>(act with { Establishment = place }, async tx =>
            {
                await tx.Log("account-changed", 0, new { person }, Touches.Access);
                return Done.It;
            });
        }
    }

    /// <summary>Whether a person runs the platform.</summary>
    public static Task<bool> IsOfPlatform(PreauDb db, Guid person) =>
        db.Memberships.AnyAsync(m => m.Person == person && m.Establishment == EstablishmentId.Platform && m.Level == Level.Platform);
}
