using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>An hour of the school's bell, such as the second, 09:00 to 09:55.</summary>
public sealed class Period : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>1 to 12: the number in «1A 1R 2A».</summary>
    public required short Number { get; init; }

    /// <summary>As people say it, such as <c>M1</c>.</summary>
    public required string Label { get; set; }

    /// <summary>Bell at the start.</summary>
    public required LocalTime Start { get; set; }

    /// <summary>Bell at the end (exclusive).</summary>
    public required LocalTime End { get; set; }
}

/// <summary>Gives an establishment the usual French bell, when it has none for the year.</summary>
public static class UsualBell
{
    private static readonly (string Label, LocalTime Start, LocalTime End)[] hours =
    [
        ("M1", new(8, 0), new(8, 55)), ("M2", new(8, 55), new(9, 50)), ("M3", new(10, 5), new(11, 0)), ("M4", new(11, 0), new(11, 55)),
        ("S1", new(12, 55), new(13, 50)), ("S2", new(13, 50), new(14, 45)), ("S3", new(15, 0), new(15, 55)), ("S4", new(15, 55), new(16, 50)),
    ];

    /// <summary>The eight hours of a usual day.</summary>
    public static IEnumerable<Period> For(EstablishmentId establishment, SchoolYear year) => hours.Select((hour, i) => new Period
    {
        Establishment = establishment, SchoolYear = year.Year, Number = (short)(i + 1), Label = hour.Label, Start = hour.Start, End = hour.End,
    });
}
