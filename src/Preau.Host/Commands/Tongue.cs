using System.Globalization;

namespace Preau.Host.Commands;

/// <summary>The language of the command line: French where the environment says French, else English.</summary>
internal static class Tongue
{
    /// <summary>By LC_ALL, LC_MESSAGES, LANG, the first that is set; on Windows by the system when none is.</summary>
    public static CultureInfo Of(Func<string, string?> environment, CultureInfo system)
    {
        string[] names = ["LC_ALL", "LC_MESSAGES", "LANG"];
        var wanted = names.Select(environment).FirstOrDefault(value => value is { Length: > 0 });
        wanted ??= OperatingSystem.IsWindows() ? system.Name : "";
        return CultureInfo.GetCultureInfo(wanted.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ? "fr" : "en");
    }

    /// <summary>Speaks it in this process from now on.</summary>
    public static void Speak() => CultureInfo.CurrentUICulture = Of(Environment.GetEnvironmentVariable, CultureInfo.CurrentUICulture);
}
