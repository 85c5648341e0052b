using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Devices;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Sync;

/// <summary>The sync door: devices push facts, pull news, listen to the doorbell. It authenticates a device, by header; so no CSRF.</summary>
public static class SyncFeature
{
    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddSync(this IServiceCollection services) => services
        .AddSingleton<Snapshots>().AddSingleton<PullMarks>().AddSingleton<News>().AddSingleton<PushFacts>().AddSingleton<StreamRings>();

    /// <summary>Maps its routes.</summary>
    /// <remarks>Errors of the door itself: device.unknown, device.revoked, device.suspended; sign-in.ended (401: nobody stays on the device; pushes are still taken); sync.malformed (400: nothing of the push was taken); photo.unknown (404).</remarks>
    public static void MapSync(this IEndpointRouteBuilder app)
    {
        var sync = app.MapGroup("/api/sync").AllowAnonymous().WithTags("Sync");
        sync.MapPost("/push", Push).WithName("PushFacts").Accepts<PushBody>("application/json").Produces<PushedBody>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(409)
            .Add(ShortPath.On);
        sync.MapGet("/pull", Pull).WithName("PullMarks").Produces<PullMarks.Pulled>().ProducesProblem(401).ProducesProblem(403)
            .Add(ShortPath.On);
        sync.MapGet("/snapshot", Snapshot).WithName("Snapshot").Produces<Snapshots.Document>().Produces(304).ProducesProblem(401).ProducesProblem(403)
            .Add(ShortPath.On);
        sync.MapGet("/plans", Plans).WithName("SeatingPlans").Produces<PlansBody>().ProducesProblem(401).ProducesProblem(403);
        sync.MapGet("/photos/{hash}", Photo).WithName("Photo").Produces<byte[]>(200, "image/jpeg", "image/webp").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        sync.MapGet("/stream", Stream).WithName("StreamRings").Produces<string>(200, "text/event-stream").ProducesProblem(401).ProducesProblem(403)
            .Add(ShortPath.On);
    }

    private static async Task<IResult> Push(HttpContext http, Speakers speakers, PushFacts push)
    {
        var speaker = await speakers.Recognise(http);
        if (speaker.Refusal is { } stranger)
        {
            return Answers.Refused(stranger);
        }
        if (await Bytes.Read(http.Request, ReadPush.MostBytes, http.RequestAborted) is not { } bytes || ReadPush.From(bytes) is not { } raw)
        {
            return Answers.Refused(Refusal.Malformed("sync.malformed"));
        }
        // Not the request's token: a device that hangs up must not tear a commit from its receipt.
        var pushed = await push.Do(speaker.Value!, raw, CancellationToken.None);
        return pushed.Refusal is { } no ? Answers.Refused(no) : new PushAnswer(pushed.Value!);
    }

    private static async Task<IResult> Pull(HttpContext http, Speakers speakers, News news, SeenDevices seen, SchoolClock clock, long? after = null)
    {
        var speaker = await speakers.Recognise(http);
        if ((speaker.Refusal ?? speaker.Value!.WhySilent(clock.Now)) is { } no)
        {
            return Answers.Refused(no);
        }
        await seen.Note(speaker.Value!, http);
        return await news.After(speaker.Value!, after, http.RequestAborted);
    }

    private static async Task<IResult> Snapshot(HttpContext http, Speakers speakers, Snapshots snapshots, SchoolClock clock)
    {
        var speaker = await speakers.Recognise(http);
        if ((speaker.Refusal ?? speaker.Value!.WhySilent(clock.Now)) is { } no)
        {
            return Answers.Refused(no);
        }
        var (etag, document) = await snapshots.For(speaker.Value!, http.RequestAborted);
        http.Response.Headers.ETag = etag;
        http.Response.Headers.CacheControl = "private, no-cache";
        return http.Request.Headers.IfNoneMatch.Contains(etag) ? Results.StatusCode(304) : document();
    }

    private static async Task<IResult> Plans(HttpContext http, Speakers speakers, Database database, SchoolClock clock)
    {
        var speaker = await speakers.Recognise(http);
        return (speaker.Refusal ?? speaker.Value!.WhySilent(clock.Now)) is { } no ? Answers.Refused(no) : Results.Json(await PlansBody.Of(database, clock, speaker.Value!, http.RequestAborted), Json.Web);
    }

    /// <summary>A pupil's face by the hash of its content: kept by devices for ever, and by nobody between.</summary>
    private static async Task<IResult> Photo(string hash, HttpContext http, Speakers speakers, Database database, SchoolClock clock)
    {
        var speaker = await speakers.Recognise(http);
        if ((speaker.Refusal ?? speaker.Value!.WhySilent(clock.Now)) is { } no)
        {
            return Answers.Refused(no);
        }
        await using var db = database.Read(speaker.Value!.Establishment);
        if (await db.Photos.FirstOrDefaultAsync(p => p.Hash == hash, http.RequestAborted) is not { } photo)
        {
            return Answers.Refused(Refusal.Unknown("photo.unknown"));
        }
        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.Bytes(photo.Bytes, photo.Type);
    }

    private static async Task Stream(HttpContext http, Speakers speakers, StreamRings stream, SchoolClock clock)
    {
        var speaker = await speakers.Recognise(http);
        if ((speaker.Refusal ?? speaker.Value!.WhySilent(clock.Now)) is { } no)
        {
            await Answers.Refused(no).ExecuteAsync(http);
            return;
        }
        try
        {
            await stream.Do(speaker.Value!, http.Response, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The device left: that is how a stream ends.
        }
    }
}
