using NodaTime;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>What is known beforehand of a pupil: announced absence, exemption, placement. Shown to the teacher, never nagging, never counted twice.</summary>
public sealed record KnownAbsence : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Given by the server.</summary>
    public required Id<KnownAbsence> Id { get; init; }

    /// <summary>Whom it is about.</summary>
    public required Id<Pupil> Pupil { get; init; }

    /// <summary>The kind of mark that it stands for, such as <c>A</c>, <c>DP</c>, <c>ST</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>First day.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The day after the last (exclusive).</summary>
    public required LocalDate Until { get; init; }

    /// <summary>From this time of each day; null: from its beginning.</summary>
    public LocalTime? Start { get; init; }

    /// <summary>Until this time of each day (exclusive); null: to its end.</summary>
    public LocalTime? End { get; init; }

    /// <summary>Only on this weekday, for what recurs; null: every day.</summary>
    public IsoDayOfWeek? Weekday { get; init; }

    /// <summary>Every so many weeks, counted from the week of <see cref="From"/>; 1 or 2.</summary>
    public short EveryWeeks { get; init; } = 1;

    /// <summary>The reason as the family gave it; never an illness. Not sent to tablets.</summary>
    public string? Reason { get; init; }

    /// <summary>Who called or wrote.</summary>
    public string? SaidByFamily { get; init; }

    /// <summary>When it was said.</summary>
    public required Instant SaidAt { get; init; }

    /// <summary>Who wrote it down.</summary>
    public Guid? SaidBy { get; init; }

    /// <summary>When it was withdrawn; null while it holds.</summary>
    public Instant? WithdrawnAt { get; set; }

    /// <summary>Who withdrew it.</summary>
    public Guid? WithdrawnBy { get; set; }

    /// <summary>The stretch of a day that it covers; null when it does not hold that day. Pure.</summary>
    public Away? On(LocalDate day)
    {
        var holds = From <= day && day < Until && (Weekday is null || Weekday == day.DayOfWeek) && Weeks(day) % EveryWeeks == 0;
        return holds && WithdrawnAt is null ? new Away(Pupil.Value, Kind, Start ?? LocalTime.Midnight, End ?? LocalTime.MaxValue) : null;
    }

    private int Weeks(LocalDate day) => Period.DaysBetween(Monday(From), Monday(day)) / 7;

    private static LocalDate Monday(LocalDate day) => day.DayOfWeek == IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday);
}
