using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Preau.Foundation;

/// <summary>The model on PostgreSQL: native uuid, timestamptz, date, time.</summary>
public sealed class PreauPostgres(DbContextOptions<PreauPostgres> options, IEnumerable<FeatureStorage> features) : PreauDb(options, features)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        Conversions.Common(conventions, typeof(Conversions.IdAsGuid<>));
}

internal sealed class PreauPostgresDesign : IDesignTimeDbContextFactory<PreauPostgres>
{
    public PreauPostgres CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PreauPostgres>().UseNpgsql("Host=localhost", o => o.UseNodaTime()).Options, PreauFeatures.Storages());
}
