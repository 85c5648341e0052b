using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Checks a name and a password; counts failures and locks. The office's cookie and a device's registration both start here.</summary>
public sealed class SignIn(Database database, Passwords passwords, SchoolClock clock)
{
    private const int Failures = 5;
    private static readonly Duration lockFor = Duration.FromMinutes(5);

    /// <summary>Checks.</summary>
    /// <returns>The person; never says whether the name exists, by its words or by its time.</returns>
    /// <remarks>
    /// Errors: sign-in.refused (401; unknown name and wrong password alike), sign-in.locked (423; after five failures, five minutes, whether or not somebody
    /// has the name; an account that an administrator locked says so to its password alone).
    /// </remarks>
    public async Task<Answer<Person>> Do(string userName, string password, CancellationToken stop = default)
    {
        var name = passwords.Normalize(userName);
        await using var db = database.Read(EstablishmentId.Platform);
        var person = await db.People.FirstOrDefaultAsync(p => p.NormalizedUserName == name, stop);
        var strange = await StrangeNames.LockedUntil(db, name, stop);
        var good = passwords.Verify(person, password);
        if (person is null || (!good && person.LockoutEnd >= LockPerson.ForEver.ToDateTimeOffset()))
        {
            return strange > clock.Now ? Locked : await Fail(name, stop);
        }
        if (person.LockoutEnd is { } end && Instant.FromDateTimeOffset(end) > clock.Now)
        {
            return Locked;
        }
        if (!good || person.AccessFailedCount > 0)
        {
            await Count(person.Id, good, stop);
        }
        return good ? person : Refused;
    }

    private static Refusal Locked => new Refusal("sign-in.locked", 423);

    private static Refusal Refused => new Refusal("sign-in.refused", 401);

    private async Task<Answer<Person>> Fail(string name, CancellationToken stop)
    {
        await database.Write<Done>(new Act(null, EstablishmentId.Platform, null, clock.Now, nameof(SignIn)), async tx =>
        {
            await StrangeNames.Count(tx, name, Failures, lockFor, stop);
            return Done.It;
        }, stop);
        return Refused;
    }

    private Task<Answer<Done>> Count(Guid id, bool good, CancellationToken stop) =>
        database.Write<Done>(new Act(id, EstablishmentId.Platform, null, clock.Now, nameof(SignIn)), async tx =>
        {
            var person = await tx.Db.People.FirstAsync(p => p.Id == id, stop);
            person.AccessFailedCount = good ? 0 : person.AccessFailedCount + 1;
            if (person.AccessFailedCount >= Failures)
            {
                person.AccessFailedCount = 0;
                person.LockoutEnd = (tx.Act.At + lockFor).ToDateTimeOffset();
            }
            return Done.It;
        }, stop);
}
