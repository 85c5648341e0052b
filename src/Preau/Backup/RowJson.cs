using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Preau.Foundation;

namespace Preau.Backup;

/// <summary>How a row's values stand in an archive: exact to the microsecond, numbers for enums, base64 for bytes, UUID text for ids.</summary>
internal static class RowJson
{
    public static readonly JsonSerializerOptions Options = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.Converters.Add(new EstablishmentJson());
        return options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    }

    private sealed class EstablishmentJson : JsonConverter<EstablishmentId>
    {
        public override EstablishmentId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, EstablishmentId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }
}
