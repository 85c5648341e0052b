using System.Globalization;
using System.Text;

namespace Preau.Foundation;

/// <summary>What nodes say to each other: <c>node;establishment,position,touches;…</c>, in messages below PostgreSQL's 8,000 bytes.</summary>
internal static class NodeWords
{
    private const int Most = 7_000;

    /// <summary>The messages that tell all rings; none for none.</summary>
    public static IEnumerable<string> Write(string node, IReadOnlyDictionary<int, (long Position, Touches Touched)> rung)
    {
        var words = new StringBuilder(node);
        foreach (var (establishment, (position, touched)) in rung)
        {
            words.Append(CultureInfo.InvariantCulture, $";{establishment},{position},{(int)touched}");
            if (words.Length > Most)
            {
                yield return words.ToString();
                words.Clear().Append(node);
            }
        }
        if (words.Length > node.Length)
        {
            yield return words.ToString();
        }
    }

    /// <summary>The rings of a message of another node; none of one's own, and nothing of what is not of this form.</summary>
    public static IEnumerable<(EstablishmentId Establishment, long Position, Touches Touched)> Read(string node, string words)
    {
        var parts = words.Split(';');
        foreach (var part in parts[0] == node ? [] : parts.Skip(1))
        {
            var numbers = part.Split(',');
            if (numbers.Length == 3 && int.TryParse(numbers[0], CultureInfo.InvariantCulture, out var establishment)
                && long.TryParse(numbers[1], CultureInfo.InvariantCulture, out var position) && int.TryParse(numbers[2], CultureInfo.InvariantCulture, out var touched))
            {
                yield return (new(establishment), position, (Touches)touched);
            }
        }
    }
}
