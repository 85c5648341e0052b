using NodaTime;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Days on which the school is closed, and why: a dated row, so that last year's holidays stay true.</summary>
public sealed class Closure : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Given by the server.</summary>
    public required Id<Closure> Id { get; init; }

    /// <summary>First closed day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The day on which lessons begin again (exclusive).</summary>
    public required LocalDate Until { get; init; }

    /// <summary>As people say it, such as <c>Vacances de la Toussaint</c>.</summary>
    public required string Label { get; init; }

    /// <summary>What it is.</summary>
    public required ClosureKind Kind { get; init; }

    /// <summary>Whether the day is closed by it.</summary>
    public bool Holds(LocalDate on) => From <= on && on < Until;
}

/// <summary>Why a school is closed.</summary>
public enum ClosureKind : short
{
    /// <summary>Vacances scolaires, by zone. Source: Code de l'éducation, L521-1.</summary>
    Holidays = 1,
    /// <summary>Jour férié. Source: Code du travail, L3133-1.</summary>
    PublicHoliday = 2,
    /// <summary>The school's own: strike, snow, works, an exam that takes the whole house.</summary>
    Closed = 3,
}

/// <summary>A term (trimestre, semestre) of a school year.</summary>
public sealed class Term : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>1, 2 or 3.</summary>
    public required short Number { get; init; }

    /// <summary>As people say it, such as <c>1er trimestre</c>.</summary>
    public required string Label { get; set; }

    /// <summary>First day.</summary>
    public required LocalDate From { get; set; }

    /// <summary>The day after the last (exclusive).</summary>
    public required LocalDate Until { get; set; }
}

/// <summary>A week in which an alternation holds: week A or B, or any list of weeks that a timetable tool made.</summary>
public sealed class AlternationWeek : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>The alternation's code, such as <c>A</c> or <c>Q1</c>; a week may have several.</summary>
    public required string Alternation { get; init; }

    /// <summary>The Monday of the week.</summary>
    public required LocalDate Monday { get; init; }
}
