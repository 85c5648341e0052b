using NodaTime;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>The office awaits a classroom tablet: a code that works once, for fifteen minutes.</summary>
/// <remarks>Platform row: the code is looked up before any tenant is known. Only its hash is kept.</remarks>
public sealed class TabletInvitation : IOfPlatform
{
    /// <summary>SHA-256 of the code; fifty random bits, so a plain hash will do.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Where the tablet will serve.</summary>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>What it will be called.</summary>
    public required string Name { get; init; }

    /// <summary>Its room, as sessions name it; null for one that goes about.</summary>
    public string? Room { get; init; }

    /// <summary>Works before this moment.</summary>
    public required Instant Until { get; init; }
}
