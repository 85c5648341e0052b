using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Backup;
using Preau.Classes;
using Preau.Devices;
using Preau.Families;
using Preau.Foundation;
using Preau.Imports;
using Preau.Office;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Seating;
using Preau.Support;
using Preau.Sync;
using Preau.Timetable;

namespace Preau;

/// <summary>All features, for the host: two calls. A new feature adds its line here.</summary>
public static class PreauFeatures
{
    /// <summary>Registers everything but the engine and the clock, which the host chooses.</summary>
    public static IServiceCollection AddPreau(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => Json.Apply(options.SerializerOptions));
        services.AddValidation();
        services.AddProblemDetails();
        services.AddOpenApi(WireDocument.Describe);
        services.AddSingleton<Doorbell>().AddSingleton<Database>().AddHostedService<NodeBells>().AddHostedService<ForgetIdle>();
        services.AddAccounts().AddDevices();
        services.AddSingleton<FeatureStorage, PupilsStorage>().AddSingleton<KeepPhotos>().AddSingleton<DropPhotos>().AddSingleton<FeatureStorage, ClassesStorage>();
        services.AddTimetable().AddFamilies().AddImports().AddBackup();
        services.AddRollCall().AddSeating().AddSync().AddSupport().AddOffice();
        services.AddSingleton<Demo.DemoTown>();
        return services;
    }

    /// <summary>Maps every route.</summary>
    public static void MapPreau(this IEndpointRouteBuilder app)
    {
        app.MapAccounts();
        app.MapDevices();
        app.MapSync();
        app.MapSupport();
        app.MapOffice();
    }

    /// <summary>Every feature's tables, for the design-time contexts.</summary>
    internal static IEnumerable<FeatureStorage> Storages() =>
        new ServiceCollection().AddPreau().Where(s => s.ServiceType == typeof(FeatureStorage))
            .Select(s => (FeatureStorage)Activator.CreateInstance(s.ImplementationType!)!);
}
