using NodaTime;
using Preau.Host.Tls;

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

    /// <summary>Where plain HTTP leads to <see cref="Url"/>, with TLS; null for nowhere.</summary>
    public string? PlainUrl { get; init; }

    /// <summary>What TLS is spoken with; null for plain HTTP.</summary>
    public TlsChoice? Tls { get; init; }

    /// <summary>The name by which devices call the server, when the operator told one.</summary>
    public string? Name { get; init; }

    /// <summary>Addresses (or networks, <c>10.0.0.0/8</c>) of the reverse proxies whose word is taken for who called; nobody's when empty.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>No demo town.</summary>
    public bool Empty { get; init; }

    /// <summary>Pretended wall clock of the demo; null for the real one.</summary>
    public LocalTime? At { get; init; }

    /// <summary>Every address to listen on. The last is this machine's own, where the command line asks: with TLS, or away from loopback, one more.</summary>
    public string[] Urls => [Url, .. PlainUrl is { } plain ? (string[])[plain] : [], .. IsOwn ? (string[])[] : ["http://127.0.0.1:0"]];

    /// <summary>The files that are served: beside the program.</summary>
    public static string WebRoot => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    private bool IsOwn => Tls is null && ServerAddress.IsLoopback(BindingAddress.Parse(Url).Host);
}
