using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Office;

/// <summary>Who sits at this circuit, and the acts that they do. Screens hold no rule: every verb checks again.</summary>
public sealed class Desk(AuthenticationStateProvider authentication, Database database, SchoolClock clock)
{
    /// <summary>The establishment of a code, and the person's levels there.</summary>
    /// <param name="Levels">Highest rank first; never empty.</param>
    /// <param name="Platform">Whether the person runs the platform.</param>
    /// <param name="Name">The person's display name.</param>
    /// <param name="ReloadSeconds">How often their screens ask when nothing rings.</param>
    public sealed record Seat(Establishment Establishment, Guid Person, IReadOnlyList<Level> Levels, bool Platform, string Name, int ReloadSeconds)
    {
        /// <summary>Whether the board may be shown.</summary>
        public bool SeesBoard => Levels.Any(level => level.Meaning.SeesBoard);

        /// <summary>Whether people, devices, classes and imports may be managed.</summary>
        public bool Manages => Platform || Levels.Any(level => level.Meaning.Manages);
    }

    /// <summary>The person who is signed in; null for nobody, and from the moment the account is locked or its password changed: an open page asks no cookie.</summary>
    public async Task<Guid?> Who()
    {
        await using var db = database.Read(EstablishmentId.Platform);
        return await AccountsFeature.StillOf(db, (await authentication.GetAuthenticationStateAsync()).User);
    }

    /// <summary>The seat at an establishment; null when it does not exist or the person does not belong there: the answer tells nothing.</summary>
    public async Task<Seat?> At(string code)
    {
        if (await Who() is not { } person)
        {
            return null;
        }
        await using var db = database.Read(EstablishmentId.Platform);
        var establishment = await db.Establishments.FirstOrDefaultAsync(e => e.Code == code.ToUpperInvariant());
        if (establishment is null)
        {
            return null;
        }
        var levels = await Access.LevelsOf(db, establishment.Id, person);
        var platform = await Access.IsOfPlatform(db, person);
        if (levels.Count == 0 && !platform)
        {
            return null;
        }
        var row = await db.People.FirstAsync(p => p.Id == person);
        return new(establishment, person, levels, platform, row.DisplayName, row.ReloadSeconds);
    }

    /// <summary>The name of the person who is signed in, and whether they run the platform; null for nobody.</summary>
    public async Task<(string Name, bool Platform)?> Me()
    {
        if (await Who() is not { } person)
        {
            return null;
        }
        await using var db = database.Read(EstablishmentId.Platform);
        var name = await db.People.Where(p => p.Id == person).Select(p => p.DisplayName).FirstOrDefaultAsync();
        return name is null ? null : (name, await Access.IsOfPlatform(db, person));
    }

    /// <summary>Makes the act of the person who is signed in.</summary>
    public async Task<Act> Act(EstablishmentId establishment, string why) => new(await Who() ?? Guid.Empty, establishment, null, clock.Now, why);
}
