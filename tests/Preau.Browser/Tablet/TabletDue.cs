using System.Text.Json;
using NodaTime;
using Preau.Foundation;

namespace Preau.Browser.Tablet;

/// <summary>The page's own rule of what is due, by spec/timetable/due.json, in the browser: on the sessions that the server would send.</summary>
[Collection("stage")]
public class TabletDue(Stage stage, ITestOutputHelper output)
{
    private const string Judge = """
        async ([modules, questions]) => {
          const { isCalled, stateOf } = await import(`${modules}day.js`);
          return JSON.parse(questions).map(q => stateOf(q.session, { called: isCalled(q.session, q.expected, q.rolls), begun: q.begun, expected: q.expected }, q.now, q.lateAfter));
        }
        """;

    private sealed record Question(string Name, object Asked, string Expected, bool Golden);

    [Fact]
    public async Task Every_session_of_the_golden_days_stands_as_the_board_says()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var questions = GoldenDay.Cases.SelectMany(Questions).ToList();

        var told = await page.EvaluateAsync<string[]>(Judge, new[] { modules, JsonSerializer.Serialize(questions.Select(q => q.Asked), Json.Web) });

        Assert.Empty(questions.Zip(told).Where(q => q.First.Expected != q.Second).Select(q => $"{q.First.Name}: {q.Second}, not {q.First.Expected}"));
        output.WriteLine($"measured due: {questions.Count} questions, {questions.Count(q => q.Golden)} of them golden");
        Assert.True(questions.Count >= 50 && questions.Count(q => q.Golden) >= 15, $"{questions.Count} questions, {questions.Count(q => q.Golden)} golden");
    }

    /// <summary>Each session at each time of the case; golden: the case's own word for a class whose hour is that one session.</summary>
    private static IEnumerable<Question> Questions(JsonElement golden)
    {
        var script = new GoldenDay();
        var day = script.Day(golden);
        var rolls = GoldenDay.List(golden, "rolls").Select(r => new
        {
            group = script.Id(r.GetProperty("group").GetString()!), start = r.GetProperty("start").GetString(), end = r.GetProperty("end").GetString(),
            shown = r.GetProperty("shown").EnumerateArray().Select(p => script.Id(p.GetString()!)).ToArray(),
        }).ToList();
        var begun = GoldenDay.List(golden, "marks").Select(m => (Group: script.Id(m.GetProperty("group").GetString()!), Start: m.GetProperty("start").Deserialize<LocalTime>(Json.Web))).ToList();
        foreach (var ask in GoldenDay.List(golden, "ask"))
        {
            var at = ask.GetProperty("at").Deserialize<LocalTime>(Json.Web);
            var hour = day.Plan.Day.Hours.Single(h => h.Number == ask.GetProperty("hour").GetInt16());
            var whose = day.Plan.Of(script.Id(ask.GetProperty("class").GetString()!), hour.Start, hour.End).ToList();
            foreach (var (planned, state) in day.Rolls(GoldenDay.Monday.At(at)))
            {
                var s = planned.Session;
                var only = whose.Count == 1 && whose[0].Session.Id == s.Id && rolls.All(r => r.group == s.Group);
                yield return new($"{golden.GetProperty("name").GetString()} {at:HH:mm} {s.Start:HH:mm}", new
                {
                    session = new { date = s.On, start = s.Start, end = s.End, group = s.Group, state = s.State },
                    expected = planned.Expected, rolls, begun = begun.Any(b => b.Group == s.Group && b.Start >= s.Start && b.Start < s.End),
                    now = new { date = GoldenDay.Monday, minutes = (at.Hour * 60) + at.Minute }, lateAfter = day.Plan.Settings.LateAfter,
                }, only ? ask.GetProperty("state").GetString()! : state.ToString().ToLowerInvariant(), only);
            }
        }
    }
}
