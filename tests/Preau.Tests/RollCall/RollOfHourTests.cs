using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Tests.Timetable;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>A desk says «this pupil at that hour»; the lesson began five minutes off the bell, or the class was called in halves. One roll is meant, not a second one.</summary>
public class RollOfHourTests
{
    private static readonly LocalTime second = new(8, 55);

    [Theory, OnBothEngines]
    public async Task A_lesson_off_the_bell_is_read_and_corrected_in_its_hour(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        Town.Must(await school.Town.Service<AddSession>().Do(act, new(new(school.Class), school.Today, new(9, 0), new(9, 50), "Maths")));
        // Nobody called yet: a correction goes to the session, not to the bell's minute.
        Town.Must(await Correct(school, act, school.Class, school.Pupils[4], "A", []));
        var tablet = await school.TabletOf(school.MrsLauriac);
        var mark = tablet.Marked(school, school.Pupils[0]);
        (mark["body"]!["start"], mark["body"]!["end"]) = ("09:00", "09:50");
        await tablet.Push(mark, tablet.Validated(school, null, "09:00", "09:50"));

        var sheet = Town.Must(await school.Town.Service<ReadRoll>().Do(act, new(school.Class), school.Today, second));

        Assert.Equal(new LocalTime(9, 0), sheet.Roll!.Start);
        Assert.Equal((PupilState.Absent, PupilState.Absent, 28), (sheet.Lines[0].State, sheet.Lines[4].State, sheet.Lines.Count(l => l.State == PupilState.Present)));
        Town.Must(await Correct(school, act, school.Class, school.Pupils[0], "R", sheet.Lines[0].Marks.Select(m => m.Id), 12));
        var after = Town.Must(await school.Town.Service<ReadRoll>().Do(act, new(school.Class), school.Today, second));
        Assert.Equal((PupilState.Late, 2), (after.Lines[0].State, after.Lines[0].Marks.Count));
        await using var db = school.Town.Database.Read(school.Id);
        Assert.All(await db.Marks.ToListAsync(), m => Assert.Equal(new LocalTime(9, 0), m.Start));
    }

    [Theory, OnBothEngines]
    public async Task Halves_are_read_as_a_class_and_each_pupil_is_corrected_in_his_own(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var halves = await Halves(school, act);
        foreach (var half in halves)
        {
            Town.Must(await school.Town.Service<AddSession>().Do(act, new(half, school.Today, second, new(9, 50), "SVT")));
        }
        var tablet = await school.TabletOf(school.MrsLauriac);
        JsonObject Of(JsonObject fact, Id<Group> half)
        {
            (fact["body"]!["group"], fact["body"]!["start"], fact["body"]!["end"]) = (half.Value, "08:55", "09:50");
            return fact;
        }
        await tablet.Push(Of(tablet.Marked(school, school.Pupils[0]), halves[0]), Of(tablet.Validated(school, school.Pupils[..15]), halves[0]));

        var half1 = Town.Must(await school.Town.Service<ReadRoll>().Do(act, new(school.Class), school.Today, second));
        Assert.Null(half1.Roll);
        Assert.Equal((PupilState.Absent, 14, 15), (half1.Lines[0].State, half1.Lines.Count(l => l.State == PupilState.Present), half1.Lines.Count(l => l.State == PupilState.NotCalled)));

        Town.Must(await Correct(school, act, school.Class, school.Pupils[0], "R", half1.Lines[0].Marks.Select(m => m.Id), 5));
        Town.Must(await Correct(school, act, school.Class, school.Pupils[20], "A", []));
        await tablet.Push(Of(tablet.Validated(school, school.Pupils[15..]), halves[1]));

        var whole = Town.Must(await school.Town.Service<ReadRoll>().Do(act, new(school.Class), school.Today, second));
        Assert.NotNull(whole.Roll);
        Assert.Equal((PupilState.Late, PupilState.Absent, 28), (whole.Lines[0].State, whole.Lines[20].State, whole.Lines.Count(l => l.State == PupilState.Present)));
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal([halves[0], halves[0], halves[1]], (await db.Marks.OrderBy(m => m.Position).ToListAsync()).Select(m => m.Group));
        // The board counts each of them once.
        var plan = await school.Town.Service<DayPlans>().At(db, school.Id, school.Today);
        var board = new BoardDay(school.Today, await db.Marks.ToListAsync(), await db.Rolls.ToListAsync(), plan, UsualKinds.For(school.Id, school.Year));
        var cell = board.At(school.Class, second, new(9, 50), school.Today.At(new(9, 30)));
        Assert.Equal((CellState.Taken, 1, 1, 2, 2), (cell.State, cell.AbsentCount, cell.LateCount, cell.TakenCount, cell.DueCount));
    }

    private static Task<Answer<Done>> Correct(School school, Act act, Guid group, Guid pupil, string kind, IEnumerable<Guid> seen, short? minutes = null) =>
        school.Town.Service<CorrectMark>().Do(act, new(new(school.Today, second, new(9, 50), group, null), pupil, kind, minutes, [.. seen]));

    private static async Task<Id<Group>[]> Halves(School school, Act act)
    {
        Id<Group>[] halves = [Id<Group>.New(), Id<Group>.New()];
        Town.Must(await school.Town.Database.Write<Done>(act, async tx =>
        {
            foreach (var (half, i) in halves.Select((half, i) => (half, i)))
            {
                tx.Db.Add(new Group { Establishment = school.Id, SchoolYear = school.Year, Id = half, Code = $"2NDE4G{i + 1}", Label = $"2nde 4 groupe {i + 1}", Kind = GroupKind.Group });
                tx.Db.AddRange(school.Pupils.Skip(i * 15).Take(15).Select(p => new GroupPupil
                {
                    Establishment = school.Id, SchoolYear = school.Year, Group = half, Pupil = new Id<Pupil>(p), From = school.Today.PlusDays(-9),
                }));
            }
            await tx.Log("test", school.Year, new { }, Touches.Reference);
            return Done.It;
        }));
        return halves;
    }
}
