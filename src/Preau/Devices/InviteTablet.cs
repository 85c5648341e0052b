using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>The office makes the code with which a classroom tablet is enrolled: once, within fifteen minutes.</summary>
public sealed class InviteTablet(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"; // 32 that nobody takes for another

    /// <summary>How long a code lasts.</summary>
    internal static readonly Duration Lasts = Duration.FromMinutes(15);

    /// <summary>What is asked.</summary>
    /// <param name="Room">As sessions name it; null or empty for a tablet that goes about.</param>
    public sealed record Request(string Name, string? Room);

    /// <summary>The code, shown once, and until when it works.</summary>
    public sealed record Invited(string Code, Instant Until);

    /// <summary>Does it. Codes whose time is over are swept away.</summary>
    /// <remarks>Errors: access.denied, device.bad-name (1 to 60), device.bad-room (at most 40).</remarks>
    public async Task<Answer<Invited>> Do(Act act, Request request, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var (name, room) = (request.Name.Trim(), request.Room?.Trim() is { Length: > 0 } said ? said : null);
        if (name.Length is < 1 or > 60)
        {
            return Refusal.Malformed("device.bad-name");
        }
        if (room?.Length > 40)
        {
            return Refusal.Malformed("device.bad-room");
        }
        var code = RandomNumberGenerator.GetString(Letters, 10);
        return await database.Write<Invited>(act, async tx =>
        {
            tx.Db.RemoveRange(await tx.Db.TabletInvitations.Where(i => i.Until < act.At).ToListAsync(stop));
            tx.Db.Add(new TabletInvitation { Hash = HashOf(code), Establishment = act.Establishment, Name = name, Room = room, Until = act.At + Lasts });
            await tx.Log("tablet-invited", 0, new { name, room });
            return new Invited(code, act.At + Lasts);
        }, stop);
    }

    /// <summary>The hash of a code as somebody typed it: case, spaces and hyphens do not matter.</summary>
    internal static byte[] HashOf(string typed) =>
        SHA256.HashData(Encoding.ASCII.GetBytes(new string([.. typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Take(40)])));
}
