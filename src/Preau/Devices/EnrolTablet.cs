using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>A classroom tablet shows the office's code and is registered: it knows its room, and nobody is signed in on it yet.</summary>
/// <remarks>Levels: none, the code is the right. Throttled per address by the route.</remarks>
public sealed class EnrolTablet(Database database, SchoolClock clock)
{
    /// <summary>The registration.</summary>
    /// <param name="Secret">The device's key, told once.</param>
    public sealed record Enrolled(Device Device, string Secret, Establishment Establishment);

    /// <summary>Does it; the code is used up.</summary>
    /// <remarks>Errors: enrol.unknown (404; wrong, used or too old: the answer is the same).</remarks>
    public async Task<Answer<Enrolled>> Do(string code, CancellationToken stop = default)
    {
        var hash = InviteTablet.HashOf(code);
        await using var db = database.Read(EstablishmentId.Platform);
        if (await db.TabletInvitations.FirstOrDefaultAsync(i => i.Hash == hash, stop) is not { } invitation)
        {
            return Refusal.Unknown("enrol.unknown");
        }
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var act = new Act(null, invitation.Establishment, null, clock.Now, nameof(EnrolTablet));
        return await database.Write<Enrolled>(act, tx => Register(tx, hash, secret, stop), stop);
    }

    private static async Task<Answer<Enrolled>> Register(Tx tx, byte[] hash, string secret, CancellationToken stop)
    {
        // Looked at again inside: of two tablets with one code, one is enrolled.
        if (await tx.Db.TabletInvitations.FirstOrDefaultAsync(i => i.Hash == hash, stop) is not { } invitation || invitation.Until < tx.Act.At)
        {
            return Refusal.Unknown("enrol.unknown");
        }
        tx.Db.Remove(invitation);
        var device = new Device
        {
            Id = Id<Device>.New(), Establishment = invitation.Establishment, Name = invitation.Name, Room = invitation.Room, IsShared = true,
            SecretHash = SHA256.HashData(Encoding.UTF8.GetBytes(secret)), Since = tx.Act.At,
        };
        tx.Db.Add(device);
        tx.Db.Add(new DeviceSequence { Device = device.Id.Value });
        await tx.Log("tablet-enrolled", 0, new { device = device.Id, device.Room }, Touches.Access);
        return new Enrolled(device, secret, await tx.Db.Establishments.FirstAsync(e => e.Id == invitation.Establishment, stop));
    }
}
