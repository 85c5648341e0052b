using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>A person proves on a classroom tablet who they are, by their short code; the roll in whose midst they do so is theirs from now on.</summary>
/// <remarks>Levels: those who work here, by their own code. Tenant: the device's own establishment.</remarks>
public sealed class SayWho(Database database, SchoolClock clock)
{
    /// <summary>The stay on the device.</summary>
    /// <param name="Sequence">The sequence to present at the next push.</param>
    /// <param name="Doubted">What was claimed here in this name on these days, to be asked about.</param>
    public sealed record Known(Guid SignIn, Person Person, Level Level, long Sequence, IReadOnlyList<DoubtedStay> Doubted);

    /// <summary>Does it. A try is counted before the code is looked at, so a thousand at once are no better than one after another.</summary>
    /// <param name="lasting">The claimed stay that this proves; null for none.</param>
    /// <remarks>Errors: who.not-shared (403), who.refused (401; wrong, or a person without a code, locked or unknown: the answer is the same), who.wait (429; its argument: seconds).</remarks>
    public async Task<Answer<Known>> Do(Speaker speaker, Guid person, string code, Guid? lasting, CancellationToken stop = default)
    {
        if (!speaker.Device.IsShared)
        {
            return Refusal.Forbidden("who.not-shared");
        }
        var act = new Act(null, speaker.Establishment, speaker.Device.Id.Value, clock.Now, nameof(SayWho));
        var counted = await database.Write<Done>(act, tx => Count(tx, speaker.Device.Id, person, stop), stop);
        if (counted.Refusal is { } wait)
        {
            return wait;
        }
        await using var db = database.Read(speaker.Establishment);
        var kept = await db.PersonCodes.FirstOrDefaultAsync(c => c.Person == person, stop);
        if (!CodeRules.Matches(kept, code) || !speaker.Known.Levels.TryGetValue(person, out var level) || speaker.Known.People[person].IsLocked)
        {
            return new Refusal("who.refused", 401);
        }
        return await database.Write<Known>(act with { Who = person }, tx => Stay(tx, speaker.Device.Id, person, level, lasting, stop), stop);
    }

    private static async Task<Answer<Done>> Count(Tx tx, Id<Device> device, Guid person, CancellationToken stop)
    {
        // Logged first: it bumps the establishment's counter, so tries stand in line on every engine.
        await tx.Log("code-tried", 0, new { device, person });
        var since = tx.Act.At - CodeRules.Memory;
        var all = await tx.Db.CodeTries.Where(t => t.Person == person || t.Device == device).ToListAsync(stop);
        var recent = all.Where(t => t.LastAt > since).ToList();
        var here = recent.Find(t => t.Device == device && t.Person == person);
        var closed = new[]
        {
            Closed(recent.Where(t => t.Person == person), CodeRules.FreeTriesOfPerson), Closed(recent.Where(t => t.Device == device), CodeRules.FreeTriesOfDevice),
            Closed(here is null ? [] : [here], CodeRules.FreeTries),
        }.Max();
        if (closed is { } until && until > tx.Act.At)
        {
            return new Refusal("who.wait", 429, (int)Math.Ceiling((until - tx.Act.At).TotalSeconds));
        }
        var row = all.Find(t => t.Device == device && t.Person == person);
        if (row is null)
        {
            row = new CodeTries { Establishment = tx.Act.Establishment, Device = device, Person = person };
            tx.Db.Add(row);
        }
        (row.Count, row.LastAt) = (here is null ? 1 : row.Count + 1, tx.Act.At);
        return Done.It;
    }

    private static Instant? Closed(IEnumerable<CodeTries> tries, int free) =>
        tries.ToList() is { Count: > 0 } all ? CodeRules.ClosedUntil(all.Sum(t => t.Count), all.Max(t => t.LastAt), free) : null;

    private static async Task<Answer<Known>> Stay(Tx tx, Id<Device> device, Guid person, Level level, Guid? lasting, CancellationToken stop)
    {
        tx.Db.RemoveRange(await tx.Db.CodeTries.Where(t => t.Person == person && t.Device == device).ToListAsync(stop));
        var doubted = await tx.LeaveClassroom(device, person, lasting, stop);
        var stay = new DeviceSignIn { Establishment = tx.Act.Establishment, Id = Id<DeviceSignIn>.New(), Device = device, Person = person, Since = tx.Act.At };
        tx.Db.Add(stay);
        var sequence = await tx.Db.DeviceSequences.FirstAsync(s => s.Device == device.Value, stop);
        await tx.Log("said-who", 0, new { device, signIn = stay.Id, person }, Touches.Access);
        return new Known(stay.Id.Value, await tx.Db.People.FirstAsync(p => p.Id == person, stop), level, sequence.Last, doubted);
    }
}
