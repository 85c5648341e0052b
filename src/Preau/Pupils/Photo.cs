using NodaTime;
using Preau.Foundation;

namespace Preau.Pupils;

/// <summary>A pupil's face, small: shown to the teachers of the establishment on their tablets. One per pupil and school year; a new one takes its place.</summary>
/// <remarks>Source: Code civil, art. 9 (droit à l'image): kept only where the school has the consent; <see cref="DropPhotos"/> erases at once.</remarks>
public sealed class Photo : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Whose face.</summary>
    public required Id<Pupil> Pupil { get; init; }

    /// <summary>16 hexadecimal digits of the SHA-256 of <see cref="Bytes"/>: the address under which tablets fetch and keep it.</summary>
    public required string Hash { get; init; }

    /// <summary><c>image/jpeg</c> or <c>image/webp</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The picture without metadata, at most <see cref="PhotoImage.MostBytes"/>.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>When it was given.</summary>
    public required Instant GivenAt { get; init; }
}
