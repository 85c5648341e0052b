using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Timetable;

namespace Preau.Browser.Tablet;

/// <summary>A school where it is between eleven and noon, whatever the hour of the run: it stands in a zone where it is. Its day is arranged: teachers mark from ten minutes before.</summary>
internal sealed class Lessons
{
    private Lessons(School school, Act act, LocalDate today) => (School, Act, Today) = (school, act, today);

    public School School { get; }

    /// <summary>The administrator's hand.</summary>
    public Act Act { get; }

    public LocalDate Today { get; }

    public static async Task<Lessons> Open(Stage stage, int pupils = 30)
    {
        var school = await stage.Town.Open(pupils, await Timetabled.Zone(stage));
        var act = new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test");
        Town.Must(await stage.Town.Service<ArrangeDay>().Do(act, new(school.Year, [.. Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None)], new(12, 0), RollPerHour: false)));
        return new(school, act, school.Today);
    }

    /// <summary>A lesson of today's weekday.</summary>
    public async Task<Id<Lesson>> Plan(string start, string end, string subject, params string[] teachers)
    {
        List<Guid> people = [];
        foreach (var teacher in teachers)
        {
            people.Add(await School.Employ(teacher));
        }
        return Town.Must(await School.Town.Service<PlanLesson>().Do(Act,
            new(School.Year, new(School.Class), subject, people, Today.DayOfWeek, Time(start), Time(end), Room: "B12")));
    }

    private static LocalTime Time(string text) => NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;
}
