using System.Collections.Immutable;
using NodaTime;

namespace Preau.Imports.Reading;

internal sealed partial class Gathering
{
    private const int FewWeeks = 20;
    private readonly Dictionary<string, ReadTeacher> teachers = [];
    private readonly HashSet<string> teaching = [];
    private readonly Dictionary<LessonKey, ReadLesson> lessons = [];
    private readonly Dictionary<string, SortedSet<LocalDate>> weeks = [];
    private readonly HashSet<string> refusedLessons = [];
    private readonly HashSet<(bool IsClass, string Group, string Subject)> services = [];
    private bool? hasHours;

    private readonly record struct LessonKey(bool IsClass, string Group, string Subject, string? Alternation, IsoDayOfWeek Weekday, LocalTime Start, LocalTime End);

    public int LessonCount => lessons.Count;

    public int TeacherCount => teachers.Count;

    public void SpeaksOfLessons(bool withHours) => hasHours = hasHours == true || withHours;

    public void Add(ReadTeacher teacher, bool teaches)
    {
        teachers.TryAdd(teacher.Key, teacher);
        if (teaches)
        {
            teaching.Add(teacher.Key);
        }
    }

    public void Teaches(string? key)
    {
        if (key is not null)
        {
            teaching.Add(key);
        }
    }

    /// <summary>A service: who teaches a class or group what, with hours or without.</summary>
    public void AddService(bool isClass, string group, string subject) => services.Add((isClass, group, subject));

    public void AddWeeks(string code, IEnumerable<LocalDate> mondays)
    {
        weeks.TryAdd(code, []);
        weeks[code].UnionWith(mondays);
    }

    /// <summary>A class or group that STS names; what SIECLE says of it counts more.</summary>
    public void AddTaught(ReadGroup group) => structures.TryAdd((group.IsClass, group.Code), group);

    public void RefusedLesson(string group) => refusedLessons.Add(group);

    /// <summary>Adds a lesson; the same by another teacher is the same lesson with two of them.</summary>
    public void Add(ReadLesson lesson)
    {
        var key = new LessonKey(lesson.IsClass, lesson.Group, lesson.Subject, lesson.Alternation, lesson.Weekday, lesson.Start, lesson.End);
        lessons[key] = lessons.TryGetValue(key, out var there)
            ? there with { Teachers = [.. there.Teachers.Concat(lesson.Teachers).Distinct()], Room = there.Room ?? lesson.Room }
            : lesson;
    }

    private ReadTimetable? Timetable()
    {
        if (hasHours is not { } withHours)
        {
            return null;
        }
        var everyWeek = EveryWeek();
        var known = lessons.Values.Where(lesson => lesson.Alternation is null || weeks.ContainsKey(lesson.Alternation) || IsUnknown(lesson)).ToList();
        return new(withHours)
        {
            Teachers = [.. teachers.Values.Where(t => teaching.Contains(t.Key))],
            Lessons = [.. known.Select(lesson => lesson.Alternation is { } code && everyWeek.Contains(code) ? lesson with { Alternation = null } : lesson)],
            Weeks = weeks.Where(w => !everyWeek.Contains(w.Key)).ToImmutableSortedDictionary(w => w.Key, w => w.Value.ToImmutableSortedSet(), StringComparer.Ordinal),
            RefusedGroups = [.. refusedLessons],
            ServicesWithoutHours = services.Except(lessons.Keys.Select(l => (l.IsClass, l.Group, l.Subject))).Count(s => !refusedLessons.Contains(s.Group)),
        };
    }

    private bool IsUnknown(ReadLesson lesson)
    {
        ledger.Refuse(Subject.Lessons, lesson.Where, "imports.line.unknown-alternation", Shown.Name(lesson.Alternation!));
        refusedLessons.Add(lesson.Group);
        return false;
    }

    /// <summary>Alternations that hold in every week of which any file speaks («H», hebdomadaire): holidays are the calendar's.</summary>
    private HashSet<string> EveryWeek()
    {
        var all = weeks.Values.SelectMany(mondays => mondays).ToHashSet();
        return [.. weeks.Where(w => w.Value.Count == all.Count && all.Count >= FewWeeks).Select(w => w.Key)];
    }
}
