using Microsoft.EntityFrameworkCore;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Host;

/// <summary>Whether this process lives, whether it can serve, and which version it is.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous().WithName("Live");
        app.MapGet("/health/ready", Ready).AllowAnonymous().WithName("Ready");
        app.MapGet("/api/version", Version).AllowAnonymous().WithName("Version").WithTags("preau");
    }

    /// <summary>What this server is, the oldest page it wants to see, and the address that it sees the asker at.</summary>
    private static async Task<IResult> Version(TabletPages pages, SetMinimumVersion verb, HttpContext http)
    {
        var (minimum, download) = await verb.Current(http.RequestAborted);
        return Results.Json(new { version = Product.Version, page = pages.Hash, minimum, download, address = SeenDevices.AddressOf(http) });
    }

    private static async Task<IResult> Ready(Database database, CancellationToken stop)
    {
        try
        {
            await using var db = database.Read(EstablishmentId.Platform);
            return await db.Database.CanConnectAsync(stop) ? Results.Text("ready") : Results.Text("database unreachable", statusCode: 503);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Results.Text("database unreachable", statusCode: 503);
        }
    }
}
