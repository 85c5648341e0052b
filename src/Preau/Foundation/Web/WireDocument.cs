using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace Preau.Foundation;

/// <summary>How the interface describes itself: the routes below <c>/api</c>, our value types as the strings that they are on the wire.</summary>
public static class WireDocument
{
    private static readonly Dictionary<Type, (string Format, string Example)> texts = new()
    {
        [typeof(Instant)] = ("date-time", "2026-11-23T07:07:31.123Z"), [typeof(LocalDate)] = ("date", "2026-11-23"), [typeof(LocalTime)] = ("time", "08:00"),
    };

    /// <summary>Sets the document up.</summary>
    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath!.StartsWith("api/", StringComparison.Ordinal);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Préau", Version = "1", Description = "Devices push facts, pull news, listen to the doorbell." };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (texts.TryGetValue(Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type, out var text))
            {
                (schema.Type, schema.Format, schema.Examples) = (JsonSchemaType.String, text.Format, [text.Example]);
            }
            return Task.CompletedTask;
        });
    }
}
