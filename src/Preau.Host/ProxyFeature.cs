using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Preau.Host;

/// <summary>Reverse proxies that were declared: their word is taken for who called, by which scheme and name. Anybody else's is not.</summary>
internal static class ProxyFeature
{
    /// <summary>Whether a word is an address or a network.</summary>
    public static bool IsOne(string word) => IPAddress.TryParse(word, out _) || System.Net.IPNetwork.TryParse(word, out _);

    /// <summary>Reads forwarded headers when a proxy was declared; ignores them otherwise.</summary>
    public static void UseProxies(this WebApplication app, IReadOnlyList<string> proxies)
    {
        if (proxies.Count == 0)
        {
            return;
        }
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost, ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address)) { options.KnownProxies.Add(address); } else { options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy)); }
        }
        app.UseForwardedHeaders(options);
    }
}
