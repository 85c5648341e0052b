using NodaTime;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>A person's short code for classroom tablets: 4 to 6 digits, kept as a slow salted hash, never shown again.</summary>
public sealed class PersonCode : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Whose.</summary>
    public required Guid Person { get; init; }

    /// <summary>PBKDF2 of the code.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Sixteen random bytes.</summary>
    public required byte[] Salt { get; set; }

    /// <summary>Since when.</summary>
    public required Instant Since { get; set; }
}

/// <summary>How often a person's code was tried on a device since it was last right. Counted by the server before the code is looked at.</summary>
public sealed class CodeTries : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>On which device.</summary>
    public required Id<Device> Device { get; init; }

    /// <summary>Whose code.</summary>
    public required Guid Person { get; init; }

    /// <summary>How often.</summary>
    public int Count { get; set; }

    /// <summary>The last time.</summary>
    public Instant LastAt { get; set; }
}
