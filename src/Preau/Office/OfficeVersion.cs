using System.Reflection;

namespace Preau.Office;

/// <summary>Which program made this page; the whole product has one version.</summary>
public static class OfficeVersion
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        (typeof(OfficeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+')[0];
}
