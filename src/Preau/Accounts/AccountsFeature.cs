using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Establishments, people, levels, sign-in.</summary>
public static class AccountsFeature
{
    /// <summary>The rate limit of sign-ins, per address. Refuses with sign-in.throttled.</summary>
    public const string SignInThrottle = "sign-in";

    /// <summary>The claim that holds the security stamp.</summary>
    private const string Stamp = "stamp";

    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<FeatureStorage, LogStorage>().AddSingleton<FeatureStorage, SequenceStorage>().AddSingleton<FeatureStorage, WebStorage>().AddSingleton<FeatureStorage, AccountsStorage>();
        services.AddSingleton<Passwords>().AddSingleton<SignIn>().AddSingleton<OpenEstablishment>().AddSingleton<AddPerson>().AddSingleton<OneTimeLinks>()
            .AddSingleton<ListPeople>().AddSingleton<GiveLevel>().AddSingleton<TakeLevel>().AddSingleton<LockPerson>().AddSingleton<SetReload>().AddSingleton<SetHotline>().AddSingleton<ListEstablishments>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>().AddSingleton<IdentityErrorDescriber>()
            .AddSingleton<IPasswordHasher<Person>, PasswordHasher<Person>>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(Cookie);
        services.AddAuthorizationBuilder();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = 429;
            options.OnRejected = (context, _) => new(Throttled(context.HttpContext));
            options.AddPolicy(SignInThrottle, http => RateLimitPartition.GetFixedWindowLimiter(Line(http.Connection.RemoteIpAddress),
                // A school's tablets share one address; passwords are guarded by the lock of each account besides.
                _ => new() { PermitLimit = 300, Window = TimeSpan.FromMinutes(1) }));
        });
        return services;
    }

    /// <summary>Whom an address belongs to: in IPv6 one line has 2⁶⁴ of them. Source: RFC 6177.</summary>
    internal static string Line(IPAddress? address) => address switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.MapToIPv4().ToString(),
    };

    /// <summary>Maps its routes.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-in", Enter).AllowAnonymous().RequireRateLimiting(SignInThrottle).WithName("SignIn").DisableAntiforgery();
        app.MapPost("/sign-out", Leave).AllowAnonymous().WithName("SignOut").DisableAntiforgery();
        app.MapPost("/welcome", Welcome).AllowAnonymous().RequireRateLimiting(SignInThrottle).WithName("Welcome").DisableAntiforgery();
    }

    private static void Cookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "preau";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/sign-in";
        options.ReturnUrlParameter = "to";
        options.Events.OnValidatePrincipal = StillValid;
    }

    private static async Task StillValid(CookieValidatePrincipalContext context)
    {
        var database = context.HttpContext.RequestServices.GetRequiredService<Database>();
        await using var db = database.Read(EstablishmentId.Platform);
        if (await StillOf(db, context.Principal) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync();
        }
    }

    /// <summary>The person of a principal; null when nobody is signed in.</summary>
    public static Guid? PersonOf(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>The person of a principal as long as nobody locked the account or changed its password since; null then, and when nobody is signed in.</summary>
    public static async Task<Guid?> StillOf(PreauDb db, ClaimsPrincipal? principal)
    {
        var stamp = principal?.FindFirstValue(Stamp);
        return PersonOf(principal) is { } id && await db.People.AnyAsync(p => p.Id == id && p.SecurityStamp == stamp) ? id : null;
    }

    private static async Task<IResult> Enter(
        HttpContext http, IAntiforgery antiforgery, SignIn verb, [FromForm] string? userName, [FromForm] string? password, [FromForm] string? to)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Back("/sign-in", "sign-in.stale", userName, to);
        }
        var person = await verb.Do(userName ?? "", password ?? "", http.RequestAborted);
        if (person.Refusal is { } no)
        {
            return Back("/sign-in", no.Code, userName, to);
        }
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, person.Value!.Id.ToString()), new(Stamp, person.Value.SecurityStamp ?? "")],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await http.SignInAsync(new ClaimsPrincipal(identity));
        return Results.LocalRedirect(LocalPage.Of(to));
    }

    private static async Task<IResult> Leave(HttpContext http, IAntiforgery antiforgery)
    {
        if (await antiforgery.IsRequestValidAsync(http))
        {
            await http.SignOutAsync();
        }
        return Results.LocalRedirect("/sign-in");
    }

    private static async Task<IResult> Welcome(
        HttpContext http, IAntiforgery antiforgery, OneTimeLinks links, [FromForm] string? link, [FromForm] string? userName, [FromForm] string? password)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Back("/welcome", "sign-in.stale", userName, null, link);
        }
        var used = await links.Use(link ?? "", userName, password ?? "", http.RequestAborted);
        return used.Refusal is { } no ? Back("/welcome", no.Code, userName, null, link) : Results.LocalRedirect("/sign-in?done=1");
    }

    private static IResult Back(string page, string code, string? userName, string? to, string? link = null)
    {
        var query = QueryString.Create(new Dictionary<string, string?> { ["refused"] = code, ["userName"] = userName, ["to"] = to, ["link"] = link });
        return Results.LocalRedirect(page + query);
    }

    private static Task Throttled(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "60";
        return Answers.Refused(new Refusal("sign-in.throttled", 429)).ExecuteAsync(http);
    }
}
