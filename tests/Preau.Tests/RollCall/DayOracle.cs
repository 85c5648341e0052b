using Preau.Demo;

namespace Preau.Tests.RollCall;

/// <summary>What must be seen at each minute of the scripted Tuesday. Written by hand: a bell, a list of sessions, tables of minutes; no rule of the product is asked.</summary>
internal sealed class DayOracle
{
    /// <summary>The usual bell, in minutes of the day; each hour lasts 55.</summary>
    public static readonly int[] Bell = [480, 535, 605, 660, 775, 830, 900, 955];

    private const int Lasts = 55;
    private const int LateAfter = 10;
    private const int AbsentFrom = 30;

    /// <summary>One roll of the day.</summary>
    /// <param name="code">The class or group, such as <c>2NDE02G1</c>.</param>
    /// <param name="classes">The classes whose pupils sit there.</param>
    /// <param name="exists">The minute from which it is in the timetable.</param>
    public sealed class Slot(string code, IReadOnlyList<string> classes, int start, int teacher, int exists = 0)
    {
        public string Code => code;
        public IReadOnlyList<string> Classes => classes;
        public int Start => start;
        public int End => start + Lasts;
        public int Teacher => teacher;
        public int Exists => exists;
        /// <summary>Stretches of the day, as seen from outside, in which nothing is to be called.</summary>
        public List<(int From, int Until)> NotDue { get; } = [];
        /// <summary>The minute in which the server gets the validation; null: never.</summary>
        public int? Taken { get; set; }
        /// <summary>The minute in which the server gets a mark before any validation; null: never.</summary>
        public int? Begun { get; set; }
    }

    /// <summary>What somebody said of a pupil.</summary>
    public sealed record Said(int Minute, Guid Pupil, string Class, int Start, string Kind, int? Minutes, int Rank);

    public List<Slot> Slots { get; } = [.. Tuesday()];

    public List<Said> Marks { get; } = [];

    public Slot At(string code, int hour) => Slots.Single(s => s.Code == code && s.Start == Bell[hour]);

    /// <summary>The state of a roll, by the table.</summary>
    public static string State(Slot slot, int minute)
    {
        if (slot.Taken <= minute)
        {
            return "Taken";
        }
        if (slot.NotDue.Any(off => off.From <= minute && minute < off.Until))
        {
            return "NotDue";
        }
        if (slot.Begun <= minute && minute < slot.End)
        {
            return "Begun";
        }
        return minute < slot.Start ? "Later" : minute >= slot.End ? "Missed" : minute < slot.Start + LateAfter ? "Due" : "Overdue";
    }

    /// <summary>The cell of a class and hour: the state that counts most, how many are taken of how many, pupils absent and late.</summary>
    public string Cell(string @class, int hour, int minute)
    {
        var here = Slots.Where(s => s.Exists <= minute && s.Classes.Contains(@class) && s.Start == Bell[hour]).Select(s => State(s, minute)).ToList();
        var due = here.Where(state => state != "NotDue").ToList();
        var taken = due.Count(state => state == "Taken");
        string[] order = ["Overdue", "Missed"];
        var state = due.Count == 0 ? "NotDue" : taken == due.Count ? "Taken" : order.FirstOrDefault(due.Contains)
            ?? (taken > 0 ? "Half" : due.Contains("Begun") ? "Begun" : due.Contains("Due") ? "Due" : "Later");
        var (absent, late) = Counts(@class, hour, minute);
        return $"{state} {taken}/{due.Count} {absent}A {late}R";
    }

    /// <summary>Pupils absent and late, each once: the higher rank speaks, then the later word.</summary>
    private (int Absent, int Late) Counts(string @class, int hour, int minute)
    {
        var shown = Marks.Where(m => m.Minute <= minute && m.Class == @class && m.Start >= Bell[hour] && m.Start < Bell[hour] + Lasts)
            .GroupBy(m => m.Pupil).Select(own => own.OrderBy(m => m.Rank).ThenBy(m => m.Minute).Last()).ToList();
        return (shown.Count(m => m.Kind is "A" or "SA" || (m.Kind == "R" && m.Minutes >= AbsentFrom)), shown.Count(m => m.Kind == "R" && !(m.Minutes >= AbsentFrom)));
    }

    /// <summary>The demo lycée's Tuesday, hour by hour; a double lesson is two rolls.</summary>
    private static IEnumerable<Slot> Tuesday()
    {
        var codes = DemoClasses.Lycee.Select(demo => demo.Code).ToList();
        string[] mixed = [codes[DemoTimetable.Mixed.One], codes[DemoTimetable.Mixed.Other]];
        var weekdays = Enumerable.Range(1, 5).Select(day => (NodaTime.IsoDayOfWeek)day).ToList();
        foreach (var planned in DemoTimetable.Week(weekdays).Where(p => p.Weekday == NodaTime.IsoDayOfWeek.Tuesday))
        {
            var (code, classes) = planned.Part switch
            {
                DemoTimetable.Part.First => ($"{codes[planned.Class]}G1", [codes[planned.Class]]),
                DemoTimetable.Part.Second => ($"{codes[planned.Class]}G2", [codes[planned.Class]]),
                DemoTimetable.Part.Spanish => ("1ESP1", mixed),
                DemoTimetable.Part.German => ("1ALL1", mixed),
                _ => (codes[planned.Class], new[] { codes[planned.Class] }),
            };
            for (var hour = planned.Hour; hour < planned.Hour + planned.Hours; hour++)
            {
                yield return new(code, classes, Bell[hour], planned.Teacher);
            }
        }
    }
}
