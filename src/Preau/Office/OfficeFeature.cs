using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

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
        return services.AddScoped<Desk>();
    }
}
