using System.Text.Json;
using NodaTime;

namespace Preau.Sync;

/// <summary>The form of a push, for the interface's document; it is read by hand in <see cref="ReadPush"/>.</summary>
/// <param name="Sequence">The last sequence that the device received.</param>
/// <param name="Facts">At most 200; 256 KiB in all.</param>
public sealed record PushBody(long Sequence, IReadOnlyList<PushBody.Fact> Facts)
{
    /// <summary>A fact: its envelope, and a body whose form its kind tells.</summary>
    public sealed record Fact(Guid Id, string Kind, Guid Author, Guid SignIn, Instant ClaimedAt, JsonElement Body);
}

/// <summary>The form of a push's answer, for the interface's document; it is written by hand in <see cref="PushAnswer"/>.</summary>
public sealed record PushedBody(long Sequence, long Position, Instant ServerTime, IReadOnlyList<PushedBody.Receipt> Receipts)
{
    /// <summary>One per fact id: <c>accepted</c> or <c>known</c> with a position, or <c>refused</c> with a code and words.</summary>
    public sealed record Receipt(Guid Id, string State, long? Position, string? Code, string? Words);
}
