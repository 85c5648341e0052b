using System.Collections.Immutable;

namespace Preau.Imports.Reading;

/// <summary>How to read.</summary>
public sealed record ReadingOptions
{
    /// <summary>What is accepted at most.</summary>
    public ReadingLimits Limits { get; init; } = ReadingLimits.Usual;

    /// <summary>CSV columns named by the user: column (a <see cref="CsvColumn"/> name, as <c>familyName</c>) to header text.</summary>
    public ImmutableDictionary<string, string> Mapping { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Told how far reading is: file name and records so far.</summary>
    public Action<string, int>? Progress { get; init; }
}
