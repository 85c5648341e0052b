using Preau.Classes;
using Preau.RollCall;
using Preau.Tests.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>The register of a class-week, on screen and as CSV.</summary>
public class RegisterTests
{
    [Theory, OnBothEngines]
    public async Task A_week_has_two_columns_an_hour_and_says_what_the_log_says(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var tablet = await school.TabletOf(school.MrsLauriac);
        await tablet.Push(tablet.Marked(school, school.Pupils[0]), tablet.Marked(school, school.Pupils[1], "R", 7), tablet.Marked(school, school.Pupils[2], "IN"), tablet.Validated(school));

        var register = Town.Must(await school.Town.Service<ReadRegister>().Do(act, new(school.Class), school.Today));

        Assert.Equal(7, register.Days.Count);
        Assert.Equal(30, register.Lines.Count);
        var rows = register.Csv().Split("\r\n");
        var heads = rows[0].Split(';').ToList();
        Assert.Equal(3 + (7 * 8 * 2), heads.Count);
        var (a, r) = (heads.IndexOf($"{school.Today:dd/MM} 1A"), heads.IndexOf($"{school.Today:dd/MM} 1R"));
        Assert.Equal([("A", ""), ("", "7"), ("IN", ""), ("", "")], rows[1..5].Select(row => (row.Split(';')[a], row.Split(';')[r])));
        // The recount: as many filled cells as marks in the log.
        Assert.Equal(3, rows[1..31].Sum(row => row.Split(';')[3..].Count(cell => cell.Length > 0)));
    }
}
