using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>«Doit passer par la vie scolaire»: until it is settled, the pupil is sent there before being let into a lesson. Settled by date, never erased.</summary>
/// <remarks>Source: règlement intérieur (billet de retour after an absence, billet de rentrée).</remarks>
public sealed class ReturnSlip : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year that holds <see cref="From"/>.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Given by the server.</summary>
    public required Id<ReturnSlip> Id { get; init; }

    /// <summary>Whom it is about.</summary>
    public required Id<Pupil> Pupil { get; init; }

    /// <summary>The first day on which the pupil must pass.</summary>
    public required LocalDate From { get; init; }

    /// <summary>A few words for the office, at most 100; never an illness. Not sent to tablets.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was asked.</summary>
    public required Instant AskedAt { get; init; }

    /// <summary>Who asked; null for the program.</summary>
    public Guid? AskedBy { get; init; }

    /// <summary>When the pupil passed, or when it was withdrawn; null while it holds.</summary>
    public Instant? SettledAt { get; set; }

    /// <summary>Who settled it.</summary>
    public Guid? SettledBy { get; set; }

    /// <summary>The place in the log of what was said of it last: tablets pull by it.</summary>
    public required long Position { get; set; }

    internal static void Configure(ModelBuilder model)
    {
        var slip = model.Entity<ReturnSlip>().ToTable("return_slips");
        slip.HasKey(s => new { s.Establishment, s.SchoolYear, s.Id });
        slip.HasIndex(s => new { s.Establishment, s.SchoolYear, s.Position });
        slip.Property(s => s.Reason).HasMaxLength(100);
    }
}
