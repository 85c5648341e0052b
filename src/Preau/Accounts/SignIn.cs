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
    /// <returns>The person; never says whether the name exists.</returns>
    /// <remarks>Errors: sign-in.refused (401; unknown name and wrong password alike), sign-in.locked (423; after five failures, five minutes).</remarks>
    public async Task<Answer<Person>> Do(string userName, string password, CancellationToken stop = default)
    {
        var name = passwords.Normalize(userName);
        await using var db = database.Read(EstablishmentId.Platform);
        var person = await db.People.FirstOrDefaultAsync(p => p.NormalizedUserName == name, stop);
        var good = passwords.Verify(person, password);
        if (person is null)
        {
            return new Refusal("sign-in.refused", 401);
        }
        if (person.LockoutEnd is { } end && Instant.FromDateTimeOffset(end) > clock.Now)
        {
            return new Refusal("sign-in.locked", 423);
        }
        if (!good || person.AccessFailedCount > 0)
        {
            await Count(person.Id, good, stop);
        }
        return good ? person : new Refusal("sign-in.refused", 401);
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
