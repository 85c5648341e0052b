using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Preau.Host.Tls;

/// <summary>How devices may call this machine: its names and the addresses of its cards.</summary>
internal static class MachineNames
{
    /// <summary>Names first, then addresses; each once. Never empty: <c>localhost</c> is always there.</summary>
    /// <param name="more">Names that only the operator knows, such as <c>preau.ecole.lan</c>; they come first.</param>
    public static IReadOnlyList<string> All(IEnumerable<string> more)
    {
        var host = Dns.GetHostName().ToLowerInvariant();
        string[] names = [.. more.Select(name => name.Trim().ToLowerInvariant()), Full(host), host, $"{host.Split('.')[0]}.local", "localhost"];
        return [.. names.Where(name => name.Length > 0).Concat(Addresses()).Concat(["127.0.0.1", "::1"]).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The addresses of the cards that are up; no link-local ones, which need a zone.</summary>
    public static IEnumerable<string> Addresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address)
        .Where(address => address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !address.IsIPv6LinkLocal)
        .Select(address => address.ToString());

    private static string Full(string host)
    {
        try
        {
            return Dns.GetHostEntry(host).HostName.ToLowerInvariant();
        }
        catch (SocketException)
        {
            return host;
        }
    }
}
