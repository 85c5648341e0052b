using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>A tablet, a kiosk, a phone: what speaks at the sync door. Registered at a person's first sign-in on it.</summary>
/// <remarks>Platform row: its key is checked before any tenant is known; it belongs to one establishment.</remarks>
public sealed class Device : IOfPlatform
{
    /// <summary>Given by the server.</summary>
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
    }
}
