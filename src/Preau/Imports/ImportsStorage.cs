using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Imports;

internal sealed class ImportsStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model) =>
        model.Entity<Import>().ToTable("imports").HasKey(i => new { i.Establishment, i.SchoolYear, i.Id });
}

/// <summary>The tables of imports.</summary>
public static class ImportsTables
{
    extension(PreauDb db)
    {
        /// <summary>The imports of the establishment, all its years.</summary>
        public DbSet<Import> Imports => db.Set<Import>();
    }
}
