using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Preau.Host.Tls;

namespace Preau.Host;

/// <summary>By which address people reach this server.</summary>
internal static class ServerAddress
{
    /// <summary>The first address of the running server, such as <c>https://lycee.lan:7777</c>; null when it does not listen.</summary>
    public static string? Of(IServiceProvider services) =>
        services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
            ? Said(address, services.GetRequiredService<ServerOptions>()) : null;

    /// <summary>An address as people type it: «every card» becomes the machine's first address.</summary>
    public static string Said(string address, ServerOptions options)
    {
        var bound = BindingAddress.Parse(address.TrimEnd('/'));
        var anywhere = bound.Host is "0.0.0.0" or "[::]" or "+" or "*";
        var host = options.Name ?? (anywhere ? MachineNames.Addresses().FirstOrDefault() ?? "localhost" : bound.Host);
        var usual = bound is { Scheme: "https", Port: 443 } or { Scheme: "http", Port: 80 };
        return usual ? $"{bound.Scheme}://{host}" : $"{bound.Scheme}://{host}:{bound.Port}";
    }

    /// <summary>Whether only this machine can call an address.</summary>
    public static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
