using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Host;

/// <summary>Whether this process lives, whether it can serve, and which version it is.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous().WithName("Live");
        app.MapGet("/health/ready", Ready).AllowAnonymous().WithName("Ready");
        app.MapGet("/api/version", (TabletPages pages) =>
            Results.Json(new { version = Product.Version, page = pages.Hash, minimum = (string?)null, download = (string?)null })).AllowAnonymous().WithName("Version");
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
