using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Pupils;

/// <summary>A pupil of one establishment in one school year. The same pupil keeps the same id from year to year.</summary>
public sealed class Pupil : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Given by the server.</summary>
    public required Id<Pupil> Id { get; init; }

    /// <summary>Nom d'usage when there is one, else nom de famille; as written by the source.</summary>
    public required string FamilyName { get; set; }

    /// <summary>Nom de famille when another name is used; else null.</summary>
    public string? BirthName { get; set; }

    /// <summary>Prénom usuel.</summary>
    public required string FirstName { get; set; }

    /// <summary>The name as a French register sorts it: folded, family name first. See <see cref="RegisterOrder"/>.</summary>
    public required string SortKey { get; set; }

    /// <summary>Date of birth; null when the source has none.</summary>
    public LocalDate? BornOn { get; set; }

    /// <summary>As SIECLE: 1 boy, 2 girl; null unknown.</summary>
    public short? Sex { get; set; }

    /// <summary>Identifiant national élève; null when unknown.</summary>
    public string? Ine { get; set; }

    /// <summary>SIECLE's ELENOET, the establishment's own number; null unless imported.</summary>
    public string? Elenoet { get; set; }

    /// <summary>SIECLE's ELEVE_ID; null unless imported.</summary>
    public string? EleveId { get; set; }

    /// <summary>Code of régime as SIECLE gives it (first digit: 0/1 externe, 2 demi-pensionnaire, 3 interne …); null unknown.</summary>
    public string? Regime { get; set; }

    /// <summary>Code of the module élémentaire de formation; null unknown.</summary>
    public string? Mef { get; set; }

    /// <summary>First day in the establishment this year; null: since the year's first day.</summary>
    public LocalDate? EnteredOn { get; set; }

    /// <summary>The day from which the pupil is gone; null while here. Leavers are dated, never erased.</summary>
    public LocalDate? LeftOn { get; set; }
}

internal sealed class PupilsStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        var pupil = model.Entity<Pupil>().ToTable("pupils");
        pupil.HasKey(p => new { p.Establishment, p.SchoolYear, p.Id });
        pupil.HasIndex(p => new { p.Establishment, p.SchoolYear, p.Ine });
        var photo = model.Entity<Photo>().ToTable("photos");
        photo.HasKey(p => new { p.Establishment, p.SchoolYear, p.Pupil });
        photo.HasIndex(p => new { p.Establishment, p.Hash });
        photo.Property(p => p.Hash).HasMaxLength(16);
        photo.Property(p => p.Type).HasMaxLength(20);
    }
}

/// <summary>The tables of pupils.</summary>
public static class PupilsTables
{
    extension(PreauDb db)
    {
        /// <summary>The pupils of the establishment, all its years.</summary>
        public DbSet<Pupil> Pupils => db.Set<Pupil>();

        /// <summary>The photos of pupils, all years.</summary>
        public DbSet<Photo> Photos => db.Set<Photo>();
    }
}
