using System.Text.Json.Nodes;
using NodaTime;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Tests.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>«Doit passer par la vie scolaire»: asked at the desk, seen on tablets live, settled by passing.</summary>
public class ReturnSlipTests
{
    [Theory, OnBothEngines]
    public async Task A_slip_reaches_the_tablet_and_leaves_it_when_settled(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var (town, tablet) = (school.Town, await school.TabletOf(school.MrsMartin));
        var at = Position(await tablet.Pull());
        var pupils = school.Pupils[..2].Select(p => new Id<Pupil>(p)).ToArray();

        var slips = Town.Must(await town.Service<AskReturn>().Do(act, new(pupils, school.Today, "retour d’absence")));

        var pulled = await tablet.Pull(at);
        Assert.Equal(slips.Select(s => s.Value), pulled["slips"]!.AsArray().Select(s => s!["id"]!.GetValue<Guid>()));
        Assert.All(pulled["slips"]!.AsArray(), s => Assert.False(s!["settled"]!.GetValue<bool>()));
        Assert.DoesNotContain("absence", pulled.ToJsonString());
        Assert.Equal(slips, Town.Must(await town.Service<AskReturn>().Do(act, new(pupils, school.Today))));
        Town.Must(await town.Service<SettleReturn>().Do(act, slips[0]));
        Town.Must(await town.Service<SettleReturn>().Do(act, slips[0]));
        var news = Assert.Single((await tablet.Pull(Position(pulled)))["slips"]!.AsArray())!;
        Assert.Equal((slips[0].Value, true), (news["id"]!.GetValue<Guid>(), news["settled"]!.GetValue<bool>()));
        Assert.Equal([slips[1].Value], (await tablet.Pull())["slips"]!.AsArray().Select(s => s!["id"]!.GetValue<Guid>()));
        Assert.Equal([pupils[1]], Town.Must(await town.Service<ReadReturns>().Do(act, school.Today)).Select(line => line.Pupil.Id));
        Assert.Empty(Town.Must(await town.Service<ReadReturns>().Do(act, school.Today.PlusDays(-1))));
    }

    [Theory, OnBothEngines]
    public async Task A_late_arrival_at_the_desk_turns_the_row_to_R_and_settles_the_slip(string engine)
    {
        Tablet tablet = null!;
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine, async school =>
        {
            tablet = await school.TabletOf(school.MrsMartin);
            await tablet.Push(tablet.Marked(school, school.Pupils[3]), tablet.Validated(school));
        });
        var (town, pupil) = (school.Town, new Id<Pupil>(school.Pupils[3]));
        Town.Must(await town.Service<AskReturn>().Do(act, new([pupil], school.Today)));
        var at = Position(await tablet.Pull());

        var slip = Town.Must(await town.Service<MarkArrival>().Do(act, pupil, new LocalTime(8, 20)));

        Assert.Equal((new LocalTime(8, 0), "Physique", "B12", (short)20, school.Class), (slip.Start, slip.Subject, slip.Room, slip.Minutes, slip.Group));
        var news = await tablet.Pull(at);
        var mark = Assert.Single(news["marks"]!.AsArray())!;
        Assert.Equal(("R", 20, pupil.Value, "08:00"), (mark["kind"]!.GetValue<string>(), mark["minutes"]!.GetValue<int>(), mark["pupil"]!.GetValue<Guid>(), mark["start"]!.GetValue<string>()));
        Assert.Single(mark["replaces"]!.AsArray());
        Assert.True(Assert.Single(news["slips"]!.AsArray())!["settled"]!.GetValue<bool>());
        Assert.Equal("slip.no-lesson", (await town.Service<MarkArrival>().Do(act, pupil, new LocalTime(9, 20))).Refusal!.Code);
        Assert.Equal("rollcall.unknown-pupil", (await town.Service<MarkArrival>().Do(act, Id<Pupil>.New(), new LocalTime(8, 20))).Refusal!.Code);
    }

    [Fact]
    public async Task Rubbish_is_refused()
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson("sqlite");
        var ask = school.Town.Service<AskReturn>();
        var one = new Id<Pupil>(school.Pupils[0]);
        Assert.Equal("slip.long-reason", (await ask.Do(act, new([one], school.Today, new string('x', 101)))).Refusal!.Code);
        Assert.Equal("slip.too-many", (await ask.Do(act, new([.. Enumerable.Range(0, 501).Select(_ => Id<Pupil>.New())], school.Today))).Refusal!.Code);
        Assert.Equal("rollcall.unknown-pupil", (await ask.Do(act, new([one, Id<Pupil>.New()], school.Today))).Refusal!.Code);
        Assert.Equal("slip.unknown", (await school.Town.Service<SettleReturn>().Do(act, Id<ReturnSlip>.New())).Refusal!.Code);
        Assert.Empty(Town.Must(await school.Town.Service<ReadReturns>().Do(act, school.Today)));
    }

    private static long Position(JsonNode pulled) => pulled["position"]!.GetValue<long>();
}
