using NodaTime;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>Where a pupil is, as far as the school knows.</summary>
public enum Whereabouts
{
    /// <summary>Should be here and nobody said otherwise.</summary>
    Expected,
    /// <summary>Said to be here in the hour under way, or in the last one that was called.</summary>
    Seen,
    /// <summary>Said to be absent, announced as absent, or gone early.</summary>
    Absent,
    /// <summary>Out of the house under the school's responsibility: outing, placement.</summary>
    Out,
    /// <summary>In the house, or perhaps, and not in the room: infirmary, summoned, sent out, exempt.</summary>
    Elsewhere,
}

/// <summary>One pupil of the fire list.</summary>
/// <param name="Place">The session under way; null in a free hour: permanence, the yard, the canteen.</param>
/// <param name="Kind">The mark or the announcement that says it; null when nobody said anything.</param>
/// <param name="Since">The start of the hour in which it was said; null when nobody said anything.</param>
/// <param name="Announced">True when it was known beforehand.</param>
public sealed record FireLine(Guid Pupil, Guid? Class, Session? Place, Whereabouts Where, string? Kind, LocalTime? Since, bool Announced);

/// <summary>Who should be here now, where, and who is known to be elsewhere. Pure: made from the plan of the day and what was said.</summary>
/// <remarks>Source: arrêté du 25 juin 1980, R33 (exercices d'évacuation); circulaire on PPMS; golden cases in spec/rollcall/fire.json, which the tablet passes too. Nobody is left out: every pupil of the day stands once.</remarks>
public static class FireList
{
    /// <summary>The list at a time of the day.</summary>
    /// <param name="board">The folded day.</param>
    /// <param name="marks">The marks of the day: one who was announced and said to be present came after all; one whose time elsewhere has ended is back.</param>
    /// <param name="rolls">The validated rolls of the day.</param>
    /// <returns>Each pupil of the day once, in no order.</returns>
    public static IReadOnlyList<FireLine> Of(BoardDay board, IEnumerable<Mark> marks, IReadOnlyCollection<CalledRoll> rolls, IEnumerable<MarkKind> kinds, LocalTime now)
    {
        var plan = board.Plan;
        var known = kinds.ToDictionary(kind => kind.Code);
        var under = plan.Sessions.Where(p => p.Session.Start <= now && now < p.Session.End && p.Session.State is SessionState.Due or SessionState.Out).ToList();
        var places = under.SelectMany(p => p.Pupils.Select(pupil => (Pupil: pupil, Planned: p))).GroupBy(p => p.Pupil)
            .ToDictionary(p => p.Key, p => p.Select(one => one.Planned).OrderByDescending(one => one.Session.State == SessionState.Due).First());
        var called = rolls.Where(roll => roll.Start <= now).SelectMany(roll => roll.Shown.Select(pupil => (Pupil: pupil, roll.Start))).ToLookup(s => s.Pupil, s => s.Start);
        var here = marks.Where(m => m.Start <= now).GroupBy(m => (m.Pupil, m.Group, m.Start)).Select(one => (one.Key, Fold: Fold.Of(one), Marks: one))
            .Where(one => one.Fold is { Disputed: false, Shown: { } shown } && (shown.Kind == "P" || one.Marks.First(m => m.Position == shown.Position).UntilTime <= now)).ToList();
        var came = here.ToLookup(one => one.Key.Pupil.Value, one => one.Key.Start);
        var over = here.Select(one => one.Fold.Shown!.Value.Position).ToHashSet(); // back since: an outing, the infirmary
        var said = board.Marked.Where(m => m.Start <= now && !over.Contains(m.Position)).ToLookup(m => m.Pupil);
        return [.. plan.Members.SelectMany(group => group).Distinct().Select(pupil => Line(new(plan, pupil, places.GetValueOrDefault(pupil), said[pupil], called[pupil], came[pupil]), known, now))];
    }

    /// <summary>What is known of one pupil until now.</summary>
    private sealed record Known(DayPlan Plan, Guid Pupil, PlannedRoll? Here, IEnumerable<MissingPupil> Said, IEnumerable<LocalTime> Called, IEnumerable<LocalTime> Came);

    private static FireLine Line(Known of, Dictionary<string, MarkKind> kinds, LocalTime now)
    {
        var @class = of.Plan.ClassOf.TryGetValue(of.Pupil, out var id) ? id : (Guid?)null;
        FireLine Is(Whereabouts where, string? kind, LocalTime? since, bool announced = false) => new(of.Pupil, @class, of.Here?.Session, where, kind, since, announced);
        var (called, came) = (of.Called.Cast<LocalTime?>().Max(), of.Came.Cast<LocalTime?>().Max());
        // The latest hour in which somebody spoke of the pupil counts.
        if (of.Said.OrderByDescending(m => m.Start).ThenByDescending(m => m.Position).FirstOrDefault() is { } said && !(called > said.Start) && !(came > said.Start))
        {
            return Is(Meaning(kinds.GetValueOrDefault(said.Kind)), said.Kind, said.Start);
        }
        // To be called in a roll is not to be seen when the teacher was told beforehand: that row is left as it is.
        if (of.Plan.AwayAt(of.Pupil, now, now.PlusMinutes(1)) is { } away && kinds.GetValueOrDefault(away.Kind) is not { InRoom: true } && !(came >= away.Start))
        {
            return Is(Meaning(kinds.GetValueOrDefault(away.Kind)), away.Kind, null, announced: true);
        }
        if (of.Here is { } here && (here.Session.State == SessionState.Out || of.Plan.IsOut(of.Pupil, now)))
        {
            return Is(Whereabouts.Out, null, null, announced: true);
        }
        return called is null ? Is(Whereabouts.Expected, null, null) : Is(Whereabouts.Seen, null, called);
    }

    private static Whereabouts Meaning(MarkKind? kind) => kind switch
    {
        { InRoom: true } => Whereabouts.Seen,
        { Code: "SO" or "ST" } => Whereabouts.Out,
        { UnderResponsibility: true } or { Code: "DA" } => Whereabouts.Elsewhere,
        _ => Whereabouts.Absent,
    };
}
