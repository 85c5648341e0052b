using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Support;

/// <summary>Support: a problem is reported where it happens, and answered by an administrator.</summary>
public static class SupportFeature
{
    private const int MostBytes = 16 * 1024;

    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddSupport(this IServiceCollection services) => services
        .AddSingleton<FeatureStorage, SupportStorage>().AddSingleton<ReportProblem>().AddSingleton<ListProblems>().AddSingleton<AnswerProblem>().AddSingleton<OwnProblems>();

    /// <summary>Maps its routes.</summary>
    public static void MapSupport(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/problems", Report).AllowAnonymous().WithName("ReportProblem").WithTags("Support");
        app.MapGet("/api/problems", Own).AllowAnonymous().WithName("OwnProblems").WithTags("Support").Produces<IReadOnlyList<OwnProblems.Line>>().ProducesProblem(401).ProducesProblem(403);
    }

    /// <summary><c>GET /api/problems</c>: what became of those of the person who stays on the device.</summary>
    /// <remarks>Errors: device.unknown, device.revoked, device.suspended, sign-in.ended, access.denied.</remarks>
    private static async Task<IResult> Own(HttpContext http, Speakers speakers, OwnProblems verb, SchoolClock clock)
    {
        var speaker = await speakers.Recognise(http);
        if ((speaker.Refusal ?? speaker.Value!.WhySilent(clock.Now)) is { } stranger)
        {
            return Answers.Refused(stranger);
        }
        var act = new Act(speaker.Value!.Stay(clock.Now)?.Person ?? Guid.Empty, speaker.Value.Establishment, speaker.Value.Device.Id.Value, clock.Now, nameof(OwnProblems));
        return Answers.Of(await verb.Do(act, http.RequestAborted));
    }

    /// <summary>
    /// <c>POST /api/problems {id, subject, text, page, version, writtenAt, signIn}</c> with the device's header; 204, also when it was known. The author is the person
    /// of that stay on the device; without one, whoever stays there now.
    /// </summary>
    /// <remarks>Errors: device.unknown, device.revoked, device.suspended, problem.malformed, problem.bad-subject, problem.bad-text, sign-in.unknown (404), access.denied.</remarks>
    private static async Task<IResult> Report(HttpContext http, Speakers speakers, ReportProblem verb, SchoolClock clock)
    {
        var speaker = await speakers.Recognise(http);
        if (speaker.Refusal is { } stranger)
        {
            return Answers.Refused(stranger);
        }
        if (await Bytes.Read(http.Request, MostBytes, http.RequestAborted) is not { } bytes || Read(bytes) is not { } request)
        {
            return Answers.Refused(Refusal.Malformed("problem.malformed"));
        }
        var (device, stay) = (speaker.Value!, speaker.Value!.Stay(clock.Now));
        if (request.SignIn is { } named)
        {
            var stays = await speakers.Stays(device, [named], http.RequestAborted);
            if (!stays.TryGetValue(named, out stay) || stay.Device != device.Device.Id)
            {
                return Answers.Refused(Refusal.Unknown("sign-in.unknown")); // never under the name of whoever stands there instead
            }
        }
        var who = stay?.Person ?? Guid.Empty;
        var act = new Act(who, device.Establishment, device.Device.Id.Value, clock.Now, nameof(ReportProblem));
        return Answers.Of(await verb.Do(act, request, http.RequestAborted));
    }

    private static ReportProblem.Request? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportProblem.Request>(bytes.Span, Json.Web);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }
}
