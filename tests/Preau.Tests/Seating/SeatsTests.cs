using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Preau.Seating;

namespace Preau.Tests.Seating;

/// <summary>A seating plan is arranged on one tablet and found on another; nobody's plan but one's own.</summary>
public class SeatsTests
{
    private static JsonObject Plan(School school, params (Guid Pupil, int X, int Y)[] seats) => new()
    {
        ["group"] = school.Class, ["room"] = "B12", ["columns"] = 6, ["rows"] = 5,
        ["seats"] = new JsonArray([.. seats.Select(s => (JsonNode)new JsonObject { ["pupil"] = s.Pupil, ["x"] = s.X, ["y"] = s.Y })]),
    };

    private static async Task<JsonArray> Plans(Tablet tablet) => (await tablet.Send(HttpMethod.Get, "/api/sync/plans")).Answer["plans"]!.AsArray();

    [Theory, OnBothEngines]
    public async Task The_latest_arrangement_stands_and_another_tablet_has_it(string engine)
    {
        var school = await (await Town.On(engine)).Open(4);
        var (hers, his) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        var first = hers.Fact(SeatsArranged.Kind, Plan(school, (school.Pupils[0], 0, 0), (school.Pupils[1], 5, 4)));
        Assert.Equal(["accepted"], Tablet.States(await hers.Push(first)));
        Assert.Equal(["accepted"], Tablet.States(await hers.Push(hers.Fact(SeatsArranged.Kind, Plan(school, (school.Pupils[2], 3, 1))))));
        Assert.Equal(["known"], Tablet.States(await hers.Push(first)));

        var plan = Assert.Single(await Plans(await school.TabletOf(school.MrsMartin)))!;
        Assert.Equal(("B12", 6, 5), (plan["room"]!.GetValue<string>(), plan["columns"]!.GetValue<int>(), plan["rows"]!.GetValue<int>()));
        var seat = Assert.Single(plan["seats"]!.AsArray())!;
        Assert.Equal((school.Pupils[2], 3, 1), (seat["pupil"]!.GetValue<Guid>(), seat["x"]!.GetValue<int>(), seat["y"]!.GetValue<int>()));
        Assert.Empty(await Plans(his));
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(2, await db.Set<Preau.Foundation.Entry>().CountAsync(e => e.Kind == SeatsArranged.Kind));
    }

    [Theory, OnBothEngines]
    public async Task Whose_plans_changed_comes_with_the_next_pull(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var (hers, other, his) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        var (martin, bernard) = (await school.Employ(school.MrsMartin), await school.Employ(school.MrBernard));
        var before = (await other.Pull())["position"]!.GetValue<long>();
        await hers.Push(hers.Marked(school, school.Pupils[0]));
        Assert.Empty((await other.Pull(before))["seats"]!.AsArray());
        await hers.Push(hers.Fact(SeatsArranged.Kind, Plan(school, (school.Pupils[0], 0, 0))));
        await his.Push(his.Fact(SeatsArranged.Kind, Plan(school, (school.Pupils[1], 0, 0))));
        var last = (await hers.Push(hers.Fact(SeatsArranged.Kind, Plan(school, (school.Pupils[2], 0, 0)))))["position"]!.GetValue<long>();
        foreach (var after in new[] { before, before, last - 2 })
        {
            var told = (await other.Pull(after))["seats"]!.AsArray();
            Assert.Equal([(bernard, last - 1), (martin, last)], told.Select(line => (line!["person"]!.GetValue<Guid>(), line["position"]!.GetValue<long>())));
        }
        Assert.Empty((await other.Pull(last))["seats"]!.AsArray());
        Assert.Empty((await other.Pull())["seats"]!.AsArray()); // who asks for everything asks for the plans too
    }

    [Theory, OnBothEngines]
    public async Task Two_classes_arranged_in_one_push_are_two_plans(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        var other = Plan(school, (school.Pupils[0], 1, 1));
        other["room"] = "";
        var states = Tablet.States(await tablet.Push(tablet.Fact(SeatsArranged.Kind, Plan(school, (school.Pupils[0], 0, 0))),
            tablet.Fact(SeatsArranged.Kind, Plan(school, (school.Pupils[1], 0, 0))), tablet.Fact(SeatsArranged.Kind, other), tablet.Marked(school, school.Pupils[2])));
        Assert.All(states, state => Assert.Equal("accepted", state));
        var plans = await Plans(tablet);
        Assert.Equal(2, plans.Count);
        Assert.Equal(school.Pupils[1], plans.Single(p => p!["room"]!.GetValue<string>() == "B12")!["seats"]![0]!["pupil"]!.GetValue<Guid>());
    }

    [Theory, OnBothEngines]
    public async Task What_is_no_plan_is_refused_alone(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        var stranger = Plan(school, (Guid.CreateVersion7(), 0, 0));
        var elsewhere = Plan(school);
        elsewhere["group"] = Guid.CreateVersion7();
        var wide = Plan(school);
        wide["columns"] = 13;
        JsonObject[] bodies = [stranger, elsewhere, wide, Plan(school, (school.Pupils[0], 0, 0), (school.Pupils[1], 0, 0)), Plan(school, (school.Pupils[0], 0, 0), (school.Pupils[0], 1, 0)),
            Plan(school, (school.Pupils[0], 6, 0)), new JsonObject { ["group"] = school.Class }, Plan(school, (school.Pupils[0], 2, 2))];
        var answer = await tablet.Push([.. bodies.Select(body => tablet.Fact(SeatsArranged.Kind, body))]);
        Assert.Equal(["rollcall.unknown-pupil", "rollcall.unknown-group", "fact.malformed", "fact.malformed", "fact.malformed", "fact.malformed", "fact.malformed", null],
            answer["receipts"]!.AsArray().Select(r => r!["code"]?.GetValue<string>()));
    }
}
