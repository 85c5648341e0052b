using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Devices: registration by sign-in, who may speak, revocation.</summary>
public static class DevicesFeature
{
    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddDevices(this IServiceCollection services) => services
        .AddSingleton<FeatureStorage, DevicesStorage>()
        .AddSingleton<Speakers>().AddSingleton<SignInOnDevice>().AddSingleton<EndSignIn>().AddSingleton<RevokeDevice>().AddSingleton<SuspendDevice>().AddSingleton<ListDevices>()
        .AddSingleton<InviteTablet>().AddSingleton<EnrolTablet>().AddSingleton<SetPersonCode>().AddSingleton<SayWho>().AddSingleton<ClaimStay>().AddSingleton<OwnStays>()
        .AddSingleton<ArrangeDevices>().AddSingleton<SetMinimumVersion>().AddSingleton<SeenDevices>();

    /// <summary>Maps its routes.</summary>
    public static void MapDevices(this IEndpointRouteBuilder app)
    {
        var devices = app.MapGroup("/api/devices").AllowAnonymous().WithTags("Devices");
        devices.MapPost("/sign-in", SignIn).WithName("SignInOnDevice").Produces<SignedBody>()
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(409).ProducesProblem(423).ProducesProblem(429).RequireRateLimiting(AccountsFeature.SignInThrottle);
        ClassroomRoutes.Map(devices);
        devices.MapPost("/sign-out", SignOut).WithName("EndSignIn").Produces(204).ProducesProblem(401).ProducesProblem(404);
    }

    /// <summary>What a device sends to sign somebody in. Lengths are bounded; the device's own key is optional the first time.</summary>
    public sealed record SignInBody(string? UserName, string? Password, string? Establishment, DeviceBody? Device);

    /// <summary>The device's part of a sign-in.</summary>
    /// <param name="Shared">Whether it was enrolled as a classroom's; earlier pages do not say.</param>
    public sealed record DeviceBody(Guid? Id, string? Secret, string? Name, string? Kind, bool? Shared = null);

    /// <summary>Which sign-in ends.</summary>
    public sealed record SignOutBody(Guid SignIn);

    private static async Task<IResult> SignIn(SignInBody body, SignInOnDevice verb, SchoolClock clock, HttpContext http)
    {
        if (body is not { UserName: { Length: > 0 and <= 60 } name, Password: { Length: > 0 and <= 200 } password })
        {
            return Answers.Refused(new Refusal("sign-in.refused", 401));
        }
        var held = new SignInOnDevice.Held(body.Device?.Id, body.Device?.Secret, body.Device?.Name ?? "", body.Device?.Kind ?? "tablet", body.Device?.Shared == true);
        var signed = await verb.Do(new(name, password, body.Establishment, held), http.RequestAborted);
        if (signed.Refusal is { } no)
        {
            var choices = no.Code == "sign-in.choose" ? new Dictionary<string, object?> { ["establishments"] = no.Arguments } : null;
            return Answers.Refused(no with { Arguments = [] }, choices);
        }
        return Results.Json(Line(signed.Value!, clock), Json.Web);
    }

    private static SignedBody Line(SignInOnDevice.Signed signed, SchoolClock clock) => new(
        new(signed.Device, signed.Secret, signed.DeviceName), new(signed.SignIn),
        new(signed.Person.Id, signed.Person.DisplayName, signed.Person.UserName!, signed.Level.Word, signed.Level.Meaning.Rank, signed.Person.ReloadSeconds),
        new(signed.Establishment.Code, signed.Establishment.Name, signed.Establishment.Zone), clock.Now, signed.Sequence, signed.Doubted);

    private static async Task<IResult> SignOut(SignOutBody body, Speakers speakers, EndSignIn verb, HttpContext http)
    {
        var speaker = await speakers.Recognise(http);
        return speaker.Refusal is { } no ? Answers.Refused(no) : Answers.Of(await verb.Do(speaker.Value!, new(body.SignIn), http.RequestAborted));
    }

    /// <summary>The header of every answer at a device's door that tells the time, so that a clock that is plainly wrong is set by any of them, a 304 too.</summary>
    public const string TimeHeader = "Preau-Time";

    private static readonly InstantPattern time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>The device that a request's <c>Authorization: Device id:secret</c> proves. The answer tells the time, whatever else it says.</summary>
    /// <remarks>Errors: device.unknown (also a missing or malformed header), device.revoked, device.suspended.</remarks>
    public static async Task<Answer<Speaker>> Recognise(this Speakers speakers, HttpContext http)
    {
        http.Response.Headers[TimeHeader] = time.Format(http.RequestServices.GetRequiredService<SchoolClock>().Now);
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Device ", StringComparison.Ordinal) || header.IndexOf(':') is var colon && colon < 0
            || !Guid.TryParse(header.AsSpan(7, colon - 7), out var id))
        {
            return new Refusal("device.unknown", 401);
        }
        return await speakers.Recognise(id, header[(colon + 1)..], http.RequestAborted);
    }
}
