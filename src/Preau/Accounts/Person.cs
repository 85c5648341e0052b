using Microsoft.AspNetCore.Identity;
using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Somebody who can sign in. Global: one person may belong to several establishments.</summary>
public sealed class Person : IdentityUser<Guid>, IOfPlatform
{
    /// <summary>As shown to colleagues, such as <c>Anne MODELE</c>.</summary>
    public required string DisplayName { get; set; }

    /// <summary><i>reload</i>: seconds between two polls when live push is cut; 5 to 3,600.</summary>
    public int ReloadSeconds { get; set; } = 30;

    /// <summary>When the account was made.</summary>
    public required Instant Since { get; init; }

    /// <summary>Stays on devices that began before this are over: the account was locked, or its password chosen anew. Null: none yet.</summary>
    public Instant? SignInsEndedAt { get; set; }

    /// <summary>Signs the person out everywhere: open pages of the office, stays on devices.</summary>
    public void EndSignIns(Instant at) => (SecurityStamp, SignInsEndedAt) = (Guid.CreateVersion7().ToString("N"), at);

    /// <summary>A new account without a password: its owner chooses one by a one-time link.</summary>
    /// <param name="userName">Looked up without case.</param>
    public static Person Fresh(Guid id, string userName, string displayName, Instant since) => new()
    {
        Id = id, UserName = userName.Trim(), NormalizedUserName = userName.Trim().ToUpperInvariant(), DisplayName = displayName.Trim(),
        SecurityStamp = Guid.CreateVersion7().ToString("N"), LockoutEnabled = true, Since = since,
    };
}

/// <summary>A person's level in an establishment; establishment 0 holds the level <c>platform</c>.</summary>
/// <remarks>Platform row: who belongs where must be known before a tenant is. Verbs read it at each act.</remarks>
public sealed class Membership : IOfPlatform
{
    /// <summary>Where; 0 is the platform.</summary>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Who.</summary>
    public required Guid Person { get; init; }

    /// <summary>What they are there; a person may have several.</summary>
    public required Level Level { get; init; }

    /// <summary>Since when.</summary>
    public required Instant Since { get; init; }
}

/// <summary>A link that works once: the first administrator, an invitation, a forgotten password.</summary>
/// <remarks>Only a hash is stored. Platform row: it is what makes a person exist.</remarks>
public sealed class OneTimeLink : IOfPlatform
{
    /// <summary>SHA-256 of the secret in the link.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The person whose password it sets; null for the first administrator's link.</summary>
    public Guid? Person { get; init; }

    /// <summary>After this it is refused.</summary>
    public required Instant Until { get; init; }
}
