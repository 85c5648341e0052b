using Microsoft.Extensions.DependencyInjection;
using Preau.Foundation;

namespace Preau.Families;

/// <summary>Families: who answers for which pupil, and how to reach them.</summary>
public static class FamiliesFeature
{
    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddFamilies(this IServiceCollection services) =>
        services.AddSingleton<FeatureStorage, FamiliesStorage>().AddSingleton<ReadFamily>();
}
