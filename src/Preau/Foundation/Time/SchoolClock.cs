using NodaTime;

namespace Preau.Foundation;

/// <summary>The only source of the present time. Wraps <see cref="TimeProvider"/>; <c>--at</c> shifts it, on demo data only.</summary>
public sealed class SchoolClock(TimeProvider time, Duration offset)
{
    /// <summary>The present, shifted by the offset that the server was started with.</summary>
    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow()) + offset;

    /// <summary>The date in the given zone: 07:30 on Tuesday in Nouméa is still Monday in UTC.</summary>
    /// <param name="zone">An IANA zone id, such as <c>Europe/Paris</c>.</param>
    public LocalDate Today(string zone) => In(zone).Date;

    /// <summary>Date and wall-clock time in the given zone.</summary>
    public LocalDateTime In(string zone) => Now.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;

    /// <summary>The offset that makes the wall clock of a zone show a given time now.</summary>
    public static Duration OffsetTo(TimeProvider time, string zone, LocalTime at)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var wanted = now.InZone(DateTimeZoneProviders.Tzdb[zone]).Date.At(at);
        return wanted.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToInstant() - now;
    }
}
