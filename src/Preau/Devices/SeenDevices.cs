using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Keeps what a device last told by merely speaking: its page, its address, when. Written at most every ten minutes while neither changes.</summary>
public sealed class SeenDevices(Database database, SchoolClock clock)
{
    /// <summary>The header in which a page names itself: <c>0.1.0 4381cdb40bd5</c>.</summary>
    public const string PageHeader = "Preau-Page";

    private static readonly Duration fresh = Duration.FromMinutes(10);
    private readonly ConcurrentDictionary<Id<Device>, (string? Page, string? Address, Instant At)> seen = new();

    /// <summary>Notes that a device has spoken.</summary>
    public async Task Note(Speaker speaker, HttpContext http)
    {
        var now = clock.Now;
        var page = http.Request.Headers[PageHeader].ToString() is { Length: > 0 and <= 60 } said && said.All(c => c is >= ' ' and <= '~') ? said : null;
        var address = AddressOf(http);
        if (seen.TryGetValue(speaker.Device.Id, out var known) && known.Page == page && known.Address == address && now - known.At < fresh)
        {
            return;
        }
        seen[speaker.Device.Id] = (page, address, now);
        var act = new Act(null, speaker.Establishment, speaker.Device.Id.Value, now, nameof(SeenDevices));
        await database.Write<Done>(act, async tx =>
        {
            var row = await tx.Db.Devices.FirstAsync(d => d.Id == speaker.Device.Id);
            (row.Page, row.Address, row.SeenAt) = (page ?? row.Page, address, now);
            return Done.It;
        });
    }

    /// <summary>The address that a request came from, as the server sees it; null when there is none.</summary>
    public static string? AddressOf(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } ip ? (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).ToString() : null;
}
