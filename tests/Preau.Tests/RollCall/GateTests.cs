using System.Text.Json.Nodes;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Tests.Timetable;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>Exit rights: what the gate is told, minute by minute, by a table written by hand.</summary>
public class GateTests
{
    /// <summary>
    /// Lessons at 08:00–08:55 and 10:05–11:00, one cancelled at 11:00–11:55; 13:50–14:45, one cancelled at 15:00–15:55.
    /// </summary>
    [Theory]
    [InlineData("08:30", ExitRegime.Free, true, false, GateReason.InLesson)]
    [InlineData("08:30", ExitRegime.Accompanied, true, false, GateReason.InLesson)]
    [InlineData("09:20", ExitRegime.Free, true, true, GateReason.FreeHour)]
    [InlineData("09:20", ExitRegime.LastLesson, true, false, GateReason.LessonToCome)]
    [InlineData("09:20", ExitRegime.Planned, true, false, GateReason.LessonToCome)]
    [InlineData("11:10", ExitRegime.LastLesson, true, false, GateReason.LessonToCome)]
    [InlineData("11:10", ExitRegime.LastLesson, false, true, GateReason.DayOver)]
    [InlineData("11:10", ExitRegime.Planned, false, false, GateReason.PlannedHourToCome)]
    [InlineData("11:56", ExitRegime.Planned, false, true, GateReason.DayOver)]
    [InlineData("12:30", ExitRegime.Planned, false, true, GateReason.DayOver)]
    [InlineData("12:30", ExitRegime.Planned, true, false, GateReason.LessonToCome)]
    [InlineData("12:30", ExitRegime.Accompanied, false, false, GateReason.Accompanied)]
    [InlineData("14:50", ExitRegime.LastLesson, true, true, GateReason.DayOver)]
    [InlineData("14:50", ExitRegime.Planned, true, false, GateReason.PlannedHourToCome)]
    [InlineData("16:00", ExitRegime.Planned, true, true, GateReason.DayOver)]
    [InlineData("16:00", ExitRegime.Accompanied, true, false, GateReason.Accompanied)]
    public void The_gate_opens_by_the_regime_and_the_lessons(string now, ExitRegime regime, bool boards, bool may, GateReason why)
    {
        var (plan, pupil) = Plan(new(8, 0), new(10, 5), new(11, 0), new(13, 50), new(15, 0));
        var word = ExitRules.Of(plan, pupil, regime, boards, Time(now));
        Assert.Equal((may, why), (word.May, word.Why));
    }

    [Fact]
    public void Without_a_timetable_vie_scolaire_is_asked_and_an_announced_absence_opens()
    {
        var (plan, pupil) = Plan();
        Assert.Equal(new GateWord(false, GateReason.NoTimetable, null), ExitRules.Of(plan, pupil, ExitRegime.Free, true, new(9, 0)));
        var (announced, same) = Plan([new(8, 0)], new Away(Pupil, "A", new(8, 30), LocalTime.MaxValue));
        Assert.Equal(new GateWord(true, GateReason.Announced, null), ExitRules.Of(announced, same, ExitRegime.Accompanied, true, new(8, 40)));
    }

    [Theory, OnBothEngines]
    public async Task A_right_is_given_from_a_day_on_and_supervisors_tablets_have_it(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var (town, pupil) = (school.Town, new Id<Pupil>(school.Pupils[0]));
        var give = town.Service<GiveExitRight>();
        var before = Town.Must(await town.Service<AskGate>().Do(act, pupil, new LocalTime(9, 0)));
        Assert.Equal((ExitRegime.Planned, false, true, GateReason.DayOver), (before.Regime, before.Said, before.Word.May, before.Word.Why));
        Town.Must(await give.Do(act, new([pupil], ExitRegime.Accompanied, school.Today.PlusDays(-9))));
        Town.Must(await give.Do(act, new([pupil], ExitRegime.Free, school.Today)));
        Town.Must(await give.Do(act, new([pupil], ExitRegime.Free, school.Today)));
        Town.Must(await give.Do(act, new([pupil], ExitRegime.LastLesson, school.Today.PlusDays(3))));

        var told = Town.Must(await town.Service<AskGate>().Do(act, pupil, new LocalTime(8, 10)));

        Assert.Equal((ExitRegime.Free, true, false, GateReason.InLesson, new LocalTime(8, 55)), (told.Regime, told.Said, told.Word.May, told.Word.Why, told.Word.Until!.Value));
        var (martin, lauriac) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrsLauriac));
        var line = Assert.Single(await Exits(lauriac))!;
        Assert.Equal((pupil.Value, "free"), (line["pupil"]!.GetValue<Guid>(), line["regime"]!.GetValue<string>()));
        Assert.Empty(await Exits(martin));
        Assert.Equal("exit.unknown-regime", (await give.Do(act, new([pupil], (ExitRegime)9, school.Today))).Refusal!.Code);
        Assert.Equal("rollcall.unknown-pupil", (await give.Do(act, new([Id<Pupil>.New()], ExitRegime.Free, school.Today))).Refusal!.Code);
        Assert.Equal("rollcall.unknown-pupil", (await town.Service<AskGate>().Do(act, Id<Pupil>.New())).Refusal!.Code);
    }

    private static async Task<JsonArray> Exits(Tablet tablet) => (await tablet.Send(HttpMethod.Get, "/api/sync/snapshot")).Answer["exits"]!.AsArray();

    private static readonly Guid Pupil = Guid.CreateVersion7();

    private static (DayPlan Plan, Guid Pupil) Plan(params LocalTime[] starts) => Plan(starts, null);

    private static (DayPlan Plan, Guid Pupil) Plan(LocalTime[] starts, Away? away)
    {
        var (day, group) = (new LocalDate(2026, 11, 23), Guid.CreateVersion7());
        var year = new SchoolYear { Establishment = default, Year = 2026, From = new(2026, 9, 1), Until = new(2027, 7, 5) };
        var hours = UsualBell.For(default, year).Select(p => new Hour(p.Number, p.Label, p.Start, p.End)).ToList();
        var calendar = new SchoolCalendar(year, DaySettings.Usual(default, 2026), [], hours, Array.Empty<Hour>().ToLookup(_ => IsoDayOfWeek.Monday), Array.Empty<string>().ToLookup(_ => day));
        var lessons = starts.Select(start => new Lesson
        {
            Establishment = default, SchoolYear = 2026, Id = Id<Lesson>.New(), Group = new Id<Group>(group), Subject = "x", Weekday = IsoDayOfWeek.Monday,
            Start = start, End = start.PlusMinutes(55), From = year.From, Until = year.Until,
        }).ToList();
        var cancelled = lessons.Where(l => l.Start == new LocalTime(11, 0) || l.Start == new LocalTime(15, 0)).Select(lesson => new TimetableChange
        {
            Establishment = default, SchoolYear = 2026, Id = Id<TimetableChange>.New(), Kind = ChangeKind.Cancelled, Lesson = lesson.Id, From = day, Until = day.PlusDays(1), SaidAt = default,
        }).ToList();
        var timetable = new YearTimetable(calendar, lessons, Array.Empty<Guid>().ToLookup(_ => Guid.Empty), cancelled, new[] { group }.ToLookup(g => g));
        return (new(timetable, day, new[] { Pupil }.ToLookup(_ => group), new HashSet<Guid> { group }, away is { } one ? [one] : []), Pupil);
    }

    private static LocalTime Time(string text) => NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;
}
