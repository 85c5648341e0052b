using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Tests.RollCall;

/// <summary>A correction at the office: one data path with devices, levels and tenant checked, history kept.</summary>
public class CorrectMarkTests
{
    [Theory, OnBothEngines]
    public async Task A_correction_is_the_fact_that_a_device_would_have_sent(string engine)
    {
        var school = await (await Town.On(engine)).Open(6);
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[0]), tablet.Validated(school));
        var seen = await Marks(school);
        Town.Must(await Correct(school, await school.Employ(school.MrsLauriac), school.Pupils[0], "R", 10, seen));

        await using var db = school.Town.Database.Read(school.Id);
        var mark = Assert.Single(await db.Marks.Where(m => m.Rank == 4).ToListAsync());
        var entry = await db.Entries.SingleAsync(e => e.Id == mark.Id);
        var fact = Assert.IsType<MarkedFact>(RollFacts.Read(entry.Kind, entry.Body));
        Assert.Equal((mark.Position, mark.Author, mark.Kind, mark.Minutes, mark.On, mark.Start), (entry.Position, entry.Author!.Value, fact.Kind, fact.Minutes, fact.Roll.On, fact.Roll.Start));
        Assert.Equal(seen.Select(m => m.Id), mark.Replaced);
        var pulled = (await tablet.Pull())["marks"]!.AsArray().Last()!;
        Assert.Equal(("R", 10, 4), (pulled["kind"]!.GetValue<string>(), pulled["minutes"]!.GetValue<int>(), pulled["rank"]!.GetValue<int>()));
    }

    [Theory, OnBothEngines]
    public async Task The_same_again_writes_nothing(string engine)
    {
        var school = await (await Town.On(engine)).Open(6);
        var cpe = await school.Employ(school.MrsLauriac);
        Town.Must(await Correct(school, cpe, school.Pupils[0], "A", null, []));
        Town.Must(await Correct(school, cpe, school.Pupils[0], "A", null, await Marks(school)));
        Assert.Single(await Marks(school));
    }

    [Fact]
    public async Task A_supervisor_who_saw_the_cpe_s_mark_settles_it()
    {
        var school = await (await Town.On("sqlite")).Open(6);
        var supervisor = await school.Town.Hire(school.Id, $"aed-{school.Code}".ToLowerInvariant(), Level.Supervisor);
        Town.Must(await Correct(school, await school.Employ(school.MrsLauriac), school.Pupils[1], "A", null, []));
        Town.Must(await Correct(school, supervisor, school.Pupils[1], "R", 25, await Marks(school)));
        var folded = Fold.Of(await Marks(school));
        Assert.Equal(("R", 25, false), (folded.Shown!.Value.Kind, folded.Shown.Value.Minutes, folded.Disputed));
    }

    [Fact]
    public async Task Who_may_not_is_refused_and_nothing_changes()
    {
        var town = await Town.On("sqlite");
        var (school, other) = (await town.Open(3), await town.Open(3));
        Guid[] strangers =
        [
            await school.Employ(school.MrsMartin), await school.Employ(school.MrsPrieur), await other.Employ(other.MrsLauriac), Guid.Empty,
            await town.Hire(EstablishmentId.Platform, $"plateforme-{school.Code}".ToLowerInvariant(), Level.Platform),
        ];
        foreach (var who in strangers)
        {
            Assert.Equal("access.denied", (await Correct(school, who, school.Pupils[0], "A", null, [])).Refusal?.Code);
        }
        Assert.Empty(await Marks(school));
    }

    [Theory]
    [InlineData("X", null, "rollcall.unknown-kind")]
    [InlineData("", null, "fact.malformed")]
    [InlineData("R", -1, "rollcall.bad-minutes")]
    [InlineData("R", 721, "rollcall.bad-minutes")]
    public async Task Rubbish_is_refused(string kind, int? minutes, string code)
    {
        var school = await (await Town.On("sqlite")).Open(3);
        var cpe = await school.Employ(school.MrsLauriac);
        Assert.Equal(code, (await Correct(school, cpe, school.Pupils[0], kind, (short?)minutes, [])).Refusal?.Code);
        Assert.Equal("rollcall.unknown-pupil", (await Correct(school, cpe, Guid.CreateVersion7(), "A", null, [])).Refusal?.Code);
        Assert.Empty(await Marks(school));
    }

    [Fact]
    public async Task A_roll_tells_the_three_states_apart()
    {
        var school = await (await Town.On("sqlite")).Open(4);
        var tablet = await school.TabletOf(school.MrsMartin);
        var cpe = await school.Employ(school.MrsLauriac);
        var before = Town.Must(await Read(school, cpe));
        Assert.All(before.Lines, line => Assert.Equal(PupilState.NotCalled, line.State));
        await tablet.Push(tablet.Marked(school, school.Pupils[1]), tablet.Validated(school, school.Pupils[..3]));
        var after = Town.Must(await Read(school, cpe));
        Assert.Equal([PupilState.Present, PupilState.Absent, PupilState.Present, PupilState.NotSeen], after.Lines.Select(l => l.State));
        Assert.Equal("access.denied", (await Read(school, await school.Employ(school.MrsMartin))).Refusal?.Code);
    }

    private static async Task<Answer<RollSheet>> Read(School school, Guid who) =>
        await school.Town.Service<ReadRoll>().Do(new(who, school.Id, null, school.Town.Now, "test"), new(school.Class), school.Today, new LocalTime(8, 0));

    private static Task<Answer<Done>> Correct(School school, Guid who, Guid pupil, string kind, short? minutes, IReadOnlyList<Mark> seen) =>
        school.Town.Service<CorrectMark>().Do(new(who, school.Id, null, school.Town.Now, "test"),
            new(new(school.Today, new(8, 0), new(8, 55), school.Class, null), pupil, kind, minutes, [.. seen.Select(m => m.Id)]));

    private static async Task<List<Mark>> Marks(School school)
    {
        await using var db = school.Town.Database.Read(school.Id);
        return await db.Marks.OrderBy(m => m.Position).ToListAsync();
    }
}
