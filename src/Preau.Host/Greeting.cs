using Preau.Demo;
using Preau.Foundation;

namespace Preau.Host;

/// <summary>What a start prints: where to go, and with which name.</summary>
internal static class Greeting
{
    public static void Print(IEnumerable<string> urls, Started started, ServerOptions options)
    {
        var url = ServerAddress.Said(urls.First(), options);
        Console.WriteLine();
        Console.WriteLine($"  Préau {Product.Version}");
        Console.WriteLine($"  {Words.Say("host.office"),-10} {url}/");
        Console.WriteLine($"  {Words.Say("host.tablet"),-10} {url}/tablet/");
        if (options.Tls is { IsGiven: false })
        {
            var plain = options.PlainUrl is null ? url : ServerAddress.Said(urls.ElementAt(1), options);
            Console.WriteLine($"  {Words.Say("host.trust"),-10} {plain}/trust");
        }
        if (started.FirstLink is { } link)
        {
            Console.WriteLine();
            Console.WriteLine($"  {Words.Say("host.first-link")}");
            Console.WriteLine($"  {url}/welcome?link={link}");
        }
        foreach (var line in started.Password is { } password ? Demo(started.Logins, password) : [])
        {
            Console.WriteLine(line);
        }
        Warn(options);
        Console.WriteLine();
        Console.WriteLine($"  {Words.Say("host.ready")}");
    }

    /// <summary>The demo's logins.</summary>
    public static IEnumerable<string> Demo(IReadOnlyList<DemoTown.Login> logins, string password) =>
        ["", $"  {Words.Say("host.demo", password)}", .. logins.Select(login => $"    {login.UserName,-14} {Words.Say($"level.{login.Level}"),-24} {login.Where}")];

    /// <summary>Over plain HTTP on a name other than localhost a browser has no service worker: no tablet without network.</summary>
    private static void Warn(ServerOptions options)
    {
        if (options.Tls is null && options.Proxies.Count == 0 && !ServerAddress.IsLoopback(BindingAddress.Parse(options.Url).Host))
        {
            Console.Error.WriteLine();
            Console.Error.WriteLine($"  {Words.Say("tls.plain-warning")}");
        }
    }
}
