using NodaTime;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>The state of one hour of one class on the board.</summary>
public enum CellState
{
    /// <summary>Nobody called yet, and the hour has not begun.</summary>
    Later,
    /// <summary>The hour has just begun and nobody called.</summary>
    Due,
    /// <summary>The hour is under way, nobody called, and it is time to ask.</summary>
    Overdue,
    /// <summary>The hour is over and nobody called.</summary>
    Missed,
    /// <summary>Somebody has begun; nothing is validated.</summary>
    Begun,
    /// <summary>Validated.</summary>
    Taken,
    /// <summary>One of several groups of the class was called; the others are not late yet.</summary>
    Half,
    /// <summary>Nothing is to be called: no lesson, cancelled, class out, empty group, closed day.</summary>
    NotDue,
    /// <summary>The school has no timetable: nobody called, and nobody is asked.</summary>
    NotTaken,
}

/// <summary>One hour of one class.</summary>
/// <param name="AbsentCount">Pupils whose mark counts as an absence, each once.</param>
/// <param name="TakenCount">Of the rolls that were due, how many are validated: «1 of 2 groups».</param>
/// <param name="DueCount">Rolls that are to be called in this hour; 0 without a timetable.</param>
/// <param name="Why">Why nothing is to be called; null when something is, or when there is no lesson at all.</param>
public sealed record Cell(CellState State, int AbsentCount, int LateCount, int TakenCount = 0, int DueCount = 0, SessionReason? Why = null);

/// <summary>A pupil who is missing or late now.</summary>
/// <param name="Provisional">True until the roll is validated: nothing leaves the house because of it.</param>
/// <param name="Known">The kind under which it was known beforehand; null when it was not.</param>
public sealed record MissingPupil(
    Guid Pupil, Guid Group, LocalTime Start, string Kind, int? Minutes, bool Disputed, bool Provisional, Instant ClaimedAt, Guid Author, long Position,
    string? Known = null);

/// <summary>A day of rolls, folded: what the board shows. Pure; made from the rows of the day and from what the school expects of it.</summary>
public sealed class BoardDay
{
    private readonly DayPlan plan;
    private readonly Dictionary<string, MarkKind> kinds;
    private readonly List<CalledRoll> called;
    private readonly HashSet<(Guid Group, LocalTime Start)> begun;
    private readonly Dictionary<Guid, bool> isCalled;
    private readonly ILookup<Guid, MissingPupil> byClass;

    /// <summary>Folds the rows of one day.</summary>
    /// <param name="kinds">What marks mean in this school.</param>
    public BoardDay(LocalDate on, IEnumerable<Mark> marks, IEnumerable<Roll> rolls, DayPlan plan, IEnumerable<MarkKind> kinds)
    {
        (On, this.plan, this.kinds) = (on, plan, kinds.ToDictionary(kind => kind.Code));
        called = [.. rolls.Select(r => new CalledRoll(r.Group.Value, r.Start, r.End, r.ShownPupils.ToHashSet()))];
        var taken = called.Select(r => (r.Group, r.Start)).ToHashSet();
        var byRoll = marks.GroupBy(m => (Group: m.Group.Value, m.Start)).ToList();
        begun = [.. byRoll.Select(roll => roll.Key)];
        Marked = [.. byRoll.SelectMany(roll => roll.GroupBy(m => m.Pupil.Value).Select(pupil => Missing(pupil.Key, roll.Key, [.. pupil], !taken.Contains(roll.Key))))
            .OfType<MissingPupil>().Select(WithKnown).OrderByDescending(m => m.Position)];
        byClass = Marked.ToLookup(m => plan.ClassOf.TryGetValue(m.Pupil, out var of) ? of : m.Group);
        isCalled = plan.Sessions.DistinctBy(planned => planned.Session.Id).ToDictionary(planned => planned.Session.Id, planned => Due.IsCalled(planned, called));
    }

    /// <summary>The day.</summary>
    public LocalDate On { get; }

    /// <summary>What the school expects of it.</summary>
    public DayPlan Plan => plan;

    /// <summary>Everybody of whom something else than «present» was said that day, the latest said first.</summary>
    public IReadOnlyList<MissingPupil> Marked { get; }

    /// <summary>The cell of a class and hour.</summary>
    /// <param name="now">Wall clock of the school, to tell what is due.</param>
    public Cell At(Guid group, LocalTime start, LocalTime end, LocalDateTime now)
    {
        var missing = byClass[group].Where(m => m.Start >= start && m.Start < end).ToList();
        var absent = missing.Where(m => UsualKinds.IsAbsence(kinds.GetValueOrDefault(m.Kind), m.Minutes, plan.Settings.AbsentFrom)).Select(m => m.Pupil).ToHashSet();
        var late = missing.Where(m => UsualKinds.IsLateness(kinds.GetValueOrDefault(m.Kind), m.Minutes, plan.Settings.AbsentFrom)).Select(m => m.Pupil).ToHashSet();
        late.ExceptWith(absent);
        var own = called.Any(roll => Due.IsIn(roll.Start, roll.End, start, end) && (roll.Group == group || plan.Members[group].Any() && plan.Members[group].All(roll.Shown.Contains)));
        var marking = begun.Any(key => key.Group == group && key.Start >= start && key.Start < end);
        if (!plan.HasTimetable)
        {
            return new(Due.WithoutTimetable(plan.Day.IsOpen, own, marking, On.At(start), now), absent.Count, late.Count);
        }
        var here = plan.Of(group, start, end).ToList();
        var (state, taken, due) = Due.OfHour([.. here.Select(planned => StateOf(planned, now))], own, marking);
        return new(state, absent.Count, late.Count, taken, due, state == CellState.NotDue ? here.Select(p => p.Session.Why).FirstOrDefault(why => why is not null) : null);
    }

    /// <summary>The state of each session's roll, by start.</summary>
    public IEnumerable<(PlannedRoll Planned, CellState State)> Rolls(LocalDateTime now) => plan.Sessions.Select(planned => (planned, StateOf(planned, now)));

    /// <summary>Rolls that it is time to ask for: late ones, and hours that ended without. Empty without a timetable.</summary>
    public IEnumerable<(PlannedRoll Planned, CellState State)> Asking(LocalDateTime now) => Rolls(now).Where(roll => roll.State is CellState.Overdue or CellState.Missed);

    private CellState StateOf(PlannedRoll planned, LocalDateTime now) => Due.Of(planned, isCalled[planned.Session.Id],
        begun.Any(key => key.Group == planned.Session.Group && key.Start >= planned.Session.Start && key.Start < planned.Session.End), plan.Settings, now);

    private MissingPupil WithKnown(MissingPupil missing) =>
        plan.AwayAt(missing.Pupil, missing.Start, missing.Start.PlusMinutes(1)) is { } away ? missing with { Known = away.Kind } : missing;

    private static MissingPupil? Missing(Guid pupil, (Guid Group, LocalTime Start) key, IReadOnlyList<Mark> marks, bool provisional)
    {
        var folded = Fold.Of(marks);
        if (folded.Shown is not { } shown || (shown.Kind == "P" && !folded.Disputed))
        {
            return null;
        }
        var row = marks.First(m => m.Position == shown.Position);
        return new(pupil, key.Group, key.Start, shown.Kind, shown.Minutes, folded.Disputed, provisional, row.ClaimedAt, row.Author, row.Position);
    }
}
