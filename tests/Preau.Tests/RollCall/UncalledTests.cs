using NodaTime;
using Preau.Office;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>When the board asks for a roll, and which hour it is.</summary>
public class UncalledTests
{
    [Theory]
    [InlineData("07:59", CellState.Later)]
    [InlineData("08:00", CellState.Due)]
    [InlineData("08:09", CellState.Due)]
    [InlineData("08:10", CellState.Overdue)]
    [InlineData("08:54", CellState.Overdue)]
    [InlineData("08:55", CellState.Missed)]
    public void An_uncalled_hour_is_later_then_due_then_overdue_then_missed(string now, CellState expected)
    {
        var day = new LocalDate(2026, 11, 23);
        Assert.Equal(expected, Due.Uncalled(day.At(new(8, 0)), day.At(new(8, 55)), DaySettings.Usual(default, 2026), day.At(Time(now))));
    }

    [Theory]
    [InlineData("07:59", null)]
    [InlineData("08:00", 1)]
    [InlineData("09:55", 2)]
    [InlineData("12:30", 4)]
    [InlineData("16:49", 8)]
    [InlineData("16:50", null)]
    public void Between_two_hours_the_board_still_speaks_of_the_one_that_ended(string now, int? number)
    {
        var year = new Preau.Accounts.SchoolYear { Establishment = default, Year = 2026, From = new(2026, 9, 1), Until = new(2027, 7, 5) };
        Assert.Equal(number, Bell.At([.. UsualBell.For(default, year)], Time(now))?.Number);
    }

    [Fact]
    public void Rows_stand_still_while_a_finger_rests_on_them()
    {
        var still = new StillRows();
        var (first, second) = (Row(1), Row(2));
        still.Place([first], held: false);
        var held = still.Place([second, first], held: true);
        Assert.Equal([(first.Pupil, false)], held.Select(p => (p.Row.Pupil, p.Gone)));
        Assert.Equal(1, still.WaitingCount);
        Assert.True(Assert.Single(still.Place([second], held: true)).Gone);
        Assert.Equal([second.Pupil], still.Place([second], held: false).Select(p => p.Row.Pupil));
        Assert.Equal(0, still.WaitingCount);
    }

    private static MissingRow Row(long position)
    {
        var pupil = Guid.CreateVersion7();
        return new(pupil, Guid.Empty, [new(pupil, Guid.Empty, new(8, 0), "A", null, false, false, default, Guid.Empty, position)]);
    }

    private static LocalTime Time(string text) => NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;
}
