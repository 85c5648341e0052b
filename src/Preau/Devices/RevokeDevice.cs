using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>A device may no longer speak: lost, stolen, given away. What it had sent stays.</summary>
public sealed class RevokeDevice(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>Does it; harmless when it was revoked.</summary>
    /// <remarks>Errors: access.denied, device.not-here (404).</remarks>
    public async Task<Answer<Done>> Do(Act act, Id<Device> device, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<Done>(act, tx => DeviceEnd.Stop(tx, device, (row, at) => row.RevokedAt ??= at, "device-revoked"), stop);
    }
}

/// <summary>A device's sequence forked: both copies of the profile are suspended until somebody signs in with a password.</summary>
public sealed class SuspendDevice(Database database, SchoolClock clock)
{
    /// <summary>Does it, by the program itself.</summary>
    public Task<Answer<Done>> Do(Speaker speaker, CancellationToken stop = default)
    {
        var act = new Act(null, speaker.Establishment, speaker.Device.Id.Value, clock.Now, nameof(SuspendDevice));
        return database.Write<Done>(act, tx => DeviceEnd.Stop(tx, speaker.Device.Id, (row, at) => row.SuspendedAt ??= at, "device-suspended"), stop);
    }
}

internal static class DeviceEnd
{
    public static async Task<Answer<Done>> Stop(Tx tx, Id<Device> device, Action<Device, NodaTime.Instant> end, string kind)
    {
        var row = await tx.Db.Devices.FirstOrDefaultAsync(d => d.Id == device && d.Establishment == tx.Act.Establishment);
        if (row is null)
        {
            return Refusal.Unknown("device.not-here");
        }
        end(row, tx.Act.At);
        await tx.Log(kind, 0, new { device }, Touches.Access);
        return Done.It;
    }
}
