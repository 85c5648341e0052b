using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>The devices of an establishment: who signed in last, which are stopped.</summary>
public sealed class ListDevices(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>One device.</summary>
    /// <param name="LastSignIn">When somebody last signed in; null when nobody did.</param>
    /// <param name="LastPerson">Who; null when nobody did.</param>
    /// <param name="Stays">True while that person has not signed out.</param>
    /// <param name="LastFact">When the server last received a fact from it; null when it never did.</param>
    public sealed record Line(Device Device, Instant? LastSignIn, string? LastPerson, bool Stays, Instant? LastFact);

    /// <summary>Does it.</summary>
    /// <returns>The latest sign-in first.</returns>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var devices = await db.Devices.Where(d => d.Establishment == act.Establishment).ToListAsync(stop);
        var stays = await db.DeviceSignIns.GroupBy(s => s.Device).Select(g => g.OrderByDescending(s => s.Since).First()).ToDictionaryAsync(s => s.Device, stop);
        var ids = stays.Values.Select(s => s.Person).Distinct().ToList();
        var names = await db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, stop);
        var own = devices.Select(d => d.Id.Value).ToList();
        var facts = await db.DeviceSequences.Where(q => own.Contains(q.Device) && q.LastFactAt != null).ToDictionaryAsync(q => q.Device, q => q.LastFactAt!.Value, stop);
        return devices.Select(d => Show(d, stays.GetValueOrDefault(d.Id), names, facts)).OrderByDescending(l => l.LastSignIn).ToList();
    }

    private static Line Show(Device device, DeviceSignIn? stay, Dictionary<Guid, string> names, Dictionary<Guid, Instant> facts) =>
        new(device, stay?.Since, stay is null ? null : names.GetValueOrDefault(stay.Person), stay is { EndedAt: null },
            facts.TryGetValue(device.Id.Value, out var at) ? at : null);
}
