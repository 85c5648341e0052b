using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>When a pupil may leave the house, as the family signed it. A later row takes over; earlier ones stay, dated.</summary>
/// <remarks>Source: règlement intérieur (régime de sortie); circulaire 96-248, surveillance des élèves.</remarks>
public sealed class ExitRight : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Whose right it is.</summary>
    public required Id<Pupil> Pupil { get; init; }

    /// <summary>First day on which it holds.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The right.</summary>
    public required ExitRegime Regime { get; set; }

    /// <summary>When it was said.</summary>
    public required Instant SaidAt { get; set; }

    /// <summary>Who wrote it down; null for the program.</summary>
    public Guid? SaidBy { get; set; }

    internal static void Configure(ModelBuilder model) =>
        model.Entity<ExitRight>().ToTable("exit_rights").HasKey(r => new { r.Establishment, r.SchoolYear, r.Pupil, r.From });
}

/// <summary>The regimes of exit, from the strictest.</summary>
public enum ExitRegime : short
{
    /// <summary>Only with a grown-up of the family.</summary>
    Accompanied = 1,
    /// <summary>At the hours of the timetable: a cancelled last lesson is spent in permanence. Holds for whom nothing was said.</summary>
    Planned = 2,
    /// <summary>After the last lesson that is really held.</summary>
    LastLesson = 3,
    /// <summary>In every hour without a lesson.</summary>
    Free = 4,
}
