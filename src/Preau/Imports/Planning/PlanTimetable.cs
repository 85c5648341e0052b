using System.Collections.Immutable;
using NodaTime;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>Compares the files' timetable with the school's: lessons end and begin on a day, and nothing before it changes. Pure.</summary>
internal sealed class PlanTimetable(KnownSchool known, ReadTimetable read, ImmutableArray<PlannedGroup> groups, LocalDate from, PlanningOptions options)
{
    private const double ManyEnd = 0.5;
    private readonly List<Remark> notices = [];

    public static TimetablePlan? Of(KnownSchool known, ReadSchool read, ImmutableArray<PlannedGroup> groups, LocalDate today, PlanningOptions options) =>
        read.Timetable is { } timetable ? new PlanTimetable(known, timetable, groups, First(known, today, options), options).Plan() : null;

    /// <summary>The day from which the files hold: as chosen, else today for a school's first timetable and tomorrow for the next ones; within the year.</summary>
    private static LocalDate First(KnownSchool known, LocalDate today, PlanningOptions options)
    {
        var chosen = options.LessonsFrom ?? (known.Timetable.Lessons.IsEmpty ? today : today.PlusDays(1));
        return LocalDate.Max(known.From, LocalDate.Min(chosen, known.Until));
    }

    private TimetablePlan Plan()
    {
        var teachers = new PlanTeachers(known.Timetable, options);
        var planned = teachers.Plan(read.Teachers);
        var lessons = Lessons(planned.ToDictionary(t => t.Read.Key, t => t.Person));
        Warn(planned, lessons);
        return new(from, planned, lessons, Weeks(), [.. teachers.Notices, .. notices]);
    }

    private ImmutableArray<PlannedLesson> Lessons(Dictionary<string, Guid> people)
    {
        var ids = groups.Where(g => g.Outcome != Outcome.Left).ToDictionary(g => (g.IsClass, (g.Read?.Code ?? g.Known!.Code).ToUpperInvariant()), g => g.Id);
        var standing = known.Timetable.Lessons.Where(lesson => lesson.Lasts(from)).GroupBy(lesson => lesson.Slot).ToDictionary(same => same.Key, same => same.ToList());
        var planned = new List<PlannedLesson>();
        foreach (var lesson in read.Lessons)
        {
            var group = ids[(lesson.IsClass, lesson.Group.ToUpperInvariant())];
            ImmutableArray<Guid> teachers = [.. lesson.Teachers.Select(key => people.TryGetValue(key, out var person) ? person : (Guid?)null).OfType<Guid>().Distinct()];
            var slot = (group, lesson.Subject, lesson.Alternation, lesson.Weekday, lesson.Start, lesson.End);
            var before = standing.Remove(slot, out var same) ? same.MinBy(known => known.From) : null;
            planned.Add(Decide(lesson, before, group, teachers));
        }
        planned.AddRange(Ended(standing.Values.SelectMany(same => same)));
        return [.. planned];
    }

    private PlannedLesson Decide(ReadLesson lesson, KnownLesson? before, Guid group, ImmutableArray<Guid> teachers)
    {
        if (before is null)
        {
            return new(Outcome.New, options.NewId(), lesson, null, group, teachers, from, known.Until, []);
        }
        if (before.Room == lesson.Room && before.Teachers.ToHashSet().SetEquals(teachers))
        {
            return new(Outcome.Unchanged, before.Id, lesson, before, group, teachers, before.From, before.Until, []);
        }
        var begins = LocalDate.Max(from, before.From);
        return new(Outcome.Changed, options.NewId(), lesson, before, group, teachers, begins, before.Until,
            [.. known.Timetable.Changes.Where(change => change.Lesson == before.Id && change.Last >= begins).Select(change => new CarriedChange(change.Id, options.NewId()))]);
    }

    /// <summary>Lessons that an import made and that the files no longer name. Not those of a class of which a line was refused.</summary>
    private IEnumerable<PlannedLesson> Ended(IEnumerable<KnownLesson> unnamed)
    {
        var unsure = groups.Where(g => read.RefusedGroups.Contains(g.Read?.Code ?? "")).Select(g => g.Id).ToHashSet();
        var gone = read is { HasHours: true, Lessons.IsEmpty: false } ? unnamed.Where(lesson => lesson.Imported && !unsure.Contains(lesson.Group)) : [];
        return gone.Select(lesson => new PlannedLesson(Outcome.Left, lesson.Id, null, lesson, lesson.Group, lesson.Teachers, LocalDate.Max(from, lesson.From), lesson.Until, []));
    }

    /// <summary>Weeks begun and ended from the first whole week on; all of the year when the school has no timetable yet.</summary>
    private ImmutableArray<PlannedWeek> Weeks()
    {
        var monday = known.Timetable.Lessons.IsEmpty ? LocalDate.MinIsoValue : from.DayOfWeek == IsoDayOfWeek.Monday ? from : from.Next(IsoDayOfWeek.Monday);
        var wanted = read.Weeks.SelectMany(w => w.Value.Select(day => (w.Key, day))).Where(w => w.day >= monday).ToHashSet();
        var there = known.Timetable.Weeks.Where(w => w.Monday >= monday && read.Weeks.ContainsKey(w.Alternation)).ToHashSet();
        return
        [
            .. wanted.Select(w => new PlannedWeek(there.Contains(w) ? Outcome.Unchanged : Outcome.New, w.Key, w.day)),
            .. there.Where(w => !wanted.Contains(w)).Select(w => new PlannedWeek(Outcome.Left, w.Alternation, w.Monday)),
        ];
    }

    private void Warn(ImmutableArray<PlannedTeacher> teachers, ImmutableArray<PlannedLesson> lessons)
    {
        void Say(Subject subject, string code, params object[] arguments) => notices.Add(new Remark(subject, new Source(""), new Refusal(code, 409, arguments)));
        if (read.Lessons.IsEmpty)
        {
            Say(Subject.Lessons, read.HasHours ? "imports.notice.no-lessons" : "imports.notice.no-hours");
        }
        if (read.ServicesWithoutHours > 0)
        {
            Say(Subject.Lessons, "imports.notice.services-left-out", read.ServicesWithoutHours);
        }
        if (teachers.Count(t => t.UserName is not null) is > 0 and var made)
        {
            Say(Subject.Teachers, "imports.notice.new-accounts", made);
        }
        var (ended, standing) = (lessons.Count(l => l.Outcome == Outcome.Left), known.Timetable.Lessons.Count(l => l.Lasts(from)));
        if (ended > standing * ManyEnd)
        {
            Say(Subject.Lessons, "imports.notice.many-end", ended, standing);
        }
        var peopled = known.Memberships.Select(m => m.Group).ToHashSet();
        var empty = groups.Where(g => lessons.Any(l => l.Group == g.Id && l.Outcome == Outcome.New) && !peopled.Contains(g.Id) && g.Outcome != Outcome.New).ToList();
        if (empty.Count > 0)
        {
            Say(Subject.Lessons, "imports.notice.empty-groups", string.Join(", ", empty.Take(10).Select(g => g.Read?.Code ?? g.Known!.Code)));
        }
    }
}
