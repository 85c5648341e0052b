using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Tests.RollCall;

/// <summary>Who may mark whom and when, by spec/rollcall/rules.json: the hour 08:00 to 08:55 of Monday 23 November 2026.</summary>
public class RulesTests
{
    private static readonly JsonElement[] cases = Read();

    public static TheoryData<string> Names => [.. cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Refuses_as_the_golden_case_says(string name)
    {
        var golden = cases.Single(c => c.GetProperty("name").GetString() == name);
        var hours = golden.TryGetProperty("hours", out var has) && !has.GetBoolean() ? null
            : new MarkingHours(10, golden.TryGetProperty("closesAfter", out var after) ? after.GetInt16() : null);
        var kind = golden.TryGetProperty("kind", out var k) ? new KindOnOffer(k.GetProperty("exists").GetBoolean(), k.GetProperty("fromRank").GetInt16()) : new KindOnOffer(true, 1);
        var stay = golden.TryGetProperty("stay", out var s) ? s.Deserialize<PupilStay>(Json.Web) : null;
        var claimed = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(golden.GetProperty("claimedAt").GetString()!).Value;

        var refused = MarkingRules.WhyRefused(new(new(2026, 11, 23), new(8, 0), new(8, 55), claimed, golden.GetProperty("rank").GetInt16(), hours, kind, stay));

        Assert.Equal(golden.GetProperty("expect").GetString(), refused?.Code);
    }

    private static JsonElement[] Read() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "spec", "rollcall", "rules.json"))).RootElement.EnumerateArray()];
}
