using NodaTime;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>How long people stay signed in on tablets, set by the school. Without a row: until they leave.</summary>
public sealed class DeviceSettings : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Days that a person stays signed in on a tablet of their own, 1 to 366; null: until they leave.</summary>
    public short? StayDays { get; set; }
}

/// <summary>The oldest page that may be used, and where a newer program is found. One row at most.</summary>
public sealed class MinimumVersion : IOfPlatform
{
    /// <summary>Always 1.</summary>
    public required short Id { get; init; }

    /// <summary>Such as <c>0.2.0</c>; null: every page is good.</summary>
    public string? Version { get; set; }

    /// <summary>Address from which the program is downloaded; null when none was told.</summary>
    public string? Download { get; set; }

    /// <summary>When it was last set.</summary>
    public required Instant SetAt { get; set; }
}
