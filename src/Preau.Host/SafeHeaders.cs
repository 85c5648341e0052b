namespace Preau.Host;

/// <summary>The headers that keep a page ours: one content security policy for devices' pages, one for the office.</summary>
internal sealed class SafeHeaders(RequestDelegate next)
{
    private const string Common = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Devices' pages and everything that is not the office: nothing inline.</summary>
    public const string Strict = Common + "; script-src 'self'; style-src 'self'";

    /// <summary>The office: inline styles only, because MudBlazor needs them.</summary>
    public const string Office = Common + "; script-src 'self'; style-src 'self' 'unsafe-inline'";

    public Task Invoke(HttpContext http)
    {
        var headers = http.Response.Headers;
        var path = http.Request.Path;
        var strict = path.StartsWithSegments("/tablet") || path.StartsWithSegments("/kiosk") || path.StartsWithSegments("/api")
            || path.StartsWithSegments("/trust") || path.StartsWithSegments("/install");
        headers.ContentSecurityPolicy = strict ? Strict : Office;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (!path.StartsWithSegments("/tablet"))
        {
            // On the roll call it would buy nothing (it listens to no other window, and nobody may frame it) and cost a new browser process at each opening: docs/decisions/0011.
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }
        return next(http);
    }
}
