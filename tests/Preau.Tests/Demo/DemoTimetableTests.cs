using NodaTime;
using Preau.Demo;

namespace Preau.Tests.Demo;

/// <summary>The demo's week is one that a school could have.</summary>
public class DemoTimetableTests
{
    private static readonly IsoDayOfWeek[] weekdays = [.. Enumerable.Range(1, 6).Select(d => (IsoDayOfWeek)d)];
    private static readonly List<DemoTimetable.Planned> week = [.. DemoTimetable.Week(weekdays)];

    private static IEnumerable<(DemoTimetable.Planned Lesson, int Hour)> Hours(IsoDayOfWeek day, string alternation) =>
        week.Where(l => l.Weekday == day && (l.Alternation is null || l.Alternation == alternation)).SelectMany(l => Enumerable.Range(l.Hour, l.Hours).Select(h => (l, h)));

    [Theory, InlineData("A"), InlineData("B")]
    public void Each_day_has_320_sessions(string alternation) => Assert.All(weekdays, day => Assert.Equal(320, Hours(day, alternation).Count()));

    [Theory, InlineData(0), InlineData(1)]
    public void Who_signs_in_has_a_lesson_each_hour(int teacher) => Assert.All(weekdays, day =>
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Hours(day, "A").Where(h => h.Lesson.Teacher == teacher).Select(h => h.Hour).Order()));

    [Fact]
    public void Nobody_is_in_two_rooms_and_no_class_has_two_lessons() => Assert.All(weekdays, day =>
    {
        Assert.All(Hours(day, "A").GroupBy(h => (h.Hour, h.Lesson.Teacher)), same => Assert.Single(same));
        Assert.All(Hours(day, "A").GroupBy(h => (h.Hour, h.Lesson.Room)), same => Assert.Single(same));
        Assert.All(Hours(day, "A").GroupBy(h => (h.Hour, h.Lesson.Class, h.Lesson.Part)), same => Assert.Single(same));
    });
}
