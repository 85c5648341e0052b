using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>A person signs out of a device. Facts that they made before are still taken, and flagged.</summary>
public sealed class EndSignIn(Database database, SchoolClock clock)
{
    /// <summary>Does it; harmless when it had ended.</summary>
    /// <remarks>Errors: sign-in.unknown (404; also another device's).</remarks>
    public Task<Answer<Done>> Do(Speaker speaker, Id<DeviceSignIn> signIn, CancellationToken stop = default)
    {
        var act = new Act(null, speaker.Establishment, speaker.Device.Id.Value, clock.Now, nameof(EndSignIn));
        return database.Write<Done>(act, async tx =>
        {
            var row = await tx.Db.DeviceSignIns.FirstOrDefaultAsync(s => s.Id == signIn && s.Device == speaker.Device.Id, stop);
            if (row is null)
            {
                return Refusal.Unknown("sign-in.unknown");
            }
            row.EndedAt ??= tx.Act.At;
            await tx.Log("signed-out", 0, new { device = row.Device, signIn }, Touches.Access);
            return Done.It;
        }, stop);
    }
}
