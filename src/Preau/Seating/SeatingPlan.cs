using NodaTime;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Seating;

/// <summary>Where the pupils of a class sit in a room, as one teacher arranged it. The latest arrangement stands; the log keeps every one.</summary>
public sealed class SeatingPlan : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year in which it was arranged.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Whose plan it is: colleagues have their own.</summary>
    public required Guid Person { get; init; }

    /// <summary>The class or group.</summary>
    public required Id<Group> Group { get; init; }

    /// <summary>The room, at most 40; empty when the timetable tells none.</summary>
    public required string Room { get; init; }

    /// <summary>The place in the log of the latest arrangement.</summary>
    public required long Position { get; init; }

    /// <summary>When it was arranged, the device's clock corrected.</summary>
    public required Instant ArrangedAt { get; init; }

    /// <summary>Seats from left to right, as the teacher sees the class; 1 to 12.</summary>
    public required short Columns { get; init; }

    /// <summary>Rows, from the board to the back; 1 to 12.</summary>
    public required short Rows { get; init; }

    /// <summary>18 bytes a pupil: the id, big-endian, then column and row, from 0. See <see cref="PackedSeats"/>.</summary>
    public required byte[] Seats { get; init; }
}

/// <summary>One pupil's seat; column and row from 0.</summary>
public readonly record struct Seat(Guid Pupil, byte X, byte Y);

/// <summary>Seats in one column.</summary>
public static class PackedSeats
{
    private const int Size = 18;

    /// <summary>Unpacks, in the order packed.</summary>
    public static IEnumerable<Seat> Read(byte[] packed)
    {
        for (var i = 0; i + Size <= packed.Length; i += Size)
        {
            yield return new(new Guid(packed.AsSpan(i, 16), bigEndian: true), packed[i + 16], packed[i + 17]);
        }
    }

    /// <summary>Packs.</summary>
    public static byte[] Write(IReadOnlyCollection<Seat> seats)
    {
        var packed = new byte[seats.Count * Size];
        var at = 0;
        foreach (var seat in seats)
        {
            seat.Pupil.TryWriteBytes(packed.AsSpan(at), bigEndian: true, out _);
            (packed[at + 16], packed[at + 17]) = (seat.X, seat.Y);
            at += Size;
        }
        return packed;
    }
}
