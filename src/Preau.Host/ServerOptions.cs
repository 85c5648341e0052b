using NodaTime;

namespace Preau.Host;

/// <summary>What a server is started with.</summary>
internal sealed record ServerOptions
{
    /// <summary>Absolute folder of the data.</summary>
    public required string Data { get; init; }

    /// <summary>PostgreSQL connection string; null for SQLite in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>Where to listen, such as <c>http://127.0.0.1:7777</c>; port 0 picks a free one.</summary>
    public required string Url { get; init; }

    /// <summary>No demo town.</summary>
    public bool Empty { get; init; }

    /// <summary>Pretended wall clock of the demo; null for the real one.</summary>
    public LocalTime? At { get; init; }

    /// <summary>The files that are served: beside the program.</summary>
    public static string WebRoot => Path.Combine(AppContext.BaseDirectory, "wwwroot");
}
