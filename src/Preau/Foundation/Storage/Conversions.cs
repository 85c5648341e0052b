using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace Preau.Foundation;

/// <summary>How our value types stand in columns. PostgreSQL has native types for time; SQLite gets sortable ones.</summary>
internal static class Conversions
{
    private static readonly Type[] idTypes = [.. typeof(PreauDb).Assembly.GetTypes()
        .Where(type => typeof(IRow).IsAssignableFrom(type) && type is { IsClass: true, IsAbstract: false })
        .SelectMany(type => type.GetProperties())
        .Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
        .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>))
        .Distinct()];

    public static void Common(ModelConfigurationBuilder conventions, Type idConverter)
    {
        conventions.Properties<EstablishmentId>().HaveConversion<EstablishmentConverter>();
        foreach (var id in idTypes)
        {
            conventions.Properties(id).HaveConversion(idConverter.MakeGenericType(id.GetGenericArguments()));
        }
    }

    public static void Sqlite(ModelConfigurationBuilder conventions)
    {
        Common(conventions, typeof(IdAsBytes<>));
        conventions.Properties<Guid>().HaveConversion<GuidAsBytes>();
        conventions.Properties<Instant>().HaveConversion<InstantAsMicroseconds>();
        conventions.Properties<LocalDate>().HaveConversion<LocalDateAsText>();
        conventions.Properties<LocalTime>().HaveConversion<LocalTimeAsText>();
        conventions.Properties<DateTimeOffset>().HaveConversion<DateTimeOffsetAsMicroseconds>();
    }

    public static long Microseconds(Instant instant) => instant.ToUnixTimeTicks() / 10;

    public static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid Guid(byte[] bytes) => new(bytes, bigEndian: true);

    private sealed class EstablishmentConverter() : ValueConverter<EstablishmentId, int>(id => id.Value, value => new(value));
    private sealed class IdAsBytes<T>() : ValueConverter<Id<T>, byte[]>(id => id.Value.ToByteArray(true), bytes => new(new Guid(bytes, true)));
    internal sealed class IdAsGuid<T>() : ValueConverter<Id<T>, Guid>(id => id.Value, value => new(value));
    private sealed class GuidAsBytes() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));
    private sealed class InstantAsMicroseconds() : ValueConverter<Instant, long>(
        instant => instant.ToUnixTimeTicks() / 10, value => Instant.FromUnixTimeTicks(value * 10));
    private sealed class DateTimeOffsetAsMicroseconds() : ValueConverter<DateTimeOffset, long>(
        value => value.UtcTicks / 10, value => new DateTimeOffset(value * 10, TimeSpan.Zero));
    private sealed class LocalDateAsText() : ValueConverter<LocalDate, string>(
        date => LocalDatePattern.Iso.Format(date), text => LocalDatePattern.Iso.Parse(text).Value);
    private sealed class LocalTimeAsText() : ValueConverter<LocalTime, string>(
        time => LocalTimePattern.ExtendedIso.Format(time), text => LocalTimePattern.ExtendedIso.Parse(text).Value);
}
