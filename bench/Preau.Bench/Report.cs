using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Preau.Bench;

/// <summary>Prints a JSON line per case as it comes, and at the end the table, unless only JSON was asked for.</summary>
internal sealed class Report(Setting setting)
{
    private static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<Dictionary<string, object>> lines = [];

    /// <summary>Says something that is no figure.</summary>
    public void Say(string words) => Console.Error.WriteLine(words);

    /// <summary>Adds a case.</summary>
    public void Add(Dictionary<string, object> line)
    {
        lines.Add(line);
        Console.WriteLine(JsonSerializer.Serialize(line, plain));
    }

    /// <summary>The table, one per set of columns.</summary>
    public void Finish()
    {
        foreach (var table in setting.Json ? [] : lines.GroupBy(line => string.Join('|', line.Keys)))
        {
            Console.WriteLine();
            Console.WriteLine($"| {string.Join(" | ", table.First().Keys)} |");
            Console.WriteLine($"|{string.Concat(table.First().Keys.Select(_ => "---|"))}");
            foreach (var line in table)
            {
                Console.WriteLine($"| {string.Join(" | ", line.Values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))} |");
            }
        }
    }

    /// <summary>The middle one; of an even number the higher of the two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
