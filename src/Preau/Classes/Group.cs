using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Classes;

/// <summary>A class (division) or a group across classes, in one school year: what a roll is taken of.</summary>
public sealed class Group : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Given by the server.</summary>
    public required Id<Group> Id { get; init; }

    /// <summary>CODE_STRUCTURE in SIECLE, such as <c>2NDE4</c>; unique among its kind in the year.</summary>
    public required string Code { get; init; }

    /// <summary>As people say it, such as <c>2nde 4</c>.</summary>
    public required string Label { get; set; }

    /// <summary>Class or group.</summary>
    public required GroupKind Kind { get; init; }

    /// <summary>When it was closed; null while it is used. Never erased.</summary>
    public LocalDate? ClosedOn { get; set; }
}

/// <summary>What kind of group.</summary>
public enum GroupKind : short
{
    /// <summary>Division: each pupil has one at a time.</summary>
    Class = 1,
    /// <summary>Groupe: options, half-classes, across classes.</summary>
    Group = 2,
    /// <summary>Made for one roll: a club, a trip, permanence. Never stored as a row.</summary>
    AdHoc = 3,
}

/// <summary>A pupil's dated membership of a class or group.</summary>
public sealed class GroupPupil : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>The class or group.</summary>
    public required Id<Group> Group { get; init; }

    /// <summary>The pupil.</summary>
    public required Id<Pupil> Pupil { get; init; }

    /// <summary>First day in it.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The day after the last (exclusive); null while it lasts.</summary>
    public LocalDate? Until { get; set; }

    /// <summary>Whether the pupil is in it on a day.</summary>
    public bool Holds(LocalDate on) => From <= on && (Until is not { } until || on < until);
}

internal sealed class ClassesStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        var group = model.Entity<Group>().ToTable("groups");
        group.HasKey(g => new { g.Establishment, g.SchoolYear, g.Id });
        group.HasIndex(g => new { g.Establishment, g.SchoolYear, g.Kind, g.Code }).IsUnique();
        var member = model.Entity<GroupPupil>().ToTable("group_pupils");
        member.HasKey(m => new { m.Establishment, m.SchoolYear, m.Group, m.Pupil, m.From });
        member.HasIndex(m => new { m.Establishment, m.SchoolYear, m.Pupil });
    }
}

/// <summary>The tables of classes and groups.</summary>
public static class ClassesTables
{
    extension(PreauDb db)
    {
        /// <summary>The classes and groups of the establishment, all its years.</summary>
        public DbSet<Group> Groups => db.Set<Group>();

        /// <summary>Who is in which class or group, dated.</summary>
        public DbSet<GroupPupil> GroupPupils => db.Set<GroupPupil>();
    }
}
