using NodaTime;
using Preau.Demo;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>A Tuesday of the demo lycée, minute by minute, against an oracle written by hand: states, counts, alarms. False alarms 0, missed 0.</summary>
[Trait("speed", "slow")]
public class ScriptedDayTests(ITestOutputHelper output)
{
    private const string Password = "les-tilleuls-en-fleur";
    private const int First = (7 * 60) + 30;
    private const int Last = (18 * 60) + 15;

    [Theory, OnBothEngines]
    public async Task The_board_says_what_the_oracle_says_all_day_long(string engine)
    {
        var town = await Town.Start(engine);
        Assert.NotEmpty(await town.Service<DemoTown>().Load(Password));
        var stage = await DayStage.Of(town, await Tablet.SignIn(town.Http, "prof", Password, "LYCEE"), await Tablet.SignIn(town.Http, "cpe", Password, "LYCEE"));
        var script = new DayScript(stage);
        Assert.Equal(script.Oracle.Slots.Where(s => s.Exists == 0).Select(s => (stage.Groups[s.Code], DayStage.Time(s.Start), DayStage.Time(s.End))).Order(),
            stage.Sessions.Select(s => (s.Group, s.Start, s.End)).Order());
        Assert.Equal((320, 40), (stage.Sessions.Count, DemoClasses.Lycee.Count()));
        var tally = new Tally();

        BoardDay? board = null;
        for (var minute = First; minute <= Last; minute++)
        {
            // Between two events nothing is written: the same rows are folded, and what is due still changes with the clock.
            board = await script.Play(minute) || board is null ? await stage.Board() : board;
            Rolls(stage, script.Oracle, board, minute, tally);
            Cells(stage, script.Oracle, board, minute, tally);
        }

        output.WriteLine($"measured {engine}: {tally.Minutes} minutes, {tally.Rolls} rolls and {tally.Cells} cells checked, {tally.Alarms} alarms expected; "
            + $"{tally.False} false alarms, {tally.Missed} missed alarms, {tally.Wrong.Count} other differences");
        Assert.Empty(tally.Wrong.Take(10));
        Assert.Equal((0, 0), (tally.False, tally.Missed));
        Assert.True(tally is { Rolls: > 200_000, Cells: > 200_000, Alarms: > 500 });
        await town.Stop();
    }

    private sealed class Tally
    {
        public int Minutes, Rolls, Cells, Alarms, False, Missed;
        public readonly List<string> Wrong = [];
    }

    /// <summary>Each roll's state, and each alarm.</summary>
    private static void Rolls(DayStage stage, DayOracle oracle, BoardDay board, int minute, Tally tally)
    {
        var now = stage.On.At(DayStage.Time(minute));
        var shown = board.Rolls(now).ToDictionary(roll => (roll.Planned.Session.Group, roll.Planned.Session.Start), roll => roll.State.ToString());
        var asked = board.Asking(now).Select(roll => (roll.Planned.Session.Group, roll.Planned.Session.Start)).ToHashSet();
        var expected = oracle.Slots.Where(s => s.Exists <= minute).ToList();
        foreach (var slot in expected)
        {
            var key = (stage.Groups[slot.Code], DayStage.Time(slot.Start));
            var (must, is_) = (DayOracle.State(slot, minute), shown.GetValueOrDefault(key, "nothing"));
            var (alarm, rings) = (must is "Overdue" or "Missed", asked.Contains(key));
            tally.Alarms += alarm ? 1 : 0;
            tally.False += rings && !alarm ? 1 : 0;
            tally.Missed += alarm && !rings ? 1 : 0;
            if (must != is_)
            {
                tally.Wrong.Add($"{now.TimeOfDay:HH:mm} {slot.Code} {slot.Start / 60}:{slot.Start % 60:00}: {is_}, not {must}");
            }
        }
        tally.False += asked.Count(key => !expected.Any(s => (stage.Groups[s.Code], DayStage.Time(s.Start)) == key));
        (tally.Minutes, tally.Rolls) = (tally.Minutes + 1, tally.Rolls + expected.Count);
    }

    /// <summary>Each cell of the board: state, «1 of 2 groups», absent, late.</summary>
    private static void Cells(DayStage stage, DayOracle oracle, BoardDay board, int minute, Tally tally)
    {
        var now = stage.On.At(DayStage.Time(minute));
        foreach (var demo in DemoClasses.Lycee)
        {
            for (var hour = 0; hour < DayOracle.Bell.Length; hour++)
            {
                var (start, end) = (DayStage.Time(DayOracle.Bell[hour]), DayStage.Time(DayOracle.Bell[hour] + 55));
                var cell = board.At(stage.Groups[demo.Code], start, end, now);
                var (is_, must) = ($"{cell.State} {cell.TakenCount}/{cell.DueCount} {cell.AbsentCount}A {cell.LateCount}R", oracle.Cell(demo.Code, hour, minute));
                tally.Cells++;
                if (is_ != must)
                {
                    tally.Wrong.Add($"{now.TimeOfDay:HH:mm} {demo.Code} hour {hour + 1}: {is_}, not {must}");
                }
            }
        }
    }
}
