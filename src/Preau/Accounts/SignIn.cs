using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Checks a name and a password; counts failures and locks. The office's cookie and a device's registration both start here.</summary>
public sealed class SignIn(Database database, Passwords passwords, SchoolClock clock)
{
    private const int Failures = 5;
    private static readonly Duration lockFor = Duration.FromMinutes(5);
    private readonly SemaphoreSlim[] lines = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>
    /// Checks. Tries of one name stand in line, on each node, from the first look to the count: a hundred at once are no better than one after another,
    /// and one that hangs up while it is checked is counted too.
    /// </summary>
    /// <returns>The person; never says whether the name exists, by its words or by its time.</returns>
    /// <remarks>
    /// Errors: sign-in.refused (401; unknown name and wrong password alike), sign-in.locked (423; after five failures, five minutes, whether or not somebody
    /// has the name; an account that an administrator locked says so to its password alone).
    /// </remarks>
    public async Task<Answer<Person>> Do(string userName, string password, CancellationToken stop = default)
    {
        var name = passwords.Normalize(userName);
        var line = lines[(uint)name.GetHashCode(StringComparison.Ordinal) % lines.Length];
        await line.WaitAsync(stop);
        try
        {
            return await Check(name, password);
        }
        finally
        {
            line.Release();
        }
    }

    private async Task<Answer<Person>> Check(string name, string password)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        var person = await db.People.FirstOrDefaultAsync(p => p.NormalizedUserName == name);
        var strange = person is null || LockPerson.Holds(person);
        var until = strange ? await StrangeNames.LockedUntil(db, name) : person!.LockoutEnd is { } end ? Instant.FromDateTimeOffset(end) : Instant.MinValue;
        if (until > clock.Now)
        {
            return new Refusal("sign-in.locked", 423);
        }
        if (!passwords.Verify(person, password))
        {
            await Write(null, tx => strange ? StrangeNames.Count(tx, name, Failures, lockFor) : Count(tx, person!.Id));
            return new Refusal("sign-in.refused", 401);
        }
        if (strange)
        {
            return new Refusal("sign-in.locked", 423);
        }
        if (person!.AccessFailedCount > 0)
        {
            await Write(person.Id, tx => Forgive(tx, person.Id));
        }
        return person;
    }

    /// <summary>Without the caller's token: who hangs up has tried all the same.</summary>
    private Task<Answer<Done>> Write(Guid? who, Func<Tx, Task> work) =>
        database.Write<Done>(new Act(who, EstablishmentId.Platform, null, clock.Now, nameof(SignIn)), async tx =>
        {
            await tx.StandInLine(); // nodes too
            await work(tx);
            return Done.It;
        });

    private static async Task Count(Tx tx, Guid id)
    {
        var person = await tx.Db.People.FirstAsync(p => p.Id == id);
        if (!LockPerson.Holds(person) && ++person.AccessFailedCount >= Failures)
        {
            (person.AccessFailedCount, person.LockoutEnd) = (0, (tx.Act.At + lockFor).ToDateTimeOffset());
        }
    }

    private static async Task Forgive(Tx tx, Guid id) => (await tx.Db.People.FirstAsync(p => p.Id == id)).AccessFailedCount = 0;
}
