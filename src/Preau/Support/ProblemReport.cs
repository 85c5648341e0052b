using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Support;

/// <summary>A problem that somebody reported: what they wrote, and what the page added by itself. No pupil's data is added by itself.</summary>
public sealed class ProblemReport : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>UUID v7 made by the page, so that sending it again is harmless.</summary>
    public required Guid Id { get; init; }

    /// <summary>One line, at most 120.</summary>
    public required string Subject { get; init; }

    /// <summary>What happened, at most 4,000.</summary>
    public required string Text { get; init; }

    /// <summary>The page's address without its query; at most 200.</summary>
    public string? Page { get; init; }

    /// <summary>The version of the page; at most 80.</summary>
    public string? Version { get; init; }

    /// <summary>The device, when one was used.</summary>
    public Guid? Device { get; init; }

    /// <summary>Who wrote it.</summary>
    public required Guid Author { get; init; }

    /// <summary>When it was written, offline perhaps.</summary>
    public required Instant WrittenAt { get; init; }

    /// <summary>When it was received.</summary>
    public required Instant ReceivedAt { get; init; }

    /// <summary>The answer; null while nobody answered.</summary>
    public string? Reply { get; set; }

    /// <summary>Who answered last.</summary>
    public Guid? RepliedBy { get; set; }

    /// <summary>When it was closed; null while it is open.</summary>
    public Instant? ClosedAt { get; set; }

    /// <summary>Who closed it.</summary>
    public Guid? ClosedBy { get; set; }
}

internal sealed class SupportStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        var report = model.Entity<ProblemReport>().ToTable("problem_reports");
        report.HasKey(r => new { r.Establishment, r.Id });
        report.Property(r => r.Subject).HasMaxLength(120);
    }
}

/// <summary>The tables of support.</summary>
public static class SupportTables
{
    extension(PreauDb db)
    {
        /// <summary>The problems reported in the establishment.</summary>
        public DbSet<ProblemReport> ProblemReports => db.Set<ProblemReport>();
    }
}
