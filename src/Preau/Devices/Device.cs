using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>A tablet, a kiosk, a phone: what speaks at the sync door. Registered at a person's first sign-in on it.</summary>
/// <remarks>Platform row: its key is checked before any tenant is known; it belongs to one establishment.</remarks>
public sealed class Device : IOfPlatform
{
    /// <summary>Given by the server, or chosen by a classroom tablet (<see cref="EnrolTablet.Key"/>).</summary>
    public required Id<Device> Id { get; init; }

    /// <summary>Where it serves.</summary>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>As people call it, such as <c>Tablette salle 204</c>.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of its secret.</summary>
    public required byte[] SecretHash { get; set; }

    /// <summary>Since when.</summary>
    public required Instant Since { get; init; }

    /// <summary>When an administrator revoked it; null while it may speak.</summary>
    public Instant? RevokedAt { get; set; }

    /// <summary>The room of a classroom tablet, as sessions name it; null for a tablet that goes about, or a person's own.</summary>
    public string? Room { get; set; }

    /// <summary>A classroom tablet: enrolled by the office, used by whoever teaches there. False for a person's own.</summary>
    public bool IsShared { get; init; }

    /// <summary>The page that it last ran, such as <c>0.1.0 4381cdb40bd5</c>; at most 60; null before it said.</summary>
    public string? Page { get; set; }

    /// <summary>When it last spoke, to within ten minutes; null before it did.</summary>
    public Instant? SeenAt { get; set; }

    /// <summary>The address from which it last spoke.</summary>
    public string? Address { get; set; }

    /// <summary>When its sequence forked (a copied profile); null unless suspended. A new sign-in with a password enrols it anew.</summary>
    public Instant? SuspendedAt { get; set; }
}

/// <summary>A person's stay on a device; each fact names the one under which it was made.</summary>
public sealed class DeviceSignIn : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Given by the server.</summary>
    public required Id<DeviceSignIn> Id { get; init; }

    /// <summary>On which device.</summary>
    public required Id<Device> Device { get; init; }

    /// <summary>Who.</summary>
    public required Guid Person { get; init; }

    /// <summary>Since when.</summary>
    public required Instant Since { get; init; }

    /// <summary>Signed out, or revoked; null while it lasts.</summary>
    public Instant? EndedAt { get; set; }

    /// <summary>Since when a name is claimed without proof: chosen from the list, offline, on a classroom tablet. Null when the person proved it, then or since.</summary>
    public Instant? UnprovenSince { get; set; }
}

internal sealed class DevicesStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        var device = model.Entity<Device>().ToTable("devices");
        device.HasKey(d => d.Id);
        device.HasIndex(d => d.Establishment);
        var signIn = model.Entity<DeviceSignIn>().ToTable("device_sign_ins");
        signIn.HasKey(s => new { s.Establishment, s.Id });
        signIn.HasIndex(s => new { s.Establishment, s.Device });
        signIn.HasIndex(s => new { s.Establishment, s.EndedAt });
        device.Property(d => d.Page).HasMaxLength(60);
        device.Property(d => d.Room).HasMaxLength(40);
        device.Property(d => d.Address).HasMaxLength(45);
        var invitation = model.Entity<TabletInvitation>().ToTable("tablet_invitations");
        invitation.HasKey(i => i.Hash);
        var code = model.Entity<PersonCode>().ToTable("person_codes");
        code.HasKey(c => new { c.Establishment, c.Person });
        var tries = model.Entity<CodeTries>().ToTable("code_tries");
        tries.HasKey(t => new { t.Establishment, t.Device, t.Person });
        var settings = model.Entity<DeviceSettings>().ToTable("device_settings");
        settings.HasKey(s => s.Establishment);
        settings.Property(s => s.Establishment).ValueGeneratedNever();
        var minimum = model.Entity<MinimumVersion>().ToTable("minimum_versions");
        minimum.HasKey(m => m.Id);
        minimum.Property(m => m.Id).ValueGeneratedNever();
    }
}

/// <summary>The tables of devices.</summary>
public static class DevicesTables
{
    extension(PreauDb db)
    {
        /// <summary>All devices of the platform; ask for one establishment's by their <c>Establishment</c>.</summary>
        public DbSet<Device> Devices => db.Set<Device>();

        /// <summary>Who stayed on which device of the establishment.</summary>
        public DbSet<DeviceSignIn> DeviceSignIns => db.Set<DeviceSignIn>();

        internal DbSet<DeviceSequence> DeviceSequences => db.Set<DeviceSequence>();

        internal DbSet<TabletInvitation> TabletInvitations => db.Set<TabletInvitation>();

        internal DbSet<PersonCode> PersonCodes => db.Set<PersonCode>();

        internal DbSet<CodeTries> CodeTries => db.Set<CodeTries>();

        internal DbSet<DeviceSettings> DeviceSettings => db.Set<DeviceSettings>();

        internal DbSet<MinimumVersion> MinimumVersions => db.Set<MinimumVersion>();
    }
}
