using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Preau.Foundation;

/// <summary>The model on SQLite: Instant = µs integer, LocalDate and LocalTime = ISO text, ids = 16 big-endian bytes.</summary>
public sealed class PreauSqlite(DbContextOptions<PreauSqlite> options, IEnumerable<FeatureStorage> features) : PreauDb(options, features)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) => Conversions.Sqlite(conventions);
}

internal sealed class PreauSqliteDesign : IDesignTimeDbContextFactory<PreauSqlite>
{
    public PreauSqlite CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PreauSqlite>().UseSqlite("Data Source=:memory:").Options, PreauFeatures.Storages());
}
