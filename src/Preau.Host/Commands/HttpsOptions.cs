using System.CommandLine;
using Preau.Foundation;
using Preau.Host.Tls;

namespace Preau.Host.Commands;

/// <summary>The options of <c>serve</c> that say how TLS is spoken, and whose word is taken for who called.</summary>
internal static class HttpsOptions
{
    /// <summary>Names by which devices call this machine, besides those that it knows.</summary>
    public static readonly Option<string[]> Names = new("--name") { Description = Words.Say("cli.https.name") };
    private static readonly Option<bool> https = new("--https") { Description = Words.Say("cli.https") };
    private static readonly Option<string?> certificate = new("--certificate") { Description = Words.Say("cli.https.certificate") };
    private static readonly Option<string?> key = new("--key") { Description = Words.Say("cli.https.key") };
    private static readonly Option<string?> passwordFile = new("--certificate-password-file") { Description = Words.Say("cli.https.password-file") };
    private static readonly Option<int?> plainPort = new("--http-port") { Description = Words.Say("cli.https.http-port") };
    private static readonly Option<string[]> proxies = new("--proxy") { Description = Words.Say("cli.https.proxy") };

    /// <summary>Adds them to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { https, certificate, key, passwordFile, plainPort, Names, proxies })
        {
            command.Add(option);
        }
        command.Validators.Add(result =>
        {
            if (!result.GetValue(https) && (result.GetValue(certificate) ?? result.GetValue(key) ?? result.GetValue(passwordFile)) is not null)
            {
                result.AddError(Words.Say("cli.https.missing"));
            }
            foreach (var proxy in Split(result.GetValue(proxies)).Where(proxy => !ProxyFeature.IsOne(proxy)))
            {
                result.AddError(Words.Say("cli.https.bad-proxy", proxy));
            }
        });
    }

    /// <summary>Puts them into what the server is started with.</summary>
    /// <remarks>Errors: tls.no-file, tls.unreadable, tls.no-key, tls.expired.</remarks>
    public static Answer<ServerOptions> Choose(ParseResult parsed, ServerOptions options, string address, int port)
    {
        var named = options with { Name = parsed.GetValue(Names)?.FirstOrDefault(), Proxies = Split(parsed.GetValue(proxies)) };
        if (!parsed.GetValue(https))
        {
            return named;
        }
        var choice = Choice(parsed, options.Data);
        if (choice.Refusal is { } no)
        {
            return no;
        }
        var given = choice.Value!.IsGiven;
        var plain = parsed.GetValue(plainPort) ?? (given ? null : port == 0 ? 0 : port + 1);
        return named with
        {
            Tls = choice.Value, Url = FormattableString.Invariant($"https://{address}:{port}"),
            PlainUrl = plain is { } number ? FormattableString.Invariant($"http://{address}:{number}") : null,
        };
    }

    private static Answer<TlsChoice> Choice(ParseResult parsed, string data)
    {
        if (parsed.GetValue(certificate) is { } file)
        {
            var password = parsed.GetValue(passwordFile) is { } secret ? File.ReadAllText(secret).TrimEnd('\r', '\n') : null;
            return GivenCertificate.Read(file, parsed.GetValue(key), password, TimeProvider.System);
        }
        var authority = new LocalAuthority(data, TimeProvider.System);
        return new TlsChoice(authority.Server(MachineNames.All(parsed.GetValue(Names) ?? [])).Certificate, null, authority);
    }

    private static string[] Split(string[]? words) => [.. (words ?? []).SelectMany(word => word.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
}
