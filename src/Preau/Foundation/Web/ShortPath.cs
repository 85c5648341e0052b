using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Preau.Foundation;

/// <summary>Routes that need nothing of the pages' pipeline: no cookie, no form, no limit, and answers too short to compress.</summary>
/// <remarks>Compressing 600 bytes of receipts with Brotli cost more than everything else that a push does.</remarks>
public sealed class ShortPath
{
    private static readonly ShortPath mark = new();

    /// <summary>Runs a marked route at once; the rest goes on.</summary>
    public static Task Take(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint() is { RequestDelegate: { } run } endpoint && endpoint.Metadata.GetMetadata<ShortPath>() is not null ? run(http) : next(http);

    /// <summary>Marks a route.</summary>
    public static void On(EndpointBuilder route) => route.Metadata.Add(mark);
}
