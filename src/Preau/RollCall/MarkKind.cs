using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>What a mark means in a school. Immutable once used: hidden, never renamed, because renaming would rewrite last month.</summary>
public sealed record MarkKind : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>One or two capitals, such as <c>A</c> or <c>ST</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The words of the school's own kind; empty for the usual ones, whose words stand in the program.</summary>
    public required string Label { get; init; }

    /// <summary>Manquement à l'obligation d'assiduité: counts in half-days.</summary>
    public bool CountsAsAbsence { get; init; }

    /// <summary>Under the school's responsibility: infirmary, outing, placement.</summary>
    public bool UnderResponsibility { get; init; }

    /// <summary>Counts as lateness on the report.</summary>
    public bool CountsAsLateness { get; init; }

    /// <summary>The family owes a reason.</summary>
    public bool JustificationDue { get; init; }

    /// <summary>The lowest rank that may enter it on a device; see <see cref="LevelMeaning.Rank"/>.</summary>
    public short FromRank { get; init; } = 1;

    /// <summary>Whether families see it.</summary>
    public bool ShownToFamilies { get; init; } = true;

    /// <summary>Whether it lasts: from and until are asked.</summary>
    public bool Lasts { get; init; }

    /// <summary>Whether the pupil sits in the room all the same.</summary>
    public bool InRoom { get; init; }

    /// <summary>True once hidden: no longer offered, still read.</summary>
    public bool Hidden { get; set; }
}

/// <summary>The kinds that every school has. Words: <c>rollcall.kind.*</c>.</summary>
/// <remarks>Source: the types of GEPI and of the ministry's Vie scolaire, reduced to those that differ in their flags.</remarks>
public static class UsualKinds
{
    private const short Supervisor = 3;

    /// <summary>The usual kinds, in the order in which they are offered.</summary>
    public static IReadOnlyList<MarkKind> For(EstablishmentId establishment, short year)
    {
        MarkKind Kind(string code) => new() { Establishment = establishment, SchoolYear = year, Code = code, Label = "" };
        return
        [
            Kind("A") with { CountsAsAbsence = true, JustificationDue = true },
            Kind("R") with { CountsAsLateness = true, JustificationDue = true, InRoom = true },
            Kind("P") with { InRoom = true },
            Kind("IN") with { UnderResponsibility = true, Lasts = true },
            Kind("EX") with { UnderResponsibility = true, Lasts = true },
            Kind("SA") with { CountsAsAbsence = true, JustificationDue = true, Lasts = true },
            Kind("DP") with { InRoom = true },
            Kind("DA") with { FromRank = Supervisor },
            Kind("SO") with { UnderResponsibility = true, Lasts = true },
            Kind("ST") with { UnderResponsibility = true, FromRank = Supervisor, Lasts = true },
            Kind("CV") with { UnderResponsibility = true, FromRank = Supervisor, Lasts = true },
            Kind("RI") with { InRoom = true, ShownToFamilies = false },
        ];
    }

    /// <summary>Usual kinds and the school's own; a row of the same code says only whether it is hidden.</summary>
    public static IReadOnlyList<MarkKind> With(EstablishmentId establishment, short year, IReadOnlyCollection<MarkKind> own)
    {
        var usual = For(establishment, year);
        var hidden = own.Where(kind => kind.Hidden).Select(kind => kind.Code).ToHashSet();
        return [.. usual.Select(kind => kind with { Hidden = hidden.Contains(kind.Code) }), .. own.Where(kind => usual.All(u => u.Code != kind.Code)).OrderBy(k => k.Code, StringComparer.Ordinal)];
    }

    /// <summary>Whether a mark counts as an absence: its kind does, or it is a lateness beyond the school's limit.</summary>
    /// <param name="absentFrom">Minutes from which a lateness counts as an absence; null: never.</param>
    public static bool IsAbsence(MarkKind? kind, int? minutes, short? absentFrom) =>
        kind is { CountsAsAbsence: true } || (kind is { CountsAsLateness: true } && minutes >= absentFrom);

    /// <summary>Whether a mark counts as a lateness.</summary>
    public static bool IsLateness(MarkKind? kind, int? minutes, short? absentFrom) => kind is { CountsAsLateness: true } && !IsAbsence(kind, minutes, absentFrom);
}
