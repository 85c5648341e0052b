using NodaTime;

namespace Preau.Demo;

/// <summary>The demo lycée's week: 40 classes, 320 sessions a day. Pure, no dice, so that tests know it by heart.</summary>
/// <remarks>
/// Teacher t has, at slot s of the week, the class (t - 8s) mod 40: five classes each, a lesson each hour. The last two hours of a day are one double
/// lesson. Each day two or three secondes are parted into halves at the fourth hour, and as many other classes are free at the fifth: 320 stay 320.
/// </remarks>
internal static class DemoTimetable
{
    /// <summary>Classes, and teachers who have a lesson at every hour.</summary>
    public const int Classes = 40;

    /// <summary>All teachers: three more for the second halves.</summary>
    public const int Teachers = 43;

    /// <summary>Classes that have halves, from the first: the secondes.</summary>
    public const int Halved = 14;

    /// <summary>The two classes whose pupils meet in Spanish and German on Tuesday's second hour.</summary>
    public static readonly (int One, int Other) Mixed = (14, 15);

    private static readonly string[] subjects = ["Physique-chimie", "Français", "Mathématiques", "Histoire-géographie", "Anglais"];

    /// <summary>Which group of a class: whole, a half, or a language of two classes.</summary>
    public enum Part { Whole, First, Second, Spanish, German }

    /// <summary>A lesson.</summary>
    /// <param name="Hour">0 to 7.</param>
    /// <param name="Hours">1, or 2 for a double lesson.</param>
    public sealed record Planned(int Class, Part Part, IsoDayOfWeek Weekday, int Hour, int Hours, int Teacher, string Subject, string Room, string? Alternation);

    /// <summary>The week.</summary>
    /// <param name="weekdays">In order; the sixth and seventh repeat the first two.</param>
    public static IEnumerable<Planned> Week(IReadOnlyList<IsoDayOfWeek> weekdays) =>
        weekdays.SelectMany((weekday, i) => Enumerable.Range(0, 7).SelectMany(hour => Enumerable.Range(0, Classes).SelectMany(c => At(c, weekday, i % 5, hour))));

    /// <summary>The teacher of a class at an hour.</summary>
    public static int TeacherOf(int @class, int day, int hour) => (@class + (8 * ((day * 8) + hour))) % Classes;

    private static IEnumerable<Planned> At(int c, IsoDayOfWeek weekday, int day, int hour)
    {
        var teacher = TeacherOf(c, day, hour);
        Planned Whole(int hours = 1, string? subject = null, string? alternation = null) =>
            new(c, Part.Whole, weekday, hour, hours, teacher, subject ?? subjects[teacher / 8], RoomOf(teacher), alternation);
        if (hour == 3 && IsHalved(c, day))
        {
            var second = 40 + (c / 5);
            return [Whole() with { Part = Part.First }, Whole(1, "SVT") with { Part = Part.Second, Teacher = second, Room = RoomOf(second) }];
        }
        if (hour == 4 && Free(day).Contains(c))
        {
            return [];
        }
        if (day == 1 && hour == 1 && (c == Mixed.One || c == Mixed.Other))
        {
            return [Whole(1, c == Mixed.One ? "Espagnol" : "Allemand") with { Part = c == Mixed.One ? Part.Spanish : Part.German }];
        }
        if (day == 2 && hour == 2 && c == 16)
        {
            return [Whole(1, "Latin", "A"), Whole(1, "Sciences", "B")];
        }
        return [Whole(hour == 6 ? 2 : 1)];
    }

    private static bool IsHalved(int c, int day) => c < Halved && c % 5 == day;

    /// <summary>Classes without a lesson at the fifth hour: as many as are parted, never one of the two who sign in.</summary>
    private static IEnumerable<int> Free(int day) =>
        Enumerable.Range(Halved, Classes - Halved).Where(c => TeacherOf(c, day, 4) >= 2).Take(Enumerable.Range(0, Halved).Count(c => IsHalved(c, day)));

    private static string RoomOf(int teacher) => $"{100 + (teacher * 3)}";
}
