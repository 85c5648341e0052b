using NodaTime;
using Preau.Foundation;
using Preau.Tests.Cast;
using Preau.Timetable;

namespace Preau.Browser.Cast;

/// <summary>Schools with a timetable, whatever the weekday and the hour of the test.</summary>
internal static class Timetabled
{
    /// <summary>A zone where it is between eleven and noon, so that no rule of the hours turns a morning's mark away, and where it stays so for the time of a test: shortly before noon, noon is waited for.</summary>
    public static async Task<string> Zone(Stage stage)
    {
        var left = Duration.FromHours(1) - Duration.FromTicks(stage.Town.Now.ToUnixTimeTicks() % NodaConstants.TicksPerHour);
        if (left < Duration.FromMinutes(4))
        {
            await Task.Delay(left.ToTimeSpan() + TimeSpan.FromSeconds(1));
        }
        var hours = 11 - stage.Town.Now.InUtc().Hour;
        return FormattableString.Invariant($"Etc/GMT{(hours > 0 ? "-" : "+")}{Math.Abs(hours)}");
    }

    /// <summary>A school that is open today; Mrs Martin teaches 2nde 4 from 08:00 to 08:55.</summary>
    public static async Task<(School School, Act Act)> Open(Stage stage, int pupils = 30)
    {
        var school = await stage.Town.Open(pupils, await Zone(stage));
        var act = new Act(await school.Employ(school.MrsLauriac), school.Id, null, school.Town.Now, "test");
        Town.Must(await school.Town.Service<ArrangeDay>().Do(act, new(school.Year, [.. Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)], new(12, 0))));
        Town.Must(await school.Town.Service<PlanLesson>().Do(act, new(school.Year, new(school.Class), "Physique", [await school.Employ(school.MrsMartin)],
            school.Today.DayOfWeek, new(8, 0), new(8, 55), null, "B12")));
        return (school, act);
    }

    /// <summary>A session of the class that is under way now.</summary>
    public static async Task Now(School school, Act act)
    {
        Town.Must(await school.Town.Service<AddSession>().Do(act, new(new(school.Class), school.Today, new(11, 0), new(12, 59), "Physique", null, "B12")));
    }
}
