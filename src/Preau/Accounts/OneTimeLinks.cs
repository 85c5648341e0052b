using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Links that work once: the first administrator's, printed at first start, and a person's own to choose a password.</summary>
public sealed class OneTimeLinks(Database database, Passwords passwords, SchoolClock clock)
{
    private static readonly Duration lasts = Duration.FromDays(3);

    /// <summary>Makes a link's secret for the first administrator when the platform has nobody.</summary>
    /// <returns>Null when somebody runs the platform already. An earlier unused link stops working.</returns>
    public async Task<string?> ForFirstAdministrator(CancellationToken stop = default)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        if (await db.Memberships.AnyAsync(m => m.Level == Level.Platform, stop))
        {
            return null;
        }
        return await Make(null, stop);
    }

    /// <summary>Makes a link's secret with which a person chooses a new password.</summary>
    /// <remarks>Errors: access.denied; person.elsewhere-too: a school's administrator never resets somebody who also belongs elsewhere.</remarks>
    public async Task<Answer<string>> ForPassword(Act act, Guid person, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, Level.Platform, Level.Administrator) is { } denied)
        {
            return denied;
        }
        var belongs = await db.Memberships.Where(m => m.Person == person).Select(m => m.Establishment).Distinct().ToListAsync(stop);
        var everywhere = act.Who is not { } who || await Access.IsOfPlatform(db, who);
        if (!everywhere && !belongs.Contains(act.Establishment))
        {
            return Refusal.Forbidden("access.denied");
        }
        if (!everywhere && belongs.Any(establishment => establishment != act.Establishment))
        {
            return Refusal.Forbidden("person.elsewhere-too");
        }
        return await Make(person, stop);
    }

    /// <summary>Whose link it is, for the page that greets them.</summary>
    /// <param name="Person">Null: the first administrator's, who still chooses a user name.</param>
    public sealed record Holder(Person? Person);

    /// <summary>The holder of a link that still works.</summary>
    /// <returns>Null when it was used, has expired or never was.</returns>
    public async Task<Holder?> Whose(string secret, CancellationToken stop = default)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        var hash = Hash(secret);
        var link = await db.OneTimeLinks.FirstOrDefaultAsync(l => l.Hash == hash, stop);
        if (link is null || link.Until < clock.Now)
        {
            return null;
        }
        return new(link.Person is { } id ? await db.People.FirstAsync(p => p.Id == id, stop) : null);
    }

    /// <summary>Uses a link: sets the password, or makes the first administrator.</summary>
    /// <returns>The person.</returns>
    /// <remarks>Stays on devices end, for a password is changed when somebody else may know it. Errors: link.unknown (also used or expired), password.too-short, password.too-easy, person.bad-name.</remarks>
    public async Task<Answer<Guid>> Use(string secret, string? userName, string password, CancellationToken stop = default)
    {
        if (Passwords.WhyWeak(userName is { Length: > 0 } ? userName : "\0", password) is { } weak)
        {
            return weak;
        }
        var fresh = new Person { Id = Guid.CreateVersion7(), DisplayName = userName?.Trim() ?? "", UserName = userName?.Trim(), Since = clock.Now };
        var hash = passwords.Hash(fresh, password);
        var act = new Act(null, EstablishmentId.Platform, null, clock.Now, nameof(OneTimeLinks));
        var used = await database.Write<Guid>(act, tx => Use(tx, Hash(secret), fresh, hash, stop), stop);
        if (used.Refusal is null)
        {
            await Access.Told(database, act, used.Value);
        }
        return used;
    }

    private async Task<Answer<Guid>> Use(Tx tx, byte[] secret, Person fresh, string hash, CancellationToken stop)
    {
        var link = await tx.Db.OneTimeLinks.FirstOrDefaultAsync(l => l.Hash == secret, stop);
        if (link is null || link.Until < tx.Act.At)
        {
            return Refusal.Unknown("link.unknown");
        }
        tx.Db.Remove(link);
        var person = link.Person is { } id ? await tx.Db.People.FirstAsync(p => p.Id == id, stop) : fresh;
        person.PasswordHash = hash;
        person.EndSignIns(tx.Act.At);
        person.AccessFailedCount = 0;
        person.LockoutEnd = null;
        if (link.Person is null)
        {
            if (fresh.UserName is not { Length: >= 2 and <= 60 } || await tx.Db.People.AnyAsync(p => p.NormalizedUserName == passwords.Normalize(fresh.UserName), stop))
            {
                return Refusal.Malformed("person.bad-name");
            }
            fresh.NormalizedUserName = passwords.Normalize(fresh.UserName);
            tx.Db.Add(fresh);
            tx.Db.Add(new Membership { Establishment = EstablishmentId.Platform, Person = fresh.Id, Level = Level.Platform, Since = tx.Act.At });
        }
        await database.PrepareYear(tx, 0, stop); // the first administrator comes before the first establishment
        await tx.Log("password-chosen", 0, new { person = person.Id }, Touches.Access);
        return person.Id;
    }

    private async Task<string> Make(Guid? person, CancellationToken stop)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        var act = new Act(null, EstablishmentId.Platform, null, clock.Now, nameof(OneTimeLinks));
        await database.Write<Done>(act, async tx =>
        {
            tx.Db.RemoveRange(await tx.Db.OneTimeLinks.Where(l => l.Person == person).ToListAsync(stop));
            tx.Db.Add(new OneTimeLink { Hash = Hash(secret), Person = person, Until = tx.Act.At + lasts });
            return Done.It;
        }, stop);
        return secret;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret));
}
