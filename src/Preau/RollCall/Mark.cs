using NodaTime;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>What one person said of one pupil in one roll. Never edited: a correction is another mark; what is shown is the fold.</summary>
public sealed class Mark : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year that holds <see cref="On"/>.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>The id of the fact.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its place in the log.</summary>
    public required long Position { get; init; }

    /// <summary>The day of the roll.</summary>
    public required LocalDate On { get; init; }

    /// <summary>When the roll's hour starts.</summary>
    public required LocalTime Start { get; init; }

    /// <summary>The class or group of the roll; a device-made id off timetable.</summary>
    public required Id<Group> Group { get; init; }

    /// <summary>Whom it is about.</summary>
    public required Id<Pupil> Pupil { get; init; }

    /// <summary><c>A</c> absent, <c>R</c> late (retard), <c>P</c> present again, or another of the school's <see cref="MarkKind"/>s.</summary>
    public required string Kind { get; init; }

    /// <summary>Minutes of lateness, whole, for <c>R</c>; null when not said.</summary>
    public short? Minutes { get; init; }

    /// <summary>From when, for what lasts: infirmary, excluded, left; null when not said.</summary>
    public LocalTime? FromTime { get; init; }

    /// <summary>Until when (exclusive); null while it lasts or when not said.</summary>
    public LocalTime? UntilTime { get; init; }

    /// <summary>A few words, at most 200; never a diagnosis.</summary>
    public string? Note { get; init; }

    /// <summary>Who said it.</summary>
    public required Guid Author { get; init; }

    /// <summary>The author's rank when it was received: the higher is shown.</summary>
    public required short Rank { get; init; }

    /// <summary>When it was said, the device's clock corrected.</summary>
    public required Instant ClaimedAt { get; init; }

    /// <summary>When the server received it.</summary>
    public required Instant ReceivedAt { get; init; }

    /// <summary>Ids of the marks that the author saw and settles, 16 big-endian bytes each; null when none.</summary>
    public byte[]? Replaces { get; init; }

    /// <summary>The ids in <see cref="Replaces"/>.</summary>
    public IEnumerable<Guid> Replaced => PackedIds.Read(Replaces);
}

/// <summary>A roll that somebody validated: the hour was called. Keyed by (day, start, group), because lesson ids are re-imported weekly.</summary>
public sealed class Roll : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year that holds <see cref="On"/>.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>The day.</summary>
    public required LocalDate On { get; init; }

    /// <summary>When the hour starts.</summary>
    public required LocalTime Start { get; init; }

    /// <summary>The class or group; a device-made id off timetable.</summary>
    public required Id<Group> Group { get; init; }

    /// <summary>When the hour ends (exclusive).</summary>
    public required LocalTime End { get; init; }

    /// <summary>The subject as it was called then; null when not said.</summary>
    public string? Subject { get; init; }

    /// <summary>The name of a group that was made for this roll; null for those of the school's list.</summary>
    public string? Label { get; init; }

    /// <summary>The place in the log of the latest validation.</summary>
    public required long Position { get; init; }

    /// <summary>Who validated last.</summary>
    public required Guid ValidatedBy { get; init; }

    /// <summary>When, the device's clock corrected.</summary>
    public required Instant ValidatedAt { get; init; }

    /// <summary>The pupils whom the author had before the eyes: who is not among them was not seen, and is not present. Packed ids.</summary>
    public required byte[] Shown { get; init; }

    /// <summary>The ids in <see cref="Shown"/>, in the order shown.</summary>
    public IEnumerable<Guid> ShownPupils => PackedIds.Read(Shown);
}

/// <summary>Several ids in one column: 16 big-endian bytes each.</summary>
public static class PackedIds
{
    /// <summary>Unpacks; empty for null.</summary>
    public static IEnumerable<Guid> Read(byte[]? packed)
    {
        for (var i = 0; packed is not null && i + 16 <= packed.Length; i += 16)
        {
            yield return new Guid(packed.AsSpan(i, 16), bigEndian: true);
        }
    }

    /// <summary>Packs; null for none.</summary>
    public static byte[]? Write(IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0)
        {
            return null;
        }
        var packed = new byte[ids.Count * 16];
        var at = 0;
        foreach (var id in ids)
        {
            id.TryWriteBytes(packed.AsSpan(at), bigEndian: true, out _);
            at += 16;
        }
        return packed;
    }
}
