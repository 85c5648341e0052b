using System.Text.Json.Nodes;
using NodaTime;
using Preau.Classes;
using Preau.Foundation;
using Preau.Timetable;

namespace Preau.Tests.Timetable;

/// <summary>The verbs of the timetable, through the door, and what a tablet gets of them.</summary>
public class TimetableVerbsTests
{
    /// <summary>A school that is open today, whatever the weekday; Mrs Martin teaches 2nde 4 from 08:00 to 08:55.</summary>
    /// <param name="before">What is done while the school sets no hours yet, whatever the time of the day at which the test runs.</param>
    internal static async Task<(School School, Act Act, Id<Lesson> Lesson)> WithLesson(string engine, Func<School, Task>? before = null)
    {
        var school = await (await Town.On(engine)).Open();
        await (before?.Invoke(school) ?? Task.CompletedTask);
        var act = new Act(await school.Employ(school.MrsLauriac), school.Id, null, school.Town.Now, "test");
        Town.Must(await school.Town.Service<ArrangeDay>().Do(act, new(school.Year, [.. Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)], new(12, 0))));
        var martin = await school.Employ(school.MrsMartin);
        var lesson = Town.Must(await school.Town.Service<PlanLesson>().Do(act,
            new(school.Year, new Id<Group>(school.Class), "Physique", [martin], school.Today.DayOfWeek, new(8, 0), new(8, 55), null, "B12")));
        return (school, act, lesson);
    }

    private static async Task<JsonArray> Sessions(Tablet tablet) =>
        (await tablet.Send(HttpMethod.Get, "/api/sync/snapshot")).Answer["sessions"]!.AsArray();

    [Theory, OnBothEngines]
    public async Task A_lesson_reaches_its_teacher_s_tablet_and_nobody_else_s(string engine)
    {
        var (school, _, _) = await WithLesson(engine);
        var (martin, bernard, lauriac) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard), await school.TabletOf(school.MrsLauriac));

        var sessions = await Sessions(martin);

        // Seven days before and after: the weekday comes three times, of which the year may hold all.
        var today = sessions.Single(s => s!["date"]!.GetValue<string>() == school.Today.ToString("uuuu-MM-dd", null))!;
        Assert.Equal(3, sessions.Count);
        Assert.Equal(("08:00", "08:55", "Physique", "B12", "due"), (today["start"]!.GetValue<string>(), today["end"]!.GetValue<string>(), today["subject"]!.GetValue<string>(),
            today["room"]!.GetValue<string>(), today["state"]!.GetValue<string>()));
        Assert.Equal((school.Class, martin.Person), (today["group"]!.GetValue<Guid>(), today["teachers"]!.AsArray().Single()!.GetValue<Guid>()));
        Assert.Empty(await Sessions(bernard));
        Assert.Equal(3, (await Sessions(lauriac)).Count);
    }

    [Theory, OnBothEngines]
    public async Task What_changes_today_reaches_the_tablet_and_can_be_withdrawn(string engine)
    {
        var (school, act, lesson) = await WithLesson(engine);
        var (martin, bernard) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        var change = Town.Must(await school.Town.Service<SayTeacherAbsent>().Do(act, new(martin.Person, school.Today, school.Today.PlusDays(1))));

        JsonNode Today(JsonArray sessions) => sessions.Single(s => s!["date"]!.GetValue<string>() == school.Today.ToString("uuuu-MM-dd", null))!;
        var absent = Today(await Sessions(martin));
        Assert.Equal(("cancelled", "teacher-absent"), (absent["state"]!.GetValue<string>(), absent["why"]!.GetValue<string>()));
        Town.Must(await school.Town.Service<Substitute>().Do(act, new(lesson, school.Today, school.Today.PlusDays(1), bernard.Person)));
        Assert.Equal("due", Today(await Sessions(bernard))["state"]!.GetValue<string>());
        Town.Must(await school.Town.Service<WithdrawChange>().Do(act, change));
        Town.Must(await school.Town.Service<WithdrawChange>().Do(act, change));
    }

    [Theory, OnBothEngines]
    public async Task Only_those_of_the_house_and_of_the_level_may_change_it(string engine)
    {
        var (school, act, lesson) = await WithLesson(engine);
        var other = await school.Town.Open(1);
        var (town, teacher, stranger) = (school.Town, act with { Who = await school.Employ(school.MrsMartin) }, act with { Establishment = other.Id });
        foreach (var who in new[] { teacher, stranger })
        {
            Assert.Equal("access.denied", (await town.Service<CancelSession>().Do(who, new(lesson, school.Today))).Refusal!.Code);
            Assert.Equal("access.denied", (await town.Service<WithdrawChange>().Do(who, Id<TimetableChange>.New())).Refusal!.Code);
            Assert.Equal("access.denied", (await town.Service<EndLesson>().Do(who, lesson, school.Today)).Refusal!.Code);
            Assert.Equal("access.denied", (await town.Service<ArrangeDay>().Do(who, new(school.Year, [], new(12, 0)))).Refusal!.Code);
            Assert.Equal("access.denied", (await town.Service<ArrangeBell>().Do(who, new(school.Year, null, []))).Refusal!.Code);
            Assert.Equal("access.denied", (await town.Service<ArrangeYear>().Terms(who, school.Year, [])).Refusal!.Code);
            Assert.Equal("access.denied", (await town.Service<CloseDays>().Do(who, [])).Refusal!.Code);
            Assert.Equal("access.denied", (await town.Service<CloseDays>().Reopen(who, Id<Closure>.New())).Refusal!.Code);
        }
    }

    [Theory, OnBothEngines]
    public async Task Every_refusal_says_what_was_wrong(string engine)
    {
        var (school, act, lesson) = await WithLesson(engine);
        var (town, today, group) = (school.Town, school.Today, new Id<Group>(school.Class));
        async Task Refused<T>(string code, Task<Answer<T>> asked) => Assert.Equal(code, (await asked).Refusal?.Code);

        await Refused("timetable.no-year", town.Service<CancelSession>().Do(act, new(lesson, today.PlusYears(9))));
        await Refused("timetable.unknown-lesson", town.Service<CancelSession>().Do(act, new(Id<Lesson>.New(), today)));
        await Refused("timetable.bad-span", town.Service<MoveSession>().Do(act, new(lesson, today, today, new(10, 0), new(9, 0))));
        await Refused("timetable.unknown-group", town.Service<TakeClassOut>().Do(act, new(Id<Group>.New(), today, today.PlusDays(1), OutReason.Outing)));
        await Refused("timetable.unknown-person", town.Service<AddSession>().Do(act, new(group, today, new(8, 0), new(9, 0), "x", Guid.CreateVersion7())));
        await Refused("timetable.unknown-change", town.Service<WithdrawChange>().Do(act, Id<TimetableChange>.New()));
        await Refused("timetable.unknown-lesson", town.Service<EndLesson>().Do(act, Id<Lesson>.New(), today));
        await Refused("timetable.bad-minutes", town.Service<ArrangeDay>().Do(act, new(school.Year, [], new(12, 0), -1)));
        await Refused("timetable.bad-bell", town.Service<ArrangeBell>().Do(act, new(school.Year, null, [new(1, "M1", new(9, 0), new(8, 0))])));
        await Refused("timetable.bad-terms", town.Service<ArrangeYear>().Terms(act, school.Year, [new(9, "?", today, today)]));
        await Refused("timetable.bad-alternation", town.Service<ArrangeYear>().Weeks(act, school.Year, " ", []));
        await Refused("timetable.bad-closure", town.Service<CloseDays>().Do(act, [new(today, today, "Neige", ClosureKind.Closed)]));
        await Refused("timetable.unknown-closure", town.Service<CloseDays>().Reopen(act, Id<Closure>.New()));
    }

    [Theory, OnBothEngines]
    public async Task Days_bells_terms_and_weeks_are_arranged_again_and_again(string engine)
    {
        var (school, act, lesson) = await WithLesson(engine);
        var (town, today) = (school.Town, school.Today);
        for (var i = 0; i < 2; i++)
        {
            Town.Must(await town.Service<ArrangeBell>().Do(act, new(school.Year, today.DayOfWeek, [new(1, "M1", new(8, 0), new(8, 45)), new(2, "M2", new(8, 45), new(9, 30))])));
            Town.Must(await town.Service<ArrangeBell>().Do(act, new(school.Year, null, [new(1, "M1", new(8, 0), new(8, 50))])));
            Town.Must(await town.Service<ArrangeYear>().Terms(act, school.Year, [new(1, "1er trimestre", today.PlusDays(-200), today)]));
            Town.Must(await town.Service<ArrangeYear>().Weeks(act, school.Year, "A", [today, today.PlusDays(1)]));
            Assert.Equal(1 - i, Town.Must(await town.Service<CloseDays>().Do(act, [new(today.PlusDays(3), today.PlusDays(4), "Neige", ClosureKind.Closed)])));
        }
        var timetable = await town.Service<Timetables>().In(school.Id);
        Assert.Equal(2, timetable.Day(today).Hours.Count);
        Assert.Equal(ClosedBy.Closure, timetable.Day(today.PlusDays(3)).Closed);
        Town.Must(await town.Service<CloseDays>().Reopen(act, timetable.Calendar.Closures.Single().Id));
        Town.Must(await town.Service<EndLesson>().Do(act, lesson, today));
        timetable = await town.Service<Timetables>().In(school.Id);
        Assert.True(timetable.Day(today.PlusDays(3)).IsOpen);
        Assert.Empty(timetable.On(today));
        Assert.Single(timetable.On(today.PlusDays(-7)));
    }
}
