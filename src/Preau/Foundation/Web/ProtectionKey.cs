using Microsoft.EntityFrameworkCore;

namespace Preau.Foundation;

/// <summary>A data-protection key of the framework, for cookies and forms.</summary>
/// <remarks>Platform row: it protects sign-in itself, before any tenant is known.</remarks>
public sealed class ProtectionKey : IOfPlatform
{
    /// <summary>The name of the row that stands here while a restore is under way: such a database is not served.</summary>
    public const string Restoring = "restoring";

    /// <summary>The framework's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>The key as the framework writes it.</summary>
    public required string Xml { get; init; }
}

internal sealed class WebStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model) => model.Entity<ProtectionKey>().ToTable("protection_keys").HasKey(k => k.Name);
}
