namespace Preau.Foundation;

/// <summary>The tenant: a small integer, given by the server when an establishment is made. 0 is the platform itself.</summary>
/// <remarks>The UAI is only an attribute (a crèche has none); addresses and the command line use the establishment's code.</remarks>
public readonly record struct EstablishmentId(int Value)
{
    /// <summary>The platform: no establishment; holds the memberships of level <c>platform</c>.</summary>
    public static EstablishmentId Platform => new(0);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
