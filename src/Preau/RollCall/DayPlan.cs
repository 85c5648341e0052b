using NodaTime;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>A session with the pupils whom its roll expects.</summary>
/// <param name="Pupils">All of the class or group that day.</param>
/// <param name="Expected">Without those who are known to be elsewhere; when empty nobody is to be called.</param>
public sealed record PlannedRoll(Session Session, IReadOnlyCollection<Guid> Pupils, IReadOnlyCollection<Guid> Expected);

/// <summary>A stretch of a day during which a pupil is known to be away.</summary>
/// <param name="Kind">The kind of mark that says why, such as <c>ST</c>.</param>
public readonly record struct Away(Guid Pupil, string Kind, LocalTime Start, LocalTime End);

/// <summary>What a school expects of one day: sessions, pupils, who is known away. Pure.</summary>
public sealed class DayPlan
{
    private readonly ILookup<Guid, PlannedRoll> byClass;
    private readonly ILookup<Guid, Away> away;
    private readonly List<TimetableChange> outs;

    /// <summary>Puts a day together.</summary>
    /// <param name="members">Pupils of each class and group on that day; leavers are not among them.</param>
    /// <param name="classes">Which of the groups are classes.</param>
    public DayPlan(YearTimetable timetable, LocalDate on, ILookup<Guid, Guid> members, IReadOnlySet<Guid> classes, IEnumerable<Away>? known = null)
    {
        (Day, Settings, HasTimetable, Members) = (timetable.Day(on), timetable.Calendar.Settings, !timetable.IsEmpty, members);
        away = (known ?? []).ToLookup(a => a.Pupil);
        outs = [.. timetable.Changes.Where(change => change.Kind == ChangeKind.ClassOut && change.From <= on && on < change.Until)];
        Sessions = [.. timetable.On(on).Select(Planned)];
        ClassOf = classes.SelectMany(c => members[c].Select(pupil => (Pupil: pupil, Class: c))).GroupBy(p => p.Pupil).ToDictionary(p => p.Key, p => p.First().Class);
        byClass = Sessions.SelectMany(planned => ClassesOf(planned, classes).Select(c => (Class: c, planned))).ToLookup(p => p.Class, p => p.planned);
    }

    /// <summary>The day: open or not, its hours.</summary>
    public SchoolDay Day { get; }

    /// <summary>How the school's day works.</summary>
    public DaySettings Settings { get; }

    /// <summary>False: nothing is ever due, only «not taken».</summary>
    public bool HasTimetable { get; }

    /// <summary>The sessions, by start.</summary>
    public IReadOnlyList<PlannedRoll> Sessions { get; }

    /// <summary>Pupils of each class and group.</summary>
    public ILookup<Guid, Guid> Members { get; }

    /// <summary>The class of each pupil who has one.</summary>
    public IReadOnlyDictionary<Guid, Guid> ClassOf { get; }

    /// <summary>The sessions of a class in an hour: its own, and those of groups that hold pupils of it.</summary>
    public IEnumerable<PlannedRoll> Of(Guid @class, LocalTime start, LocalTime end) => byClass[@class].Where(p => Due.IsIn(p.Session.Start, p.Session.End, start, end));

    /// <summary>What is known of a pupil in a stretch of the day; null when nothing.</summary>
    public Away? AwayAt(Guid pupil, LocalTime start, LocalTime end) => away[pupil].Where(a => a.Start < end && start < a.End).Cast<Away?>().FirstOrDefault();

    /// <summary>Permanence: pupils of the house who have no lesson in that stretch, by class. Those known away are not among them; a closed day has none.</summary>
    /// <returns>Pupils, each once, in no order.</returns>
    public IReadOnlyCollection<Guid> WithoutLesson(LocalTime start, LocalTime end)
    {
        if (!Day.IsOpen || !HasTimetable)
        {
            return [];
        }
        var here = Sessions.Where(p => Due.IsIn(p.Session.Start, p.Session.End, start, end)).ToList();
        var busy = here.Where(p => p.Session.State == SessionState.Due).SelectMany(p => p.Expected)
            .Concat(here.Where(p => p.Session.State == SessionState.Out).SelectMany(p => p.Pupils)).ToHashSet();
        var outside = here.Where(p => p.Session.State == SessionState.Due).SelectMany(p => p.Pupils.Except(p.Expected)).ToHashSet();
        return [.. ClassOf.Keys.Where(pupil => !busy.Contains(pupil) && !outside.Contains(pupil) && AwayAt(pupil, start, end) is null)];
    }

    /// <summary>Whether a class or group of the pupil is out of the house at a time.</summary>
    public bool IsOut(Guid pupil, LocalTime at) =>
        outs.Any(change => change.Holds(Day.On, at, at.PlusMinutes(1)) && Members[change.Group!.Value.Value].Contains(pupil));

    private PlannedRoll Planned(Session session)
    {
        var pupils = Members[session.Group].ToHashSet();
        var gone = outs.Where(change => change.Holds(session.On, session.Start, session.End)).SelectMany(change => Members[change.Group!.Value.Value]).ToHashSet();
        return new(session, pupils, [.. pupils.Where(pupil => !gone.Contains(pupil) && AwayAt(pupil, session.Start, session.End) is null)]);
    }

    private IEnumerable<Guid> ClassesOf(PlannedRoll planned, IReadOnlySet<Guid> classes) =>
        classes.Contains(planned.Session.Group) ? [planned.Session.Group]
            : planned.Pupils.Select(pupil => ClassOf.TryGetValue(pupil, out var c) ? c : (Guid?)null).OfType<Guid>().Distinct();
}
