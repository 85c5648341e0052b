using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Preau.RollCall;

/// <summary>Which hour of which class a fact speaks of.</summary>
/// <param name="Label">The name of a group that was made on a device for this roll, at most 60; null for classes and groups of the school.</param>
public readonly record struct RollKey(LocalDate On, LocalTime Start, LocalTime End, Guid Group, string? Subject, string? Label = null);

/// <summary>Groups that the school's list does not hold: made on a device for one roll (a club, a trip), and permanence.</summary>
public static class AdHoc
{
    /// <summary>The group under which permanence is called, the same in every school: a roll of it is keyed by day and hour like any other.</summary>
    public static readonly Guid Permanence = new("00000000-0000-7000-8000-000000000001");

    /// <summary>Whether a roll may be taken of a group that the school does not know.</summary>
    public static bool MayCall(RollKey key) => key.Label is not null || key.Group == Permanence;
}

/// <summary>Gathers the key from the members of a body, in any order.</summary>
internal struct KeyParts
{
    private LocalDate? on;
    private LocalTime? start;
    private LocalTime? end;
    private Guid? group;
    private string? subject;
    private string? label;

    public readonly bool IsWhole => on is not null && start is not null && end > start && group is not null && (subject is null or { Length: <= 80 }) && (label is null or { Length: <= 60 }) && IsStorable;

    /// <summary>Both engines can keep it: PostgreSQL has no character 0 in text, and no date before 4713 BC.</summary>
    private readonly bool IsStorable => on!.Value.Year is >= 2000 and < 2200 && subject?.Contains('\0') != true && label?.Contains('\0') != true;

    public readonly RollKey Make() => new(on!.Value, start!.Value, end!.Value, group!.Value, subject, string.IsNullOrWhiteSpace(label) ? null : label.Trim());

    public void Take(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "date": on = LocalDatePattern.Iso.Parse(Text(ref reader)).GetValueOrThrow(); break;
            case "start": start = time.Parse(Text(ref reader)).GetValueOrThrow(); break;
            case "end": end = time.Parse(Text(ref reader)).GetValueOrThrow(); break;
            case "group": group = reader.GetGuid(); break;
            case "subject": subject = reader.GetString(); break;
            case "label": label = reader.GetString(); break;
            default: reader.Skip(); break;
        }
    }

    private static string Text(ref Utf8JsonReader reader) => reader.GetString() ?? throw new FormatException();

    private static readonly LocalTimePattern time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
}
