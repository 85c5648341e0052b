using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Preau.Foundation;

/// <summary>One fact of a push, already judged acceptable: ready to append.</summary>
/// <param name="Id">Made on the device.</param>
/// <param name="Kind">Which <see cref="FactRows"/> stores its typed row.</param>
/// <param name="Body">Exact bytes received; owned by the caller until the append is answered.</param>
/// <param name="Parsed">What the feature read from the body; its own <see cref="FactRows"/> knows the type.</param>
public sealed record PushedFact(
    Guid Id, string Kind, short SchoolYear, Guid Author, Guid SignIn, Instant ClaimedAt, EntryFlags Flags, ReadOnlyMemory<byte> Body, object Parsed);

/// <summary>The acceptable facts of one push, in the order of the device.</summary>
/// <param name="Sequence">The last sequence that the device received; a fork of it suspends the device.</param>
/// <param name="Facts">Never two with the same id; may be empty (then only the sequence moves).</param>
public sealed record Push(EstablishmentId Establishment, Guid Device, long Sequence, Instant ReceivedAt, IReadOnlyList<PushedFact> Facts);

/// <summary>What became of one fact: numbered now, known before, or refused because the id carries another body.</summary>
public readonly record struct Appended(Guid Id, AppendState State, long Position);

/// <summary>The three ends of an append.</summary>
public enum AppendState
{
    /// <summary>Numbered and durable now.</summary>
    Accepted,
    /// <summary>Was there already, with the same body.</summary>
    Known,
    /// <summary>The id was used for another body: <c>fact.id-reused</c>.</summary>
    Reused,
}

/// <summary>The durable answer to a push.</summary>
/// <param name="Forked">True when the sequence is neither the last nor the last confirmed: nothing was appended.</param>
/// <param name="Sequence">What the device must present next.</param>
/// <param name="Position">The establishment's position after the append; 0 when forked.</param>
/// <param name="Facts">In the order of the push.</param>
public sealed record PushOutcome(bool Forked, long Sequence, long Position, IReadOnlyList<Appended> Facts)
{
    /// <summary>The outcome of a forked sequence.</summary>
    public static readonly PushOutcome Fork = new(true, 0, 0, []);
}

/// <summary>A device's place in the conversation: a copied browser profile forks it.</summary>
/// <remarks>Platform row: read by the device's key before any tenant is known. Source: docs/decisions/0003.</remarks>
public sealed class DeviceSequence : IOfPlatform
{
    /// <summary>The device.</summary>
    public required Guid Device { get; init; }

    /// <summary>The last sequence sent to it.</summary>
    public long Last { get; set; }

    /// <summary>The last sequence that it presented; a lost answer makes it present this one again.</summary>
    public long Confirmed { get; set; }

    /// <summary>When the server last received a fact from it; null when it never did, or not since this is kept.</summary>
    public Instant? LastFactAt { get; set; }
}

internal sealed class SequenceStorage : FeatureStorage
{
    public override void Configure(ModelBuilder model)
    {
        var sequence = model.Entity<DeviceSequence>().ToTable("device_sequences");
        sequence.HasKey(s => s.Device);
        sequence.Property(s => s.Device).ValueGeneratedNever();
    }
}
