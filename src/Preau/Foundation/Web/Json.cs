using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace Preau.Foundation;

/// <summary>The one way we write JSON: web names, NodaTime's types, enums as kebab words, times as <c>08:00</c>.</summary>
public static class Json
{
    /// <summary>Options shared by the wire, the log and the command line.</summary>
    public static readonly JsonSerializerOptions Web = Make();

    /// <summary>Applies our conventions to options that somebody else owns.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        // Sent as application/json with nosniff, never inside HTML: accents need no escape.
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Insert(0, new NodaPatternConverter<LocalTime>(LocalTimePattern.CreateWithInvariantCulture("HH:mm")));
        options.Converters.Insert(0, new NodaPatternConverter<Instant>(InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'")));
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    }

    /// <summary>The members of an object as a piece of a document that is made of several objects.</summary>
    /// <param name="value">Written as an object with at least one member.</param>
    /// <param name="first">Opens the document.</param>
    /// <param name="last">Closes it.</param>
    public static ReadOnlySpan<byte> Members<T>(T value, bool first = false, bool last = false)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, Web);
        json[0] = first ? json[0] : (byte)',';
        return last ? json : json.AsSpan(..^1);
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        return options;
    }
}
