using NodaTime;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>How the school's day works, set by the school. Without a row <see cref="Usual"/> holds and hours of marking are not limited.</summary>
public sealed class DaySettings : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Open weekdays: bit 0 Monday … bit 6 Sunday.</summary>
    public short OpenDays { get; set; } = 0b0011111;

    /// <summary>Parts the morning from the afternoon when half-days are counted.</summary>
    public LocalTime Noon { get; set; } = new(12, 0);

    /// <summary>Minutes after the bell from which an uncalled roll is late and the board asks for it; 0 to 120.</summary>
    public short LateAfter { get; set; } = 10;

    /// <summary>Minutes before the start from which a teacher may call; 0 to 120.</summary>
    public short OpensBefore { get; set; } = 10;

    /// <summary>Minutes after the end until which a teacher may mark; afterwards only vie scolaire. Null: until midnight of that day.</summary>
    public short? ClosesAfter { get; set; }

    /// <summary>Minutes of lateness from which it counts as an absence; null: never. Source: règlement intérieur, each school its own.</summary>
    public short? AbsentFrom { get; set; }

    /// <summary>A lesson over several hours has one roll per hour of the bell; false: one roll for the whole.</summary>
    public bool RollPerHour { get; set; } = true;

    /// <summary>Whether lessons are held on a weekday.</summary>
    public bool IsOpenOn(IsoDayOfWeek weekday) => (OpenDays & (1 << ((int)weekday - 1))) != 0;

    /// <summary>What holds for a school that has set nothing.</summary>
    public static DaySettings Usual(EstablishmentId establishment, short year) => new() { Establishment = establishment, SchoolYear = year };
}
