using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>A person signs in on a device; the first sign-in registers the device, a later one enrols a suspended device anew.</summary>
public sealed class SignInOnDevice(Database database, SignIn signIn, Speakers speakers, SchoolClock clock)
{
    /// <summary>What is asked.</summary>
    /// <param name="Establishment">Code; null when the person belongs to one place only.</param>
    /// <param name="Device">What the device already holds; id and secret null the first time.</param>
    public sealed record Request(string UserName, string Password, string? Establishment, Held Device);

    /// <summary>What the device holds of its registration.</summary>
    /// <param name="IsShared">It was enrolled as a classroom's, as its page says.</param>
    public sealed record Held(Guid? Id, string? Secret, string Name, string Kind, bool IsShared);

    /// <summary>The sign-in.</summary>
    /// <param name="Secret">The device's new secret; null when it keeps the one it holds.</param>
    /// <param name="Sequence">The sequence to present at the next push.</param>
    /// <param name="Doubted">What was claimed on a classroom tablet in this name on these days, to be asked about; empty on one's own.</param>
    public sealed record Signed(
        Guid Device, string? Secret, string DeviceName, Guid SignIn, Person Person, Level Level, Establishment Establishment, long Sequence, IReadOnlyList<DoubtedStay> Doubted);

    /// <summary>Several establishments are possible: the person must say which.</summary>
    public sealed record Choice(string Code, string Name);

    /// <summary>Does it.</summary>
    /// <remarks>Errors: sign-in.refused, sign-in.locked, sign-in.no-establishment (403), sign-in.choose (409; its arguments are the choices), device.revoked (403; a classroom tablet's: a person's own found again is registered anew),
    /// device.needs-code (403; a classroom tablet that is suspended or no longer known: only the office's code makes it one again), device.not-here (403; a classroom tablet of elsewhere).</remarks>
    public async Task<Answer<Signed>> Do(Request request, CancellationToken stop = default)
    {
        var who = await signIn.Do(request.UserName, request.Password, stop);
        if (who.Refusal is { } no)
        {
            return no;
        }
        var place = await Place(who.Value!, request.Establishment, stop);
        if (place.Refusal is { } nowhere)
        {
            return nowhere;
        }
        var held = await Kept(request.Device, place.Value!.Establishment.Id, stop);
        if (held.Refusal is { } revoked)
        {
            return revoked;
        }
        var act = new Act(who.Value!.Id, place.Value!.Establishment.Id, held.Value, clock.Now, nameof(SignInOnDevice));
        return await database.Write<Signed>(act, tx => Sign(tx, who.Value, place.Value, held.Value, request.Device, stop), stop);
    }

    private async Task<Answer<(Establishment Establishment, Level Level)>> Place(Person person, string? code, CancellationToken stop)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        var mine = await db.Memberships.Where(m => m.Person == person.Id)
            .Join(db.Establishments, m => m.Establishment, e => e.Id, (m, e) => new { e, m.Level }).ToListAsync(stop);
        var places = mine.GroupBy(m => m.e.Id).Select(g => (g.First().e, Levels.Highest(g.Select(m => m.Level))!.Value)).ToList();
        var wanted = code is null ? places : [.. places.Where(p => p.e.Code.Equals(code, StringComparison.OrdinalIgnoreCase))];
        return wanted.Count switch
        {
            0 => Refusal.Forbidden("sign-in.no-establishment"),
            1 => wanted[0],
            _ => new Refusal("sign-in.choose", 409, [.. wanted.Select(p => new Choice(p.e.Code, p.e.Name))]),
        };
    }

    /// <summary>The device it says it is, when it proves it and it is of this establishment; else null: a new one is registered.</summary>
    /// <remarks>A classroom tablet never becomes a person's own by their password: nobody would be forgotten on it.</remarks>
    private async Task<Answer<Guid?>> Kept(Held held, EstablishmentId establishment, CancellationToken stop)
    {
        if (held is not { Id: { } id, Secret: { } secret })
        {
            return held.IsShared ? Refusal.Forbidden("device.needs-code") : (Guid?)null;
        }
        var known = await speakers.Recognise(id, secret, stop);
        if (known.Value is { } speaker)
        {
            return speaker.Establishment == establishment ? id : speaker.Device.IsShared ? Refusal.Forbidden("device.not-here") : (Guid?)null;
        }
        var shared = held.IsShared || (known.Refusal is { Code: "device.suspended" or "device.revoked" } && await IsShared(id, stop));
        return !shared ? (Guid?)null : known.Refusal is { Code: "device.revoked" } revoked ? revoked : Refusal.Forbidden("device.needs-code");
    }

    private async Task<bool> IsShared(Guid id, CancellationToken stop)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        return await db.Devices.AnyAsync(d => d.Id == new Id<Device>(id) && d.IsShared, stop);
    }

    private static async Task<Answer<Signed>> Sign(
        Tx tx, Person person, (Establishment Establishment, Level Level) place, Guid? kept, Held held, CancellationToken stop)
    {
        var (device, secret, sequence) = kept is { } id ? await Keep(tx, id, stop) : Register(tx, held);
        var doubted = device.IsShared ? await tx.LeaveClassroom(device.Id, person.Id, null, stop) : [];
        var signIn = new DeviceSignIn
        {
            Establishment = tx.Act.Establishment, Id = Id<DeviceSignIn>.New(), Device = device.Id, Person = person.Id, Since = tx.Act.At,
        };
        tx.Db.Add(signIn);
        await tx.Log("signed-in", 0, new { device = device.Id, signIn = signIn.Id, person = person.Id }, Touches.Access);
        return new Signed(device.Id.Value, secret, device.Name, signIn.Id.Value, person, place.Level, place.Establishment, sequence, doubted);
    }

    private static async Task<(Device, string?, long)> Keep(Tx tx, Guid id, CancellationToken stop)
    {
        var device = await tx.Db.Devices.FirstAsync(d => d.Id == new Id<Device>(id), stop);
        var sequence = await tx.Db.DeviceSequences.FirstAsync(s => s.Device == id, stop);
        return (device, null, sequence.Last);
    }

    private static (Device, string?, long) Register(Tx tx, Held held)
    {
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var name = held.Name.Trim().Whole();
        var device = new Device
        {
            Id = Id<Device>.New(), Establishment = tx.Act.Establishment, Name = name.Length is > 0 and <= 60 ? name : "Tablette",
            SecretHash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)), Since = tx.Act.At,
        };
        tx.Db.Add(device);
        tx.Db.Add(new DeviceSequence { Device = device.Id.Value });
        return (device, secret, 0);
    }
}
