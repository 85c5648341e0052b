using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Seating;

internal sealed class SeatingStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        var plan = model.Entity<SeatingPlan>().ToTable("seating_plans");
        plan.HasKey(p => new { p.Establishment, p.SchoolYear, p.Person, p.Group, p.Room });
        plan.Property(p => p.Room).HasMaxLength(40);
    }
}

/// <summary>The tables of seating.</summary>
public static class SeatingTables
{
    extension(PreauDb db)
    {
        /// <summary>The seating plans of the establishment, all its years.</summary>
        public DbSet<SeatingPlan> SeatingPlans => db.Set<SeatingPlan>();
    }
}
