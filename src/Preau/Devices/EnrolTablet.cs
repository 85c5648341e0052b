using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
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

    /// <summary>What a tablet calls itself, so that it may ask again when the answer was lost; made by it at random.</summary>
    public sealed record Key(Guid Id, string Secret)
    {
        /// <summary>Whether there is an id, and the secret is 32 bytes in base64.</summary>
        public bool IsSound => Id != Guid.Empty && Secret.Length == 44 && Convert.TryFromBase64String(Secret, new byte[33], out var bytes) && bytes == 32;
    }

    /// <summary>Does it; the code is used up. The same tablet is answered again, as long as a code lasts and until it has sent something.</summary>
    /// <param name="key">Null, unsound or another's id: the server makes one.</param>
    /// <remarks>Errors: enrol.unknown (404; wrong, used or too old: the answer is the same).</remarks>
    public async Task<Answer<Enrolled>> Do(string code, Key? key = null, CancellationToken stop = default)
    {
        var hash = InviteTablet.HashOf(code);
        key = key is { IsSound: true } ? key : null;
        await using var db = database.Read(EstablishmentId.Platform);
        if (await db.TabletInvitations.FirstOrDefaultAsync(i => i.Hash == hash, stop) is not { } invitation)
        {
            return await Again(db, key, clock.Now, stop);
        }
        var act = new Act(null, invitation.Establishment, null, clock.Now, nameof(EnrolTablet));
        return await database.Write<Enrolled>(act, tx => Register(tx, hash, key, stop), stop);
    }

    /// <summary>The tablet that was enrolled and has not heard of it.</summary>
    private static async Task<Answer<Enrolled>> Again(PreauDb db, Key? key, Instant now, CancellationToken stop)
    {
        var id = new Id<Device>(key?.Id ?? default);
        var device = key is null ? null : await db.Devices.FirstOrDefaultAsync(d => d.Id == id && d.IsShared && d.RevokedAt == null && d.SuspendedAt == null, stop);
        return device is not null && now - device.Since < InviteTablet.Lasts && CryptographicOperations.FixedTimeEquals(device.SecretHash, HashOf(key!.Secret))
            && await db.DeviceSequences.AnyAsync(s => s.Device == key.Id && s.Last == 0, stop)
            ? new Enrolled(device, key.Secret, await db.Establishments.FirstAsync(e => e.Id == device.Establishment, stop))
            : Refusal.Unknown("enrol.unknown");
    }

    private static async Task<Answer<Enrolled>> Register(Tx tx, byte[] hash, Key? key, CancellationToken stop)
    {
        // Looked at again inside: of two tablets with one code, one is enrolled.
        if (await tx.Db.TabletInvitations.FirstOrDefaultAsync(i => i.Hash == hash, stop) is not { } invitation || invitation.Until < tx.Act.At)
        {
            return await Again(tx.Db, key, tx.Act.At, stop);
        }
        tx.Db.Remove(invitation);
        var id = new Id<Device>(key?.Id ?? default);
        var own = key is null || await tx.Db.Devices.AnyAsync(d => d.Id == id, stop) ? null : key;
        var secret = own?.Secret ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var device = new Device
        {
            Id = own is null ? Id<Device>.New() : id, Establishment = invitation.Establishment, Name = invitation.Name, Room = invitation.Room, IsShared = true,
            SecretHash = HashOf(secret), Since = tx.Act.At,
        };
        tx.Db.Add(device);
        tx.Db.Add(new DeviceSequence { Device = device.Id.Value });
        await tx.Log("tablet-enrolled", 0, new { device = device.Id, device.Room }, Touches.Access);
        return new Enrolled(device, secret, await tx.Db.Establishments.FirstAsync(e => e.Id == invitation.Establishment, stop));
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
