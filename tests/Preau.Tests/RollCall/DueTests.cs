using System.Text.Json;
using NodaTime;
using Preau.Foundation;

namespace Preau.Tests.RollCall;

/// <summary>Due or not, by spec/timetable/due.json, through the board's own day. Monday 23 November 2026, the usual bell.</summary>
public class DueTests
{
    public static TheoryData<string> Names => [.. GoldenDay.Cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Is_due_as_the_golden_case_says(string name)
    {
        var golden = GoldenDay.Cases.Single(c => c.GetProperty("name").GetString() == name);
        var script = new GoldenDay();
        var day = script.Day(golden);
        foreach (var ask in List(golden, "ask"))
        {
            var hour = day.Plan.Day.Hours.Single(h => h.Number == ask.GetProperty("hour").GetInt16());
            var cell = day.At(script.Id(ask.GetProperty("class").GetString()!), hour.Start, hour.End, At(ask));
            Assert.Equal(ask.GetProperty("state").GetString(), cell.State.ToString().ToLowerInvariant());
            Same(ask, "absent", cell.AbsentCount);
            Same(ask, "late", cell.LateCount);
            Same(ask, "taken", cell.TakenCount);
            Same(ask, "due", cell.DueCount);
            Assert.Equal(Text(ask, "why"), ask.TryGetProperty("why", out _) ? JsonSerializer.SerializeToElement(cell.Why, Json.Web).GetString() : null);
        }
        foreach (var ask in List(golden, "asking"))
        {
            Assert.Equal(ask.GetProperty("count").GetInt32(), day.Asking(At(ask)).Count());
        }
        foreach (var ask in List(golden, "permanence"))
        {
            var hour = day.Plan.Day.Hours.Single(h => h.Number == ask.GetProperty("hour").GetInt16());
            Assert.Equal(List(ask, "pupils").Select(p => script.Id(p.GetString()!)).Order(), day.Plan.WithoutLesson(hour.Start, hour.End).Order());
        }
    }

    private static void Same(JsonElement ask, string name, int count)
    {
        if (ask.TryGetProperty(name, out var expected))
        {
            Assert.Equal(expected.GetInt32(), count);
        }
    }

    private static string? Text(JsonElement json, string name) => GoldenDay.Text(json, name);

    private static LocalDateTime At(JsonElement ask) => GoldenDay.Monday.At(GoldenDay.Time(ask, "at")!.Value);

    private static IEnumerable<JsonElement> List(JsonElement json, string name) => GoldenDay.List(json, name);
}
