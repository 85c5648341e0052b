using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>A classroom tablet tells who chose their name on it while there was no network. Their rolls are taken; that nobody proved it is shown until they do.</summary>
/// <remarks>Levels: the person must work here. Tenant: the device's own establishment.</remarks>
public sealed class ClaimStay(Database database, SchoolClock clock)
{
    /// <summary>More than a week without network brings at once from one classroom.</summary>
    private const int MostInAnHour = 120;

    /// <summary>What the tablet tells.</summary>
    /// <param name="SignIn">Made on the tablet; the same again changes nothing.</param>
    /// <param name="Since">When the name was chosen; the tablet's clock, corrected.</param>
    public sealed record Claim(Guid SignIn, Guid Person, Instant Since);

    /// <summary>Does it.</summary>
    /// <remarks>Errors: who.not-shared (403), who.refused (401; does not work here), sign-in.unknown (404; the id is another's), who.wait (429; its argument: seconds).</remarks>
    public async Task<Answer<Done>> Do(Speaker speaker, Claim claim, CancellationToken stop = default)
    {
        if (!speaker.Device.IsShared)
        {
            return Refusal.Forbidden("who.not-shared");
        }
        if (!speaker.Known.Levels.ContainsKey(claim.Person))
        {
            return new Refusal("who.refused", 401);
        }
        var (now, device) = (clock.Now, speaker.Device.Id);
        var act = new Act(null, speaker.Establishment, device.Value, now, nameof(ClaimStay));
        return await database.Write<Done>(act, async tx =>
        {
            var id = new Id<DeviceSignIn>(claim.SignIn);
            if (await tx.Db.DeviceSignIns.FirstOrDefaultAsync(s => s.Id == id, stop) is { } known)
            {
                return known.Device == device && known.Person == claim.Person ? Done.It : Refusal.Unknown("sign-in.unknown");
            }
            var hourAgo = now - Duration.FromHours(1);
            if (await tx.Db.DeviceSignIns.CountAsync(s => s.Device == device && s.UnprovenSince > hourAgo, stop) >= MostInAnHour)
            {
                return new Refusal("who.wait", 429, 600);
            }
            var since = Instant.Min(claim.Since, now);
            foreach (var stay in await tx.Db.DeviceSignIns.Where(s => s.Device == device && s.EndedAt == null && s.Since <= since).ToListAsync(stop))
            {
                stay.EndedAt = now; // forgotten without network, whatever became of the word that they left
            }
            tx.Db.Add(new DeviceSignIn
            {
                Establishment = tx.Act.Establishment, Id = id, Device = device, Person = claim.Person, Since = since, UnprovenSince = now, EndedAt = now,
            });
            await tx.Log("stay-claimed", 0, new { device, signIn = id, person = claim.Person }, Touches.Access);
            return Done.It;
        }, stop);
    }
}
