using NodaTime;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Tests.Timetable;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>The fire list: every pupil once, where he should be, and what is known against it.</summary>
public class FireListTests
{
    public static TheoryData<string> Names => [.. GoldenDay.Fires.Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Everybody_is_where_the_golden_case_says(string name)
    {
        var golden = GoldenDay.Fires.Single(c => c.GetProperty("name").GetString() == name);
        var script = new GoldenDay();
        foreach (var ask in GoldenDay.List(golden, "fire"))
        {
            var told = script.Fire(golden, GoldenDay.Time(ask, "at")!.Value);
            Assert.All(ask.GetProperty("where").EnumerateObject(), pupil => Assert.Equal(pupil.Value.GetString(), told[script.Id(pupil.Name)]));
        }
    }

    [Theory, OnBothEngines]
    public async Task Everybody_stands_once_with_what_is_known(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var (town, today) = (school.Town, school.Today);
        var tablet = await school.TabletOf(school.MrsLauriac);
        Guid P(int n) => school.Pupils[n];
        Town.Must(await town.Service<AnnounceAbsence>().Do(act, new(new Id<Pupil>(P(5)), today)));
        Town.Must(await town.Service<AnnounceAbsence>().Do(act, new(new Id<Pupil>(P(6)), today)));
        Town.Must(await town.Service<PlacePupils>().Do(act, new([new Id<Pupil>(P(7))], "ST", today, today.PlusDays(5))));
        Town.Must(await town.Service<ExemptPupil>().Do(act, new(new Id<Pupil>(P(8)), true, today, today.PlusDays(1))));
        Town.Must(await town.Service<ExemptPupil>().Do(act, new(new Id<Pupil>(P(9)), false, today, today.PlusDays(1))));
        var before = Town.Must(await town.Service<ReadFireList>().Do(act, new LocalTime(8, 5)));
        Assert.Equal(Whereabouts.Expected, Of(before, P(0)).Where);
        await tablet.Push(tablet.Marked(school, P(0)), tablet.Marked(school, P(1), "R", 9), tablet.Marked(school, P(2), "IN"), tablet.Marked(school, P(3), "SO"),
            tablet.Marked(school, P(4), "SA"), tablet.Marked(school, P(6), "P"), tablet.Validated(school));

        var told = Town.Must(await town.Service<ReadFireList>().Do(act, new LocalTime(8, 20)));

        (Whereabouts, string?, bool)[] expected =
        [
            (Whereabouts.Absent, "A", false), (Whereabouts.Seen, "R", false), (Whereabouts.Elsewhere, "IN", false), (Whereabouts.Out, "SO", false), (Whereabouts.Absent, "SA", false),
            (Whereabouts.Absent, "A", true), (Whereabouts.Seen, null, false), (Whereabouts.Out, "ST", true), (Whereabouts.Seen, null, false), (Whereabouts.Elsewhere, "DA", true),
            (Whereabouts.Seen, null, false),
        ];
        Assert.Equal(expected, Enumerable.Range(0, 11).Select(n => Of(told, P(n))).Select(l => (l.Where, l.Kind, l.Announced)));
        var sheet = Assert.Single(told.Classes);
        Assert.Equal(("2nde 4", 30, 25), (sheet.Label, sheet.Lines.Count, sheet.HereCount));
        Assert.Equal(school.Pupils, sheet.Lines.Select(l => l.Pupil.Id.Value));
        var room = Assert.Single(told.Rooms);
        Assert.Equal(("B12", "Physique (2nde 4)", school.MrsMartin.ToUpperInvariant()), (room.Label, Assert.Single(room.Subjects), Assert.Single(room.Teachers)));
        Assert.Equal(28, room.Lines.Count);
        Assert.Empty(told.Free);
    }

    [Theory, OnBothEngines]
    public async Task In_a_free_hour_the_last_roll_is_remembered_and_a_class_on_an_outing_is_out(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var town = school.Town;
        var tablet = await school.TabletOf(school.MrsLauriac);
        await tablet.Push(tablet.Marked(school, school.Pupils[0]), tablet.Validated(school));
        var free = Town.Must(await town.Service<ReadFireList>().Do(act, new LocalTime(9, 30)));
        Assert.Equal((29, 0, 29), (free.Free.Count, free.Rooms.Count, free.Classes[0].HereCount));
        Assert.Equal((Whereabouts.Absent, new LocalTime(8, 0)), (Of(free, school.Pupils[0]).Where, Of(free, school.Pupils[0]).Since!.Value));
        Town.Must(await town.Service<TakeClassOut>().Do(act, new(new(school.Class), school.Today, school.Today.PlusDays(1), OutReason.Outing, new(10, 0))));
        Town.Must(await town.Service<AddSession>().Do(act, new(new(school.Class), school.Today, new(10, 5), new(11, 0), "Maths")));
        var gone = Town.Must(await town.Service<ReadFireList>().Do(act, new LocalTime(10, 20)));
        Assert.Equal((0, 0), (gone.Free.Count, gone.Classes[0].HereCount));
        Assert.Equal("access.denied", (await town.Service<ReadFireList>().Do(act with { Who = Guid.CreateVersion7() })).Refusal!.Code);
    }

    private static FireLine Of(ReadFireList.Told told, Guid pupil) => told.Classes.SelectMany(c => c.Lines).Single(l => l.Pupil.Id.Value == pupil).Known;
}
