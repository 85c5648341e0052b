using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Preau.Foundation;
using Preau.Host;
using Preau.Host.Tls;

namespace Preau.Tests.Commands;

/// <summary>TLS on a name that is not localhost, what stays open over plain HTTP, and whose word is taken for who called.</summary>
public class HttpsTests
{
    private const string Name = "preau.lycee.lan";
    private readonly string data = Repository.Scratch("https");

    [Fact]
    public async Task A_device_that_trusts_the_authority_opens_the_tablet_by_the_server_s_name()
    {
        await using var app = await Start(given: false);
        using var device = Device(trusting: true);
        using var stranger = Device(trusting: false);
        var secure = Port(app, 0);

        using var page = await device.GetAsync($"https://{Name}:{secure}/tablet/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync($"https://{Name}:{secure}/tablet/"));
    }

    [Fact]
    public async Task Plain_HTTP_leads_to_HTTPS_but_trust_stays_open()
    {
        await using var app = await Start(given: false);
        using var device = Device(trusting: false);
        var (secure, plain) = (Port(app, 0), Port(app, 1));

        using var led = await device.GetAsync($"http://{Name}:{plain}/tablet/?a=1");
        Assert.Equal(HttpStatusCode.PermanentRedirect, led.StatusCode);
        Assert.Equal($"https://{Name}:{secure}/tablet/?a=1", led.Headers.Location?.ToString());

        var page = await device.GetStringAsync($"http://{Name}:{plain}/trust");
        Assert.All(["Windows", "ChromeOS", "iPad", "Android", "macOS", "Linux", "Firefox"], system => Assert.Contains(system, page));
        var install = await device.GetStringAsync($"http://{Name}:{plain}/install");
        Assert.Contains($"href=\"https://{Name}:{secure}/tablet/\"", install); // where the page works without network
        Assert.Contains("href=\"/trust\"", install);
        var certificate = X509CertificateLoader.LoadCertificate(await device.GetByteArrayAsync($"http://{Name}:{plain}/trust/authority.crt"));
        Assert.Equal(X509CertificateLoader.LoadCertificateFromFile(new LocalAuthority(data, TimeProvider.System).AuthorityFile).Thumbprint, certificate.Thumbprint);
        Assert.False(certificate.HasPrivateKey);
    }

    [Fact]
    public async Task Browsers_are_told_to_insist_only_on_a_given_certificate_and_a_name()
    {
        await using var app = await Start(given: true);
        using var device = Device(trusting: true);

        using var byName = await device.GetAsync($"https://{Name}:{Port(app, 0)}/health/live");
        using var byAddress = await device.GetAsync($"https://127.0.0.1:{Port(app, 0)}/health/live");
        using var trust = await device.GetAsync($"https://{Name}:{Port(app, 0)}/trust/authority.crt");

        Assert.True(byName.Headers.Contains("Strict-Transport-Security"));
        Assert.False(byAddress.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal(HttpStatusCode.NotFound, trust.StatusCode);
    }

    [Theory, InlineData("127.0.0.1", "https"), InlineData("10.1.2.3", "http"), InlineData("127.0.0.0/8", "https"), InlineData(null, "http")]
    public async Task A_proxy_s_word_is_taken_only_when_it_was_declared(string? proxy, string scheme)
    {
        var options = new ServerOptions { Data = data, Url = "http://127.0.0.1:0", Empty = true, Proxies = proxy is null ? [] : [proxy] };
        await using var app = PreauServer.Build(options);
        app.MapGet("/test/scheme", (Microsoft.AspNetCore.Http.HttpContext http) => http.Request.Scheme);
        await app.Services.GetRequiredService<Engine>().Migrate(CancellationToken.None);
        await app.StartAsync();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        Assert.Equal(scheme, await http.GetStringAsync($"{app.Urls.First()}/test/scheme"));
    }

    private async Task<WebApplication> Start(bool given)
    {
        var authority = new LocalAuthority(data, TimeProvider.System);
        var certificate = authority.Server([Name, "127.0.0.1"]).Certificate;
        var app = PreauServer.Build(new ServerOptions
        {
            Data = data, Url = "https://127.0.0.1:0", PlainUrl = "http://127.0.0.1:0", Empty = true, Tls = new TlsChoice(certificate, null, given ? null : authority),
        });
        await app.Services.GetRequiredService<Engine>().Migrate(CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    private static int Port(WebApplication app, int place) => new Uri(app.Urls.ElementAt(place)).Port;

    /// <summary>Finds the school's name at this machine, as the school's own network would.</summary>
    private HttpClient Device(bool trusting)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (context, stop) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, stop);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        if (trusting)
        {
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(new LocalAuthority(data, TimeProvider.System).AuthorityFile));
        }
        return new HttpClient(handler);
    }
}
