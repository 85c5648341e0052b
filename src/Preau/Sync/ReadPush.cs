using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Preau.Foundation;

namespace Preau.Sync;

/// <summary>A fact as it came, before any rule: its envelope, and the exact bytes of its body.</summary>
public readonly record struct RawFact(Guid Id, string Kind, Guid Author, Guid SignIn, Instant ClaimedAt, ReadOnlyMemory<byte> Body);

/// <summary>A push as it came.</summary>
/// <param name="Broken">Ids of facts whose envelope could be told but not read; each gets its own refusal.</param>
public sealed record RawPush(long Sequence, IReadOnlyList<RawFact> Facts, IReadOnlyList<Guid> Broken);

/// <summary>Reads a push from its bytes without copying bodies. One bad fact never spoils the others.</summary>
public static class ReadPush
{
    /// <summary>Facts in one push, at most.</summary>
    public const int MostFacts = 200;

    /// <summary>Bytes of one push, at most.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>Reads.</summary>
    /// <returns>Null when the whole is not a push: then nothing of it is taken and the device keeps everything.</returns>
    public static RawPush? From(ReadOnlyMemory<byte> json)
    {
        try
        {
            return Read(json);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private static RawPush? Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = 8 });
        (long? sequence, List<RawFact>? facts, List<Guid> broken) = (null, null, []);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("sequence"))
            {
                reader.Read();
                sequence = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("facts"))
            {
                facts = ReadFacts(ref reader, json, broken);
            }
            else
            {
                reader.Skip();
            }
        }
        // Whatever follows the object is rubbish, and Read says so by throwing.
        var whole = reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        return whole && sequence is not null && facts is not null && facts.Count + broken.Count <= MostFacts ? new(sequence.Value, facts, broken) : null;
    }

    private static List<RawFact> ReadFacts(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, List<Guid> broken)
    {
        var facts = new List<RawFact>(8);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException();
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var (fact, id) = ReadFact(ref reader, json);
            if (fact is { } good)
            {
                facts.Add(good);
            }
            else
            {
                broken.Add(id ?? throw new FormatException());
            }
        }
        return facts;
    }

    private static (RawFact? Fact, Guid? Id) ReadFact(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException();
        }
        (Guid? id, string? kind, Guid? author, Guid? signIn, Instant? claimed, ReadOnlyMemory<byte>? body) = (null, null, null, null, null, null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "id": id = Id(ref reader); break;
                case "kind": kind = Text(ref reader, 40); break;
                case "author": author = Id(ref reader); break;
                case "signIn": signIn = Id(ref reader); break;
                case "claimedAt": claimed = Time(ref reader); break;
                case "body": body = Slice(ref reader, json); break;
                default: reader.Skip(); break;
            }
        }
        var good = id is not null && kind is not null && author is not null && signIn is not null && claimed is not null && body is not null;
        return (good ? new RawFact(id!.Value, kind!, author!.Value, signIn!.Value, claimed!.Value, body!.Value) : null, id);
    }

    private static Guid? Id(ref Utf8JsonReader reader)
    {
        var read = reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var id) ? id : (Guid?)null;
        SkipNested(ref reader);
        return read;
    }

    private static string? Text(ref Utf8JsonReader reader, int most)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        SkipNested(ref reader);
        return text?.Length <= most ? text : null;
    }

    private static Instant? Time(ref Utf8JsonReader reader)
    {
        var parsed = reader.TokenType == JsonTokenType.String ? InstantPattern.ExtendedIso.Parse(reader.GetString()!) : null;
        SkipNested(ref reader);
        return parsed is { Success: true } && parsed.Value > earliest && parsed.Value < latest ? parsed.Value : null;
    }

    private static ReadOnlyMemory<byte>? Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        reader.Skip();
        return isObject ? json[start..(int)reader.BytesConsumed] : null;
    }

    private static void SkipNested(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
        }
    }

    private static readonly Instant earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    private static readonly Instant latest = Instant.FromUtc(2200, 1, 1, 0, 0);
}
