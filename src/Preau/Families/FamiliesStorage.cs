using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Families;

internal sealed class FamiliesStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        var guardian = model.Entity<Guardian>().ToTable("guardians");
        guardian.HasKey(g => new { g.Establishment, g.SchoolYear, g.Id });
        guardian.HasIndex(g => new { g.Establishment, g.SchoolYear, g.PersonneId });
        var guardianship = model.Entity<Guardianship>().ToTable("guardianships");
        guardianship.HasKey(g => new { g.Establishment, g.SchoolYear, g.Guardian, g.Pupil });
        guardianship.HasIndex(g => new { g.Establishment, g.SchoolYear, g.Pupil });
    }
}

/// <summary>The tables of families.</summary>
public static class FamiliesTables
{
    extension(PreauDb db)
    {
        /// <summary>The guardians of the establishment, all its years.</summary>
        public DbSet<Guardian> Guardians => db.Set<Guardian>();

        /// <summary>Who answers for whom, dated.</summary>
        public DbSet<Guardianship> Guardianships => db.Set<Guardianship>();
    }
}
