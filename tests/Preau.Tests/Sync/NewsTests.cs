using System.Text.Json.Nodes;
using Preau.Devices;
using Preau.Foundation;
using Preau.Seating;
using Preau.Sync;

namespace Preau.Tests.Sync;

/// <summary>News that are kept in memory say the same as the database.</summary>
public class NewsTests
{
    [Theory, OnBothEngines]
    public async Task What_is_kept_says_the_same_as_the_database_after_every_position(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var (tablet, other) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        var pull = school.Town.Service<PullMarks>();
        var first = (await other.Pull())["position"]!.GetValue<long>();
        await other.Pull(first);
        for (var i = 0; i < 15; i++)
        {
            var answer = i % 4 == 3 ? await tablet.Push(tablet.Validated(school, school.Pupils[..(1 + i)]))
                : await tablet.Push(Enumerable.Range(0, 25).Select(n => tablet.Marked(school, school.Pupils[n], i % 2 == 0 ? "A" : "P")).ToArray());
            var position = answer["position"]!.GetValue<long>();
            if (i % 3 == 1)
            {
                var seats = new JsonArray(new JsonObject { ["pupil"] = school.Pupils[i], ["x"] = 0, ["y"] = 0 });
                var author = i % 2 == 0 ? tablet : other;
                position = (await author.Push(author.Fact(SeatsArranged.Kind, new() { ["group"] = school.Class, ["room"] = "", ["columns"] = 4, ["rows"] = 4, ["seats"] = seats })))["position"]!.GetValue<long>();
            }
            foreach (var after in new[] { position, position - 1, Math.Max(first, position - 90), first })
            {
                Assert.Equal(Json(await pull.Do(school.Id, after)), (await other.Pull(after)).ToJsonString());
            }
        }
        var ahead = await other.Pull(long.MaxValue);
        Assert.Empty(ahead["marks"]!.AsArray());
    }

    [Theory, OnBothEngines]
    public async Task A_tablet_that_fell_behind_in_haste_costs_no_reading(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var speaker = Town.Must(await school.Town.Service<Speakers>().Recognise(tablet.Device, tablet.Secret, TestContext.Current.CancellationToken));
        var news = new News(school.Town.Service<PullMarks>(), school.Town.Service<Doorbell>());
        var first = (await tablet.Push())["position"]!.GetValue<long>();
        await news.After(speaker, first, TestContext.Current.CancellationToken);
        for (var i = 0; i < 12; i++)
        {
            await tablet.Push([.. Enumerable.Range(0, 25).Select(n => tablet.Marked(school, school.Pupils[n], i % 2 == 0 ? "A" : "P"))]);
            await news.After(speaker, first + (25 * i), TestContext.Current.CancellationToken);
        }
        using var asked = new Questions();

        var answer = JsonNode.Parse((await news.After(speaker, first, TestContext.Current.CancellationToken)).Plain.Span)!;

        Assert.Equal((300, 0), (answer["marks"]!.AsArray().Count, asked.Count));
    }

    private static string Json(object value) => JsonNode.Parse(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value, Preau.Foundation.Json.Web))!.ToJsonString();
}
