using Microsoft.Extensions.DependencyInjection;
using Preau.Foundation;

namespace Preau.Seating;

/// <summary>Seating: where the pupils of a class sit, as their teacher sees them.</summary>
public static class SeatingFeature
{
    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddSeating(this IServiceCollection services) =>
        services.AddSingleton<FeatureStorage, SeatingStorage>().AddSingleton<FactRows, SeatRows>();
}
