using NodaTime;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Families;

/// <summary>Somebody who answers for one or several pupils (responsable): a parent, a relative, a home.</summary>
public sealed class Guardian : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Given by the server.</summary>
    public required Id<Guardian> Id { get; init; }

    /// <summary>Nom d'usage when there is one, else nom de famille.</summary>
    public required string FamilyName { get; set; }

    /// <summary>First name; null for a home or when unknown.</summary>
    public string? FirstName { get; set; }

    /// <summary>As the source writes it: <c>M.</c>, <c>MME</c>; null unknown.</summary>
    public string? Civility { get; set; }

    /// <summary>SIECLE's PERSONNE_ID; null unless imported from it.</summary>
    public string? PersonneId { get; set; }

    /// <summary>Telephone at home: digits with an optional leading +; null unknown.</summary>
    public string? HomePhone { get; set; }

    /// <summary>Mobile telephone: digits with an optional leading +; null unknown.</summary>
    public string? MobilePhone { get; set; }

    /// <summary>Telephone at work: digits with an optional leading +; null unknown.</summary>
    public string? WorkPhone { get; set; }

    /// <summary>E-mail address; null unknown.</summary>
    public string? Email { get; set; }

    /// <summary>Whether the guardian agreed to text messages; null when not asked.</summary>
    public bool? AcceptsTexts { get; set; }

    /// <summary>Postal address, lines parted by a line feed; null unknown.</summary>
    public string? Address { get; set; }
}

/// <summary>A guardian answers for a pupil, from a day until a day.</summary>
public sealed class Guardianship : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>The guardian.</summary>
    public required Id<Guardian> Guardian { get; init; }

    /// <summary>The pupil.</summary>
    public required Id<Pupil> Pupil { get; init; }

    /// <summary>First day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The day after the last (exclusive); null while it lasts. Dated, never erased.</summary>
    public LocalDate? Until { get; set; }

    /// <summary><c>mother</c>, <c>father</c>, or the source's own code or word; null unknown.</summary>
    public string? Relation { get; set; }

    /// <summary>SIECLE's NIVEAU_RESPONSABILITE: 1 and 2 legal guardians, 3 in charge, 0 contact; null unknown.</summary>
    public short? Level { get; set; }

    /// <summary>To be called first; null unknown.</summary>
    public bool? FirstContact { get; set; }

    /// <summary>The pupil lives with this guardian; null unknown.</summary>
    public bool? LivesWith { get; set; }

    /// <summary>Pays the school's bills; null unknown.</summary>
    public bool? Pays { get; set; }
}
