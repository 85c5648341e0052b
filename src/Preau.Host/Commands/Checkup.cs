using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Backup;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary>How bad a finding is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,
    /// <summary>Works, but somebody should look.</summary>
    Watch,
    /// <summary>Must be put right.</summary>
    Wrong,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">Short name, stable, for machines.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Words);

/// <summary>Looks at the database, the disk, the counters and the certificate; changes nothing.</summary>
internal sealed class Checkup(IServiceProvider services)
{
    private const long LittleSpace = 1L << 30;
    private readonly ServerOptions options = services.GetRequiredService<ServerOptions>();
    private readonly Engine engine = services.GetRequiredService<Engine>();

    public async IAsyncEnumerable<Finding> Findings([EnumeratorCancellation] CancellationToken stop)
    {
        yield return new("version", Verdict.Good, Words.Say("doctor.version", Product.Version, engine.Name));
        await using var db = engine.Open(EstablishmentId.Platform);
        var pending = (await db.Database.GetPendingMigrationsAsync(stop)).Count();
        yield return pending == 0 ? new("schema", Verdict.Good, Words.Say("doctor.schema")) : new("schema", Verdict.Wrong, Words.Say("doctor.schema-old", pending));
        yield return await RestoreBackup.Unfinished(db, stop)
            ? new("restore", Verdict.Wrong, Words.Say("backup.unfinished")) : new("restore", Verdict.Good, Words.Say("doctor.whole"));
        yield return await Integrity(db, stop);
        yield return await Counters(db, stop);
        yield return await Administrator(db, stop);
        yield return Space();
        yield return Certificate();
    }

    private async Task<Finding> Integrity(PreauDb db, CancellationToken stop)
    {
        if (engine.Name != "sqlite")
        {
            return new("integrity", Verdict.Good, Words.Say("doctor.integrity-postgres"));
        }
        var told = await db.Database.SqlQueryRaw<string>("SELECT quick_check AS \"Value\" FROM pragma_quick_check").ToListAsync(stop);
        return told is ["ok"] ? new("integrity", Verdict.Good, Words.Say("doctor.integrity")) : new("integrity", Verdict.Wrong, Words.Say("doctor.integrity-bad", told.FirstOrDefault() ?? ""));
    }

    /// <summary>A counter behind its log would give a position twice.</summary>
    private async Task<Finding> Counters(PreauDb db, CancellationToken stop)
    {
        var behind = new List<string>();
        foreach (var place in await db.Establishments.ToListAsync(stop))
        {
            await using var look = engine.Open(place.Id);
            var last = await look.Entries.MaxAsync(e => (long?)e.Position, stop) ?? 0;
            var counted = await look.Counters.Select(c => c.Position).FirstOrDefaultAsync(stop);
            if (counted < last)
            {
                behind.Add(place.Code);
            }
        }
        return behind.Count == 0 ? new("counters", Verdict.Good, Words.Say("doctor.counters")) : new("counters", Verdict.Wrong, Words.Say("doctor.counters-behind", string.Join(", ", behind)));
    }

    private static async Task<Finding> Administrator(PreauDb db, CancellationToken stop) =>
        await db.Memberships.AnyAsync(m => m.Level == Level.Platform, stop)
            ? new("administrator", Verdict.Good, Words.Say("doctor.administrator")) : new("administrator", Verdict.Watch, Words.Say("doctor.no-administrator"));

    private Finding Space()
    {
        var free = new DriveInfo(options.Data).AvailableFreeSpace;
        return new("space", free > LittleSpace ? Verdict.Good : Verdict.Watch, Words.Say("doctor.space", free >> 20));
    }

    private Finding Certificate()
    {
        var file = Path.Combine(options.Data, "tls", "server.crt");
        using var certificate = options.Tls is { } tls ? X509CertificateLoader.LoadCertificate(tls.Certificate.RawData) : File.Exists(file) ? X509CertificateLoader.LoadCertificateFromFile(file) : null;
        if (certificate is null)
        {
            return new("certificate", Verdict.Good, Words.Say("doctor.no-certificate"));
        }
        var now = services.GetRequiredService<SchoolClock>().Now.ToDateTimeUtc();
        var (end, day) = (certificate.NotAfter.ToUniversalTime(), certificate.NotAfter.ToString("yyyy-MM-dd", null));
        return end < now ? new("certificate", Verdict.Wrong, Words.Say("doctor.certificate-ended", day))
            : new("certificate", end < now.AddDays(14) ? Verdict.Watch : Verdict.Good, Words.Say("doctor.certificate", day));
    }
}
