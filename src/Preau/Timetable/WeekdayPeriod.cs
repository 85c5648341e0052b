using NodaTime;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>An hour of the bell on one weekday that rings otherwise, such as a short Wednesday. A weekday with such rows has these and no others.</summary>
public sealed class WeekdayPeriod : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>The weekday.</summary>
    public required IsoDayOfWeek Weekday { get; init; }

    /// <summary>1 to 12: the number in «1A 1R 2A».</summary>
    public required short Number { get; init; }

    /// <summary>As people say it, such as <c>M1</c>.</summary>
    public required string Label { get; set; }

    /// <summary>Bell at the start.</summary>
    public required LocalTime Start { get; set; }

    /// <summary>Bell at the end (exclusive).</summary>
    public required LocalTime End { get; set; }
}
