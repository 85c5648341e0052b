using System.Text.Json;
using Preau.Foundation;
using Preau.Imports.Planning;

namespace Preau.Imports;

/// <summary>The counts of a plan as one line of JSON: <c>{"pupils":{"new":60,"changed":0,…},"classes":{…},…}</c>.</summary>
public static class ImportCounts
{
    /// <summary>Each kind with its six counts: new, changed, left, unchanged, refused, asked.</summary>
    public static string Json(ImportPlan plan) => JsonSerializer.Serialize(Of(plan), Foundation.Json.Web);

    /// <summary>The same, by the kind's name on the wire.</summary>
    public static Dictionary<string, Dictionary<string, int>> Of(ImportPlan plan) =>
        ImportPlan.Kinds.ToDictionary(kind => kind.ToString().ToLowerInvariant(), kind => Of(plan.Count(kind)));

    private static Dictionary<string, int> Of(Tally tally) => new()
    {
        ["new"] = tally.New, ["changed"] = tally.Changed, ["left"] = tally.Left, ["unchanged"] = tally.Unchanged,
        ["refused"] = tally.Refused, ["asked"] = tally.Asked,
    };
}
