using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Who may speak at the sync door of each establishment: kept in memory, thrown away when the log touches access.</summary>
/// <remarks>On one node it is never stale: the ring comes with the commit. Between nodes it is as old as the doorbell, 1 s at worst.</remarks>
public sealed class Speakers
{
    // A classroom tablet makes one of them an hour: what a load reads must not grow with the year.
    private static readonly Duration recent = Duration.FromDays(3);
    private readonly ConcurrentDictionary<Guid, EstablishmentId> homes = new();
    private readonly Database database;
    private readonly SchoolClock clock;
    private readonly Kept<Known> known;

    /// <summary>One per node.</summary>
    public Speakers(Database database, Doorbell doorbell, SchoolClock clock)
    {
        (this.database, this.clock) = (database, clock);
        known = new(doorbell, heard => heard.Access, Load, dropped: Forget);
    }

    /// <summary>The device that an <c>Authorization: Device id:secret</c> names.</summary>
    /// <remarks>Errors: device.unknown (401; also a wrong secret), device.revoked (403), device.suspended (403).</remarks>
    public async Task<Answer<Speaker>> Recognise(Guid device, string secret, CancellationToken stop = default)
    {
        if (!homes.TryGetValue(device, out var home))
        {
            await using var db = database.Read(EstablishmentId.Platform);
            var id = new Id<Device>(device);
            home = await db.Devices.Where(d => d.Id == id).Select(d => d.Establishment).FirstOrDefaultAsync(stop);
            if (home.Value == 0)
            {
                return new Refusal("device.unknown", 401);
            }
            homes[device] = home;
        }
        var here = await In(home, stop);
        if (!here.Devices.TryGetValue(device, out var row) || !Matches(row.SecretHash, secret))
        {
            return new Refusal("device.unknown", 401);
        }
        if (row.RevokedAt is not null)
        {
            return Refusal.Forbidden("device.revoked");
        }
        return row.SuspendedAt is null ? new Speaker(row, home, here) : Refusal.Forbidden("device.suspended");
    }

    /// <summary>The speakers of an establishment, as of the last touch of access that this node heard.</summary>
    public ValueTask<Known> In(EstablishmentId establishment, CancellationToken stop = default) => known.In(establishment, stop);

    /// <summary>The stays that facts name. Those of these days are known; an older one, of a tablet that lay in a drawer since, is asked for: its facts are taken all the same.</summary>
    /// <returns>By id; without those that are not of this device.</returns>
    public async ValueTask<IReadOnlyDictionary<Guid, DeviceSignIn>> Stays(Speaker speaker, IReadOnlyCollection<Guid> named, CancellationToken stop = default)
    {
        var known = speaker.Known.SignIns;
        if (named.All(known.ContainsKey))
        {
            return known;
        }
        var older = named.Where(id => !known.ContainsKey(id)).Select(id => new Id<DeviceSignIn>(id)).Distinct().ToList();
        await using var db = database.Read(speaker.Establishment);
        var found = await db.DeviceSignIns.Where(s => s.Device == speaker.Device.Id && older.Contains(s.Id)).ToListAsync(stop);
        return named.Where(known.ContainsKey).Distinct().Select(id => known[id]).Concat(found).ToDictionary(s => s.Id.Value);
    }

    private async Task<(long, Known)> Load(EstablishmentId establishment, CancellationToken stop)
    {
        await using var db = database.Read(establishment);
        var at = await db.Counters.Select(c => c.Access).FirstOrDefaultAsync(stop);
        var devices = await db.Devices.Where(d => d.Establishment == establishment).ToListAsync(stop);
        devices.ForEach(d => homes[d.Id.Value] = establishment); // the first tablet of a school has asked for all of them
        var limit = clock.Now - recent;
        var lately = await db.DeviceSignIns.Where(s => s.EndedAt > limit).ToListAsync(stop); // two questions, for each has its index
        var open = await db.DeviceSignIns.Where(s => s.EndedAt == null).GroupBy(s => s.Device).Select(g => g.OrderByDescending(s => s.Since).First()).ToListAsync(stop);
        var signIns = lately.Concat(open).DistinctBy(s => s.Id);
        var stayDays = await db.DeviceSettings.Select(s => s.StayDays).FirstOrDefaultAsync(stop);
        var zone = await db.Establishments.Where(e => e.Id == establishment).Select(e => e.Zone).FirstOrDefaultAsync(stop);
        var levels = await db.Memberships.Where(m => m.Establishment == establishment).ToListAsync(stop);
        var people = await db.Memberships.Where(m => m.Establishment == establishment).Select(m => m.Person).Distinct()
            .Join(db.People, id => id, p => p.Id, (_, p) => new Member(p.Id, p.DisplayName, p.UserName!, p.ReloadSeconds, p.LockoutEnd, p.SignInsEndedAt)).ToListAsync(stop);
        return (at, new Known(devices.ToFrozenDictionary(d => d.Id.Value), signIns.ToFrozenDictionary(s => s.Id.Value),
            levels.GroupBy(m => m.Person).ToFrozenDictionary(g => g.Key, g => Levels.Highest(g.Select(m => m.Level))!.Value), people.ToFrozenDictionary(p => p.Id), stayDays, DateTimeZoneProviders.Tzdb[zone ?? "UTC"]));
    }

