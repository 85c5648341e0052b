using NodaTime;
using Preau.Foundation;

namespace Preau.Imports;

/// <summary>One import that was applied: who, when, from which files, and what it did, precisely enough to undo it.</summary>
public sealed class Import : IOfEstablishment
{
    /// <inheritdoc/>
    public required EstablishmentId Establishment { get; init; }

    /// <summary>Label of the school year that it wrote to.</summary>
    public required short SchoolYear { get; init; }

    /// <summary>Given by the server; orders by time.</summary>
    public required Id<Import> Id { get; init; }

    /// <summary>When it was applied.</summary>
    public required Instant At { get; init; }

    /// <summary>Who applied it; null for the command line.</summary>
    public Guid? By { get; init; }

    /// <summary>The given files' names, parted by a line feed.</summary>
    public required string Files { get; init; }

    /// <summary>Its counts, as the command line prints them (JSON).</summary>
    public required string Counts { get; init; }

    /// <summary>Every row that it made or changed, in order (JSON of <see cref="Rows.RowChange"/>).</summary>
    public required byte[] Changes { get; init; }

    /// <summary>When it was undone; null while it stands.</summary>
    public Instant? UndoneAt { get; set; }

    /// <summary>Who undid it.</summary>
    public Guid? UndoneBy { get; set; }
}
