using System.Globalization;
using System.Text.Json;
using Preau.Foundation;
using Preau.Imports.Planning;
using Preau.Imports.Reading;

namespace Preau.Imports;

/// <summary>How an import is told on the command line: lines for people, one line for programs.</summary>
public static class ImportReport
{
    private const int MostShown = 20;
    private const int First = 18;
    private const int Column = 13;

    /// <summary>The plan as a table of counts, then what was refused, asked and noticed.</summary>
    public static IEnumerable<string> Lines(ImportPlan plan)
    {
        string[] heads = ["new", "changed", "left", "unchanged", "refused", "asked"];
        yield return new string(' ', First) + string.Concat(heads.Select(h => Words.Say($"imports.count.{h}").PadLeft(Column)));
        foreach (var (kind, counts) in ImportCounts.Of(plan))
        {
            yield return Words.Say($"imports.kind.{kind}").PadRight(First)
                + string.Concat(heads.Select(h => counts[h].ToString(CultureInfo.InvariantCulture).PadLeft(Column)));
        }
        foreach (var line in Remarks("imports.cli.refused", plan.Refused).Concat(Asked(plan)).Concat(Remarks("imports.cli.notice", plan.Notices)))
        {
            yield return line;
        }
    }

    /// <summary>A refusal of everything, with its place.</summary>
    public static string Line(Remark remark)
    {
        var place = remark.Where.File + (remark.Where.Line is { } line ? $":{line}" : "") + (remark.Where.Element is { } element ? $" {element}" : "");
        return (place.Length > 0 ? place + " — " : "") + Words.Say(remark.Reason);
    }

    /// <summary>One line of JSON: the counts by kind; or what was refused.</summary>
    public static string Json(RunImport.Ended ended) => ended.Prepared is { } prepared
        ? JsonSerializer.Serialize(Told(ended, prepared), Foundation.Json.Web)
        : JsonSerializer.Serialize(new { refused = Told(ended.Refused!) }, Foundation.Json.Web);

    private static Dictionary<string, object?> Told(RunImport.Ended ended, PrepareImport.Prepared prepared)
    {
        var told = ImportCounts.Of(prepared.Plan).ToDictionary(kind => kind.Key, object? (kind) => kind.Value);
        told["year"] = prepared.SchoolYear;
        told["import"] = ended.Import;
        told["refusedLines"] = prepared.Plan.Refused.Select(Told);
        told["notices"] = prepared.Plan.Notices.Select(Told);
        return told;
    }

    private static object Told(Remark remark) => new
    {
        code = remark.Reason.Code, words = Words.Say(remark.Reason), file = remark.Where.File, line = remark.Where.Line, element = remark.Where.Element,
    };

    private static IEnumerable<string> Asked(ImportPlan plan) => plan.Pupils.Where(p => p.Outcome == Outcome.Asked)
        .Select(p => $"{Words.Say("imports.cli.asked")} {p.Read!.Where.File}:{p.Read.Where.Line} — {Words.Say("imports.cli.candidates", p.Candidates.Length)}")
        .Take(MostShown);

    private static IEnumerable<string> Remarks(string head, IReadOnlyCollection<Remark> remarks)
    {
        foreach (var remark in remarks.Take(MostShown))
        {
            yield return $"{Words.Say(head)} {Line(remark)}";
        }
        if (remarks.Count > MostShown)
        {
            yield return Words.Say("imports.cli.more", remarks.Count - MostShown);
        }
    }
}
