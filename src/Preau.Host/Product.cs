using System.Reflection;

namespace Preau.Host;

/// <summary>Which program this is.</summary>
internal static class Product
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static readonly string Version =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
