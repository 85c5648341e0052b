using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>A school or a crèche of the commune: the tenant.</summary>
/// <remarks>Platform row: looked up by code before any tenant is known.</remarks>
public sealed class Establishment : IOfPlatform
{
    /// <summary>Small integer from 1, given once.</summary>
    public required EstablishmentId Id { get; init; }

    /// <summary>Short code of the addresses and the command line: capitals, digits, hyphens; unique.</summary>
    public required string Code { get; init; }

    /// <summary>As written on the door.</summary>
    public required string Name { get; set; }

    /// <summary>What it is; decides which features it shows.</summary>
    public required EstablishmentKind Kind { get; init; }

    /// <summary>Unité administrative immatriculée, seven digits and a letter; null for a crèche.</summary>
    public string? Uai { get; set; }

    /// <summary>IANA zone of its clock.</summary>
    public required string Zone { get; init; }

    /// <summary>Internal number of the help desk, shown in every help panel; null when none was given.</summary>
    public string? Hotline { get; set; }

    /// <summary>When it was made.</summary>
    public required Instant Since { get; init; }
}

/// <summary>The kinds of establishment.</summary>
public enum EstablishmentKind : short
{
    /// <summary>École, collège or lycée: roll call.</summary>
    School = 1,
    /// <summary>Crèche: clock of arrivals and departures.</summary>
    Creche = 2,
}

/// <summary>A school year of one establishment: a row with dates, never computed (Nouméa runs from February to December).</summary>
public sealed class SchoolYear : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label: the year of its first day, as SIECLE's ANNEE_SCOLAIRE; 2026 for 2026-2027.</summary>
    public required short Year { get; init; }

    /// <summary>First day.</summary>
    public required LocalDate From { get; set; }

    /// <summary>The day after the last (exclusive).</summary>
    public required LocalDate Until { get; set; }
}
