using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Who belongs to an establishment, for those who manage it.</summary>
public sealed class ListPeople(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>One person.</summary>
    /// <param name="Levels">Here, highest rank first; never empty.</param>
    /// <param name="Elsewhere">Belongs to another establishment or to the platform too.</param>
    /// <param name="LockedUntil">Null unless locked; <see cref="LockPerson.ForEver"/> when somebody locked the account.</param>
    /// <param name="HasPassword">False until the one-time link was used.</param>
    public sealed record Line(
        Guid Id, string DisplayName, string UserName, string? Email, IReadOnlyList<Level> Levels, bool Elsewhere, Instant? LockedUntil, bool HasPassword, int ReloadSeconds);

    /// <summary>Does it.</summary>
    /// <returns>In the order of display names.</returns>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var here = db.Memberships.Where(m => m.Establishment == act.Establishment).Select(m => m.Person);
        var people = await db.People.Where(p => here.Contains(p.Id)).ToListAsync(stop);
        var memberships = (await db.Memberships.Where(m => here.Contains(m.Person)).ToListAsync(stop)).ToLookup(m => m.Person);
        return people.Select(p => Show(p, memberships[p.Id], act)).OrderBy(p => p.DisplayName, StringComparer.CurrentCultureIgnoreCase).ToList();
    }

    private static Line Show(Person person, IEnumerable<Membership> memberships, Act act)
    {
        var locked = person.LockoutEnd is { } end && Instant.FromDateTimeOffset(end) is var until && until > act.At ? until : (Instant?)null;
        return new(person.Id, person.DisplayName, person.UserName ?? "", person.Email,
            [.. memberships.Where(m => m.Establishment == act.Establishment).Select(m => m.Level).OrderByDescending(l => l.Meaning.Rank).ThenBy(l => l)],
            memberships.Any(m => m.Establishment != act.Establishment), locked, person.PasswordHash is not null, person.ReloadSeconds);
    }
}
