using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Preau.Foundation;
using Preau.Host.Tls;

namespace Preau.Host.Commands;

/// <summary><c>preau cert</c>: makes or shows the local authority and the server's certificate, and how each system is told to trust it.</summary>
internal static class CertCommand
{
    private static readonly Option<bool> json = new("--json") { Description = Words.Say("cli.json") };

    public static Command Make()
    {
        var command = new Command("cert", Words.Say("cli.cert")) { HttpsOptions.Names, json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var authority = new LocalAuthority(parsed.GetValue(CommandLine.Data)!.FullName, TimeProvider.System);
        var (certificate, isNew) = authority.Server(MachineNames.All(parsed.GetValue(HttpsOptions.Names) ?? []));
        using (certificate)
        {
            using var trusted = X509CertificateLoader.LoadCertificateFromFile(authority.AuthorityFile);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(new
                {
                    authority = authority.AuthorityFile, authorityUntil = Day(trusted), names = LocalAuthority.NamesOf(certificate), until = Day(certificate), isNew,
                }, Json.Web));
                return 0;
            }
            Tell(authority, trusted, certificate, isNew);
        }
        return 0;
    }

    private static void Tell(LocalAuthority authority, X509Certificate2 trusted, X509Certificate2 certificate, bool isNew)
    {
        Console.WriteLine(Words.Say("cli.cert.authority", authority.AuthorityFile, Day(trusted)));
        Console.WriteLine(isNew ? Words.Say("cli.cert.made", Day(certificate)) : Words.Say("cli.cert.kept", Day(certificate)));
        Console.WriteLine($"  {string.Join(", ", LocalAuthority.NamesOf(certificate))}");
        Console.WriteLine();
        Console.WriteLine(Words.Say("cli.cert.how"));
        foreach (var system in TrustPage.Systems)
        {
            Console.WriteLine();
            Console.WriteLine($"{Words.Say($"trust.{system}.name")}");
            Console.WriteLine($"  {TrustPage.Steps(system)}");
        }
    }

    private static string Day(X509Certificate2 certificate) => certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", null);
}
