using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>The body of a fact <c>marked</c>.</summary>
/// <param name="Kind">One or two capitals; whether the school knows it is a rule.</param>
/// <param name="Minutes">Whole minutes, 0 to 720; null for A and P.</param>
/// <param name="From">For what lasts; null when not said.</param>
/// <param name="Until">After <paramref name="From"/>; null when not said.</param>
public sealed record MarkedFact(
    RollKey Roll, Guid Pupil, string Kind, short? Minutes, IReadOnlyList<Guid> Replaces, LocalTime? From = null, LocalTime? Until = null, string? Note = null);

/// <summary>The body of a fact <c>roll-validated</c>.</summary>
public sealed record ValidatedFact(RollKey Roll, IReadOnlyList<Guid> Shown);

/// <summary>Reads the bodies of the roll call's facts. Strict: what is not of the promised form is <c>fact.malformed</c>, never guessed.</summary>
public static class RollFacts
{
    /// <summary>The kind of a mark.</summary>
    public const string Marked = "marked";

    /// <summary>The kind of a validation.</summary>
    public const string Validated = "roll-validated";

    private const int MostPupils = 200;

    /// <summary>Reads one body.</summary>
    /// <returns>A <see cref="MarkedFact"/> or <see cref="ValidatedFact"/>; null when it is malformed or of an unknown kind.</returns>
    public static object? Read(string kind, ReadOnlySpan<byte> body)
    {
        try
        {
            return kind switch { Marked => ReadMarked(body), Validated => ReadValidated(body), _ => null };
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private static MarkedFact? ReadMarked(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var key = new KeyParts();
        (Guid? pupil, string? kind, short? minutes, List<Guid>? replaces) = (null, null, null, null);
        (LocalTime? from, LocalTime? until, string? note) = (null, null, null);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "pupil": pupil = reader.GetGuid(); break;
                case "kind": kind = reader.GetString(); break;
                case "minutes": minutes = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt16(); break;
                case "replaces": replaces = Ids(ref reader); break;
                case "from": from = Time(ref reader); break;
                case "until": until = Time(ref reader); break;
                case "note": note = reader.GetString(); break;
                default: key.Take(name!, ref reader); break;
            }
        }
        var good = pupil is not null && IsCode(kind) && minutes is null or (>= 0 and <= 720) && !(from >= until) && note is null or { Length: <= 200 } && note?.Contains('\0') != true && key.IsWhole;
        return good ? new(key.Make(), pupil!.Value, kind!, kind is "A" or "P" ? null : minutes, replaces ?? [], from, until, note) : null;
    }

    private static ValidatedFact? ReadValidated(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var key = new KeyParts();
        List<Guid>? shown = null;
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var name = reader.GetString();
            reader.Read();
            if (name == "shown")
            {
                shown = Ids(ref reader);
            }
            else
            {
                key.Take(name!, ref reader);
            }
        }
        return shown is not null && key.IsWhole ? new(key.Make(), shown) : null;
    }

    private static bool IsCode(string? kind) => kind is { Length: 1 or 2 } && kind.All(char.IsAsciiLetterUpper);

    private static LocalTime? Time(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : wall.Parse(reader.GetString()!).GetValueOrThrow();

    private static readonly LocalTimePattern wall = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static List<Guid> Ids(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException();
        }
        var ids = new List<Guid>(40);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ids.Add(reader.GetGuid());
            if (ids.Count > MostPupils)
            {
                throw new FormatException();
            }
        }
        return ids;
    }
}
