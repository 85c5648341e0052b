using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Makes an account, or takes the one that has this user name, and gives it a level in an establishment.</summary>
public sealed class AddPerson(Database database, Passwords passwords, SchoolClock clock)
{
    /// <summary>The levels that may do it. Only the platform's people may give the level <c>platform</c>.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>What is asked.</summary>
    /// <param name="Password">Null: the person chooses one by a one-time link.</param>
    public sealed record Request(string UserName, string DisplayName, string? Email, Level Level, string? Password = null, int ReloadSeconds = 30);

    /// <summary>What was made.</summary>
    /// <param name="Existed">True when the account was there: it keeps its name and its password.</param>
    public sealed record Added(Guid Person, bool Existed);

    /// <summary>Does it.</summary>
    /// <remarks>Errors: access.denied, person.bad-name, person.bad-email, person.bad-reload, password.too-short, password.too-easy.</remarks>
    public async Task<Answer<Added>> Do(Act act, Request request, CancellationToken stop = default)
    {
        if (WhyRefused(request) is { } no)
        {
            return no;
        }
        await using var db = database.Read(act.Establishment);
        Level[] allowed = request.Level == Level.Platform ? [Level.Platform] : AllowedTo;
        if (await Access.WhyRefused(db, act, allowed) is { } denied)
        {
            return denied;
        }
        var fresh = Fresh(request);
        return await database.Write<Added>(act, tx => Add(tx, fresh, request, stop), stop);
    }

    private async Task<Answer<Added>> Add(Tx tx, Person fresh, Request request, CancellationToken stop)
    {
        var person = await tx.Db.People.FirstOrDefaultAsync(p => p.NormalizedUserName == fresh.NormalizedUserName, stop);
        var existed = person is not null;
        if (person is null)
        {
            person = fresh;
            tx.Db.Add(fresh);
        }
        var establishment = request.Level == Level.Platform ? EstablishmentId.Platform : tx.Act.Establishment;
        var given = await tx.Db.Memberships.AnyAsync(m => m.Person == person.Id && m.Establishment == establishment && m.Level == request.Level, stop);
        if (!given)
        {
            tx.Db.Add(new Membership { Establishment = establishment, Person = person.Id, Level = request.Level, Since = tx.Act.At });
            await tx.Log("membership-given", 0, new { person = person.Id, level = request.Level }, Touches.Access | Touches.Reference);
        }
        return new Added(person.Id, existed);
    }

    private Person Fresh(Request request)
    {
        var person = Person.Fresh(Guid.CreateVersion7(), request.UserName, request.DisplayName, clock.Now);
        (person.NormalizedUserName, person.ReloadSeconds) = (passwords.Normalize(request.UserName), request.ReloadSeconds);
        (person.Email, person.NormalizedEmail) = (request.Email, request.Email?.ToUpperInvariant());
        person.PasswordHash = request.Password is null ? null : passwords.Hash(person, request.Password);
        return person;
    }

    private static Refusal? WhyRefused(Request request)
    {
        if (request.UserName.Trim() is not { Length: >= 2 and <= 60 } || request.DisplayName.Trim() is not { Length: >= 1 and <= 100 })
        {
            return Refusal.Malformed("person.bad-name");
        }
        if (request.Email is { } email && !System.Net.Mail.MailAddress.TryCreate(email, out _))
        {
            return Refusal.Malformed("person.bad-email");
        }
        if (request.ReloadSeconds is < 5 or > 3600)
        {
            return Refusal.Malformed("person.bad-reload");
        }
        return request.Password is null ? null : Passwords.WhyWeak(request.UserName, request.Password);
    }
}
