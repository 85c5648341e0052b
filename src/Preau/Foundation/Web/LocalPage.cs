namespace Preau.Foundation;

/// <summary>A page to go back to that came in an address: ours, or the start.</summary>
public static class LocalPage
{
    private static readonly Uri here = new("http://here");

    /// <summary>Path and query of a page of this server, fit for a header: what a person typed becomes escaped ASCII.</summary>
    /// <returns>The start for everything else: another server, control characters, nothing.</returns>
    public static string Of(string? page) =>
        page is ['/', not ('/' or '\\'), ..] && !page.Any(char.IsControl) && Uri.TryCreate(here, page, out var whole) && whole.Host == here.Host && !whole.PathAndQuery.StartsWith("//", StringComparison.Ordinal)
            ? whole.PathAndQuery
            : "/";
}
