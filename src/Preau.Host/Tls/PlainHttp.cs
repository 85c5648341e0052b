using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Preau.Host.Tls;

/// <summary>With TLS, plain HTTP only leads to it; what a device needs in order to trust, and what this machine asks itself, stays open.</summary>
internal sealed class PlainHttp(RequestDelegate next, ServerOptions options)
{
    private static readonly string[] open = ["/trust", "/install", "/language", "/common", "/health", LocalDoor.Path];

    public Task Invoke(HttpContext http)
    {
        if (options.Tls is not { } tls)
        {
            return next(http);
        }
        if (http.Request.IsHttps)
        {
            Insist(http, tls);
            return next(http);
        }
        if (open.Any(path => http.Request.Path.StartsWithSegments(path)))
        {
            return next(http);
        }
        var (_, host) = SecureHost(http);
        http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Location = $"https://{host}{http.Request.PathBase.ToUriComponent()}{http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}";
        return Task.CompletedTask;
    }

    /// <summary>Where devices find this server: over TLS when it speaks it, by the name that was asked for.</summary>
    public static (bool Secure, string Host) SecureHost(HttpContext http)
    {
        var services = http.RequestServices;
        if (http.Request.IsHttps || services.GetRequiredService<ServerOptions>().Tls is null)
        {
            return (http.Request.IsHttps, http.Request.Host.Value!);
        }
        var secure = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(BindingAddress.Parse).First(address => address.Scheme == "https");
        return (true, secure.Port == 443 ? http.Request.Host.Host : $"{http.Request.Host.Host}:{secure.Port}");
    }

    /// <summary>HSTS only for a certificate that was given: a local authority may be made anew, and a browser that insists would be locked out.</summary>
    private static void Insist(HttpContext http, TlsChoice tls)
    {
        var host = http.Request.Host.Host;
        if (tls.IsGiven && host != "localhost" && !IPAddress.TryParse(host.Trim('[', ']'), out _))
        {
            http.Response.Headers.StrictTransportSecurity = "max-age=31536000";
        }
    }
}
