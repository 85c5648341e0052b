using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>The routes of classroom tablets: enrolled by a code of the office, then asked who stands before them.</summary>
public static class ClassroomRoutes
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder devices)
    {
        devices.MapPost("/enrol", Enrol).WithName("EnrolTablet").Produces<EnrolledBody>().ProducesProblem(404).ProducesProblem(429).RequireRateLimiting(AccountsFeature.SignInThrottle);
        devices.MapPost("/who", Who).WithName("SayWho").Produces<KnownBody>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(429).RequireRateLimiting(AccountsFeature.SignInThrottle);
        devices.MapPost("/claim", Claim).WithName("ClaimStay").Produces(204).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(429).RequireRateLimiting(AccountsFeature.SignInThrottle);
        devices.MapPost("/own", Own).WithName("OwnStays").Produces(204).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);
    }

    /// <summary>What a tablet shows to be enrolled.</summary>
    /// <param name="Device">By what it may ask again when the answer is lost; earlier pages do not say.</param>
    public sealed record EnrolBody(string? Code, EnrolBody.OwnKey? Device = null)
    {
        /// <summary>A key that the tablet has made: the secret is 32 random bytes in base64.</summary>
        public sealed record OwnKey(Guid Id, string? Secret);
    }

    /// <summary>The registration of a classroom tablet; nobody is signed in on it.</summary>
    public sealed record EnrolledBody(EnrolledBody.Registered Device, SignedBody.Place Establishment, Instant ServerTime, long Sequence)
    {
        /// <summary>Its key is told once.</summary>
        public sealed record Registered(Guid Id, string Secret, string Name, string? Room, bool Shared);
    }

    /// <summary>Who somebody says they are, and their short code.</summary>
    /// <param name="Lasting">The stay in whose midst they prove it, when its name was chosen without proof; earlier pages do not say.</param>
    public sealed record WhoBody(Guid Person, string? Code, Guid? Lasting = null);

    /// <summary>The person, and the stay that each fact names. Doubted: as in <see cref="SignedBody"/>.</summary>
    public sealed record KnownBody(SignedBody.Stay SignIn, SignedBody.Speaking Person, Instant ServerTime, long Sequence, IReadOnlyList<DoubtedStay> Doubted);

    /// <summary>The stays that were theirs; at most <see cref="OwnStays.Most"/>.</summary>
    public sealed record OwnBody(IReadOnlyList<Guid>? SignIns);

    private static async Task<IResult> Enrol(EnrolBody body, EnrolTablet verb, SchoolClock clock)
    {
        var enrolled = await verb.Do(body.Code is { Length: <= 60 } code ? code : "", body.Device is { Secret: { } chosen } own ? new(own.Id, chosen) : null, CancellationToken.None);
        if (enrolled.Refusal is { } no)
        {
            return Answers.Refused(no);
        }
        var (device, secret, place) = enrolled.Value!;
        return Results.Json(new EnrolledBody(new(device.Id.Value, secret, device.Name, device.Room, true), new(place.Code, place.Name, place.Zone), clock.Now, 0), Json.Web);
    }

    private static async Task<IResult> Who(WhoBody body, Speakers speakers, SayWho verb, SchoolClock clock, HttpContext http)
    {
        var speaker = await speakers.Recognise(http);
        if (speaker.Refusal is { } stranger)
        {
            return Answers.Refused(stranger);
        }
        // Not the request's token: a try that hangs up is counted all the same.
        var known = await verb.Do(speaker.Value!, body.Person, body.Code is { Length: <= 6 } code ? code : "", body.Lasting, CancellationToken.None);
        if (known.Refusal is { } no)
        {
            if (no is { Code: "who.wait", Arguments: [int seconds] })
            {
                http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            return Answers.Refused(no);
        }
        var (signIn, person, level, sequence, doubted) = known.Value!;
        return Results.Json(new KnownBody(new(signIn), new(person.Id, person.DisplayName, person.UserName!, level.Word, level.Meaning.Rank, person.ReloadSeconds), clock.Now, sequence, doubted), Json.Web);
    }

    private static async Task<IResult> Claim(ClaimStay.Claim body, Speakers speakers, ClaimStay verb, HttpContext http)
    {
        var speaker = await speakers.Recognise(http);
        return speaker.Refusal is { } no ? Answers.Refused(no) : Answers.Of(await verb.Do(speaker.Value!, body, CancellationToken.None));
    }

    private static async Task<IResult> Own(OwnBody body, Speakers speakers, OwnStays verb, HttpContext http)
    {
        var speaker = await speakers.Recognise(http);
        return speaker.Refusal is { } no ? Answers.Refused(no) : Answers.Of(await verb.Do(speaker.Value!, body.SignIns ?? [], http.RequestAborted));
    }
}
