using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Whoever has proved on a classroom tablet who they are says which stays, begun there in their name without proof, were theirs: what was entered in them is no longer in doubt.</summary>
/// <remarks>Levels: whoever stays on the tablet, of their own name only. Tenant: the device's own establishment.</remarks>
public sealed class OwnStays(Database database, SchoolClock clock)
{
    /// <summary>More than a month of hours.</summary>
    public const int Most = 200;

    /// <summary>Does it. A stay that is another's, of another tablet or proved already is left as it is.</summary>
    /// <remarks>Errors: who.not-shared (403), sign-in.ended (401; nobody stays here who proved who they are), who.too-many (400).</remarks>
    public async Task<Answer<Done>> Do(Speaker speaker, IReadOnlyCollection<Guid> stays, CancellationToken stop = default)
    {
        if (!speaker.Device.IsShared)
        {
            return Refusal.Forbidden("who.not-shared");
        }
        if (stays.Count > Most)
        {
            return new Refusal("who.too-many", 400, Most);
        }
        if (speaker.Stay(clock.Now) is not { UnprovenSince: null } here)
        {
            return new Refusal("sign-in.ended", 401);
        }
        var (device, ids) = (speaker.Device.Id, stays.Select(id => new Id<DeviceSignIn>(id)).ToList());
        var act = new Act(here.Person, speaker.Establishment, device.Value, clock.Now, nameof(OwnStays));
        return await database.Write<Done>(act, async tx =>
        {
            var mine = await tx.Db.DeviceSignIns.Where(s => s.Device == device && s.Person == here.Person && s.UnprovenSince != null && ids.Contains(s.Id)).ToListAsync(stop);
            if (mine.Count > 0)
            {
                mine.ForEach(s => s.UnprovenSince = null);
                await tx.Log("stays-owned", 0, new { device, signIns = mine.Select(s => s.Id) }, Touches.Access);
            }
            return Done.It;
        }, stop);
    }
}
