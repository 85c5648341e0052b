using Preau.Foundation;

namespace Preau.Host;

/// <summary>What a start prints: where to go, and with which name.</summary>
internal static class Greeting
{
    public static void Print(IEnumerable<string> urls, Started started)
    {
        var url = urls.First().TrimEnd('/');
        Console.WriteLine();
        Console.WriteLine($"  Préau {Product.Version}");
        Console.WriteLine($"  {Words.Say("host.office"),-10} {url}/");
        Console.WriteLine($"  {Words.Say("host.tablet"),-10} {url}/tablet/");
        if (started.FirstLink is { } link)
        {
            Console.WriteLine();
            Console.WriteLine($"  {Words.Say("host.first-link")}");
            Console.WriteLine($"  {url}/welcome?link={link}");
        }
        if (started.Logins.Count > 0)
        {
            Console.WriteLine();
            Console.WriteLine($"  {Words.Say("host.demo", started.Password!)}");
            foreach (var login in started.Logins)
            {
                Console.WriteLine($"    {login.UserName,-14} {Words.Say($"level.{login.Level}"),-24} {login.Where}");
            }
        }
        Console.WriteLine();
        Console.WriteLine($"  {Words.Say("host.ready")}");
    }
}
