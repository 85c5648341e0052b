using System.Text.Json;
using System.Text.Json.Serialization;

namespace Preau.Foundation;

/// <summary>Identifies one <typeparamref name="T"/>: a UUID v7, made by whoever makes the thing, device or server.</summary>
/// <remarks>Shape: never empty once made by <see cref="New"/>; orders by time of making; written lower-case with hyphens.</remarks>
[JsonConverter(typeof(IdJson))]
public readonly record struct Id<T>(Guid Value) : IComparable<Id<T>>, IParsable<Id<T>>
{
    /// <summary>Makes a new id from the present time and randomness.</summary>
    public static Id<T> New() => new(Guid.CreateVersion7());

    /// <inheritdoc/>
    public int CompareTo(Id<T> other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public static Id<T> Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s));

    /// <inheritdoc/>
    public static bool TryParse(string? s, IFormatProvider? provider, out Id<T> result)
    {
        var read = Guid.TryParse(s, out var value);
        result = new(value);
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Writes an <see cref="Id{T}"/> as its UUID text in JSON.</summary>
public sealed class IdJson : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>);

    /// <inheritdoc/>
    public override JsonConverter CreateConverter(Type type, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<Id<T>>
    {
        public override Id<T> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetGuid());
        public override void Write(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
