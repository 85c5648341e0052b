using Microsoft.Extensions.DependencyInjection;
using Preau.Foundation;

namespace Preau.Imports;

/// <summary>Imports: pupils, classes, groups and families out of the school's other programs.</summary>
public static class ImportsFeature
{
    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddImports(this IServiceCollection services) =>
        services.AddSingleton<FeatureStorage, ImportsStorage>()
            .AddSingleton<PrepareImport>().AddSingleton<ApplyImport>().AddSingleton<UndoImport>().AddSingleton<OpenForImport>()
            .AddSingleton<RunImport>();
}