    private void Forget(IReadOnlySet<EstablishmentId> gone)
    {
        foreach (var (device, home) in homes)
        {
            if (gone.Contains(home))
            {
                homes.TryRemove(device, out _);
            }
        }
    }

    private static bool Matches(byte[] hash, string secret) =>
        CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));

    /// <summary>What is known of one establishment.</summary>
    /// <param name="SignIns">Those of these days and the latest open one of each device; see <see cref="Stays"/> for others.</param>
    /// <param name="Levels">The highest level of each member.</param>
    /// <param name="People">The members' names and settings.</param>
    /// <param name="StayDays">Days that a person stays signed in on a tablet of their own; null: until they leave.</param>
    /// <param name="Zone">In which these days end.</param>
    public sealed record Known(
        FrozenDictionary<Guid, Device> Devices, FrozenDictionary<Guid, DeviceSignIn> SignIns, FrozenDictionary<Guid, Level> Levels,
        FrozenDictionary<Guid, Member> People, short? StayDays, DateTimeZone Zone)
    {
        private readonly FrozenDictionary<Id<Device>, DeviceSignIn> latest = SignIns.Values.Where(s => s.EndedAt is null)
            .GroupBy(s => s.Device).ToFrozenDictionary(g => g.Key, g => g.MaxBy(s => s.Since)!);

        /// <summary>The latest stay on a device that has not ended, or null.</summary>
        public DeviceSignIn? LatestOn(Id<Device> device) => latest.GetValueOrDefault(device);
    }

    /// <summary>A member as a device needs them.</summary>
    /// <param name="LockoutEnd">As the account has it.</param>
    /// <param name="SignInsEndedAt">Stays that began before are over; null: none.</param>
    public sealed record Member(Guid Id, string Name, string UserName, int ReloadSeconds, DateTimeOffset? LockoutEnd, Instant? SignInsEndedAt)
    {
        /// <summary>Whether an administrator locked the account.</summary>
        public bool IsLocked => LockoutEnd >= LockPerson.ForEver.ToDateTimeOffset();
    }
}

/// <summary>A device that proved its key, and what is known of its establishment.</summary>
public sealed record Speaker(Device Device, EstablishmentId Establishment, Speakers.Known Known)
{
    /// <summary>The stay of whoever stands before the device; null when everybody signed out, or the last one's time is over.</summary>
    public DeviceSignIn? Stay(Instant now) => Known.LatestOn(Device.Id) is { } stay && !IsOver(stay, now) ? stay : null;

    /// <summary>Whether a stay is over at a moment: left, past its days, its person locked, with another password since, or without any level here.</summary>
    public bool IsOver(DeviceSignIn stay, Instant at) =>
        stay.EndedAt is not null || EndOf(stay) <= at || !Known.Levels.ContainsKey(stay.Person)
        || !Known.People.TryGetValue(stay.Person, out var person) || person.IsLocked || stay.Since < person.SignInsEndedAt;

    /// <summary>When a stay ends by itself: with the last night of the days that the school set, never in the middle of a roll; on a classroom tablet after half a day; null: never.</summary>
    private Instant? EndOf(DeviceSignIn stay) => Device.IsShared ? stay.Since + classroom
        : Known.StayDays is { } days ? stay.Since.InZone(Known.Zone).Date.PlusDays(days).AtStartOfDayInZone(Known.Zone).ToInstant() : null;

    /// <summary>Why nothing is told to the device now, or null: nobody stays on it. A classroom tablet waits for somebody. What a device keeps is always taken.</summary>
    /// <remarks>Errors: sign-in.ended (401).</remarks>
    public Refusal? WhySilent(Instant now) => Device.IsShared || Stay(now) is not null ? null : new Refusal("sign-in.ended", 401);

    private static readonly Duration classroom = Duration.FromHours(4);
}
