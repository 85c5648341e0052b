using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.RollCall;

internal sealed class RollCallStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        var mark = model.Entity<Mark>().ToTable("marks").IsYearly();
        mark.HasKey(m => new { m.Establishment, m.SchoolYear, m.Id });
        mark.HasIndex(m => new { m.Establishment, m.SchoolYear, m.Position });
        mark.HasIndex(m => new { m.Establishment, m.SchoolYear, m.On });
        mark.Property(m => m.Kind).HasMaxLength(2);
        var roll = model.Entity<Roll>().ToTable("rolls").IsYearly();
        roll.HasKey(r => new { r.Establishment, r.SchoolYear, r.On, r.Start, r.Group });
        roll.HasIndex(r => new { r.Establishment, r.SchoolYear, r.Position });
        roll.Property(r => r.Subject).HasMaxLength(80);
        roll.Property(r => r.Label).HasMaxLength(60);
        mark.Property(m => m.Note).HasMaxLength(200);
        var kind = model.Entity<MarkKind>().ToTable("mark_kinds");
        kind.HasKey(k => new { k.Establishment, k.SchoolYear, k.Code });
        kind.Property(k => k.Code).HasMaxLength(2);
        var known = model.Entity<KnownAbsence>().ToTable("known_absences");
        known.HasKey(k => new { k.Establishment, k.SchoolYear, k.Id });
        known.HasIndex(k => new { k.Establishment, k.SchoolYear, k.Pupil });
        ReturnSlip.Configure(model);
        ExitRight.Configure(model);
    }
}

/// <summary>The tables of the roll call.</summary>
public static class RollCallTables
{
    extension(PreauDb db)
    {
        /// <summary>The marks of the establishment, all its years.</summary>
        public DbSet<Mark> Marks => db.Set<Mark>();

        /// <summary>The validated rolls of the establishment, all its years.</summary>
        public DbSet<Roll> Rolls => db.Set<Roll>();

        /// <summary>The school's own kinds of marks, and which usual ones it hides.</summary>
        public DbSet<MarkKind> MarkKinds => db.Set<MarkKind>();

        /// <summary>What is known beforehand of pupils.</summary>
        public DbSet<KnownAbsence> KnownAbsences => db.Set<KnownAbsence>();

        /// <summary>Who must pass by vie scolaire, settled ones too.</summary>
        public DbSet<ReturnSlip> ReturnSlips => db.Set<ReturnSlip>();

        /// <summary>When pupils may leave the house.</summary>
        public DbSet<ExitRight> ExitRights => db.Set<ExitRight>();
    }
}
