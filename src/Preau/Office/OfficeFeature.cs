using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Preau.Foundation;

namespace Preau.Office;

/// <summary>The office: screens for the people who sit at a desk. They call verbs and hold no rule.</summary>
public static class OfficeFeature
{
    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddOffice(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddCascadingAuthenticationState();
        return services.AddSingleton<SchoolBooks>().AddSingleton<SayAgain>().AddScoped<Desk>();
    }

    /// <summary>Maps its routes besides the pages.</summary>
    public static void MapOffice(this IEndpointRouteBuilder app)
    {
        app.MapGet("/language", Speak).AllowAnonymous().WithName("SpeakLanguage");
        app.MapGet("/e/{code}/classes/{group}/csv", OfficePaper.Csv).RequireAuthorization().WithName("ReadRegisterCsv").ExcludeFromDescription();
    }

    /// <summary>Remembers the language of this browser, and goes back to the page.</summary>
    private static IResult Speak(HttpContext http, string? to = null, string? back = null)
    {
        if (Words.Languages.Contains(to))
        {
            http.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(to!)),
                new() { MaxAge = TimeSpan.FromDays(400), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps, IsEssential = true });
        }
        return Results.LocalRedirect(LocalPage.Of(back));
    }
}
