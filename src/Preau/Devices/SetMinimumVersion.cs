using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Says which is the oldest page that may be used, and where a newer program is found. Older pages say so, hand over what they keep, and update.</summary>
public sealed class SetMinimumVersion(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform];

    /// <summary>The version of this program, such as <c>0.1.0</c>.</summary>
    public static readonly string Own =
        typeof(SetMinimumVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Does it.</summary>
    /// <param name="version">Such as <c>0.2.0</c>, not above this program's own; null: every page is good.</param>
    /// <param name="download">An http or https address of at most 300; null: none.</param>
    /// <remarks>Errors: access.denied, version.bad, version.not-yet (this server has no such page), version.bad-link.</remarks>
    public async Task<Answer<Done>> Do(Act act, string? version, string? download, CancellationToken stop = default)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (WhyRefused(version, download) is { } no)
        {
            return no;
        }
        return await database.Write<Done>(act, async tx =>
        {
            var row = await tx.Db.MinimumVersions.FirstOrDefaultAsync(stop);
            if (row is null)
            {
                tx.Db.Add(row = new MinimumVersion { Id = 1, SetAt = act.At });
            }
            (row.Version, row.Download, row.SetAt) = (version, download, act.At);
            await database.PrepareYear(tx, 0, stop); // the platform may be older than its first establishment
            await tx.Log("minimum-version-set", 0, new { version, download });
            return Done.It;
        }, stop);
    }

    /// <summary>What holds now.</summary>
    /// <returns>Null, null when nothing was set.</returns>
    public async Task<(string? Version, string? Download)> Current(CancellationToken stop = default)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        var row = await db.MinimumVersions.FirstOrDefaultAsync(stop);
        return (row?.Version, row?.Download);
    }

    private static Refusal? WhyRefused(string? version, string? download)
    {
        if (version is not null && (version.Length > 20 || version.Split('.') is not { Length: 3 } || !Version.TryParse(version, out _)))
        {
            return Refusal.Malformed("version.bad");
        }
        if (version is not null && Version.Parse(version) > Version.Parse(Own.Split('-')[0]))
        {
            return Refusal.Malformed("version.not-yet", Own);
        }
        var isLink = download is null || (download.Length <= 300 && Uri.TryCreate(download, UriKind.Absolute, out var link) && link.Scheme is "http" or "https");
        return isLink ? null : Refusal.Malformed("version.bad-link");
    }
}
