using NodaTime;

namespace Preau.Devices;

/// <summary>What a device receives when somebody signed in on it.</summary>
/// <param name="Sequence">The sequence to present at the next push.</param>
/// <param name="Doubted">Stays begun on a classroom tablet in this name without proof: the person is asked which were theirs. Oldest first; empty when there are none.</param>
public sealed record SignedBody(
    SignedBody.Registered Device, SignedBody.Stay SignIn, SignedBody.Speaking Person, SignedBody.Place Establishment, Instant ServerTime, long Sequence, IReadOnlyList<DoubtedStay> Doubted)
{
    /// <summary>The device's registration; the secret is null when it keeps the one it holds.</summary>
    public sealed record Registered(Guid Id, string? Secret, string Name);

    /// <summary>The stay that each fact names.</summary>
    public sealed record Stay(Guid Id);

    /// <summary>Who signed in. Rank: whose mark is shown when two disagree. Reload: seconds between polls when push is cut.</summary>
    public sealed record Speaking(Guid Id, string Name, string UserName, string Level, short Rank, int ReloadSeconds);

    /// <summary>Where.</summary>
    public sealed record Place(string Code, string Name, string Zone);
}
