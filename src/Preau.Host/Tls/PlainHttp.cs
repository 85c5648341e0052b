using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Preau.Host.Tls;

/// <summary>With TLS, plain HTTP only leads to it; what a device needs in order to trust, and what this machine asks itself, stays open.</summary>
internal sealed class PlainHttp(RequestDelegate next, ServerOptions options, IServer server)
{
    private static readonly string[] open = ["/trust", "/common", "/health", LocalDoor.Path];

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
        var secure = server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(BindingAddress.Parse).First(address => address.Scheme == "https");
        var host = secure.Port == 443 ? http.Request.Host.Host : $"{http.Request.Host.Host}:{secure.Port}";
        http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Location = $"https://{host}{http.Request.PathBase.ToUriComponent()}{http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}";
        return Task.CompletedTask;
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
