using Microsoft.Extensions.DependencyInjection;

namespace Preau.Backup;

/// <summary>One archive for backup, for moving between engines and for leaving.</summary>
public static class BackupFeature
{
    /// <summary>Registers the feature.</summary>
    public static IServiceCollection AddBackup(this IServiceCollection services) => services.AddSingleton<MakeBackup>().AddSingleton<RestoreBackup>();
}
