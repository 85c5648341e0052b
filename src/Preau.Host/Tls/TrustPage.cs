using System.Security.Cryptography.X509Certificates;
using Preau.Foundation;
using static Preau.Host.PublicPage;

namespace Preau.Host.Tls;

/// <summary><c>/trust</c>: the local authority's certificate, and how each system is told to trust it. Open to all, also over plain HTTP.</summary>
internal static class TrustPage
{
    /// <summary>The systems in the order in which schools have them.</summary>
    public static readonly string[] Systems = ["windows", "chromeos", "ipados", "android", "macos", "linux", "firefox"];

    public static void MapTrust(this IEndpointRouteBuilder app)
    {
        app.MapGet("/trust", Page).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/trust/authority.crt", (ServerOptions options) => File(options, certificate => certificate.RawData)).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/trust/authority.pem", (ServerOptions options) =>
            File(options, certificate => System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()))).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>How a system is told, in the current language.</summary>
    public static string Steps(string system) => Words.Say($"trust.{system}");

    /// <summary>The public half alone, whatever file it was read from.</summary>
    /// <remarks>Errors: tls.no-authority.</remarks>
    private static IResult File(ServerOptions options, Func<X509Certificate2, byte[]> write)
    {
        if (options.Tls?.Authority is not { } authority)
        {
            return Answers.Refused(Refusal.Unknown("tls.no-authority"));
        }
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(authority.AuthorityFile);
        return Results.File(write(certificate), "application/x-x509-ca-cert", "preau-authority.crt");
    }

    private static IResult Page(ServerOptions options, HttpContext http)
    {
        var body = options.Tls?.Authority is { } authority ? Told(authority) : $"<p>{Text(Words.Say("trust.none"))}</p>";
        return PublicPage.Of(http, Words.Say("trust.title"), body);
    }

    private static string Told(LocalAuthority authority)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(authority.AuthorityFile);
        var print = string.Join(' ', certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).Chunk(4).Select(four => new string(four)));
        var systems = string.Concat(Systems.Select(system => $"<section><h2>{Text(Words.Say($"trust.{system}.name"))}</h2><p>{Text(Steps(system))}</p></section>"));
        return $"""
            <p>{Text(Words.Say("trust.why"))}</p>
            <p><a class="download" href="/trust/authority.crt" download>{Text(Words.Say("trust.download"))}</a></p>
            <p>{Text(Words.Say("trust.fingerprint"))}<br><code>{print}</code></p>
            {systems}
            <p><a href="/install">{Text(Words.Say("trust.then"))}</a></p>
            """;
    }
}
