using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>What STS knows a colleague by, so that the next file finds the same person under a new name.</summary>
public sealed class TeacherNumber : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>The person.</summary>
    public required Guid Person { get; init; }

    /// <summary>INDIVIDU's TYPE and ID, such as <c>epp:7101</c>. Source: STS_EDT.</summary>
    public required string Number { get; set; }

    internal static void Configure(ModelBuilder model)
    {
        var number = model.Entity<TeacherNumber>().ToTable("teacher_numbers");
        number.HasKey(n => new { n.Establishment, n.SchoolYear, n.Person });
        number.Property(n => n.Number).HasMaxLength(40);
    }
}
