using System.Collections.Immutable;
using NodaTime;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>Decides for each class and group, then who is in which.</summary>
internal sealed class PlanGroups(KnownSchool known, ReadSchool read, LocalDate on, PlanningOptions options)
{
    private readonly Dictionary<(bool IsClass, string Code), Guid> ids = [];

    public ImmutableArray<PlannedGroup> Plan()
    {
        var byCode = known.Groups.ToDictionary(g => Key(g.IsClass, g.Code));
        var planned = new List<PlannedGroup>();
        foreach (var group in read.Groups)
        {
            var match = byCode.GetValueOrDefault(Key(group.IsClass, group.Code));
            var id = match?.Id ?? options.NewId();
            if (ids.TryAdd(Key(group.IsClass, group.Code), id))
            {
                planned.Add(Decide(group, match, id));
            }
        }
        if (read.Covers.HasFlag(Coverage.Structures))
        {
            var gone = known.Groups.Where(g => g.ClosedOn is null && !ids.ContainsKey(Key(g.IsClass, g.Code)));
            planned.AddRange(gone.Select(g => new PlannedGroup(Outcome.Left, g.Id, null, g, [new("closedOn", null, Differences.Text(on))])));
        }
        return [.. planned];
    }

    private static PlannedGroup Decide(ReadGroup group, KnownGroup? match, Guid id)
    {
        if (match is null)
        {
            return new(Outcome.New, id, group, null, [new("code", null, group.Code), new("label", null, group.Label)]);
        }
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        // A label equal to the code is what a file without labels gives: it does not undo a better one.
        if (group.Label != match.Label && group.Label != group.Code)
        {
            changes.Add(new("label", match.Label, group.Label));
        }
        if (match.ClosedOn is { } closed)
        {
            changes.Add(new("closedOn", Differences.Text(closed), null));
        }
        return new(changes.Count == 0 ? Outcome.Unchanged : Outcome.Changed, id, group, match, changes.ToImmutable());
    }

    /// <summary>Memberships begun, ended and kept, of all pupils that the files name or that leave.</summary>
    public IEnumerable<PlannedMembership> Memberships(ImmutableArray<PlannedPupil> pupils)
    {
        var classes = known.Groups.Where(g => g.IsClass).Select(g => g.Id).ToHashSet();
        var current = known.Memberships.Where(m => m.Lasts(on)).ToLookup(m => m.Pupil);
        foreach (var pupil in pupils.Where(p => p.Outcome != Outcome.Asked))
        {
            var wanted = Wanted(pupil);
            foreach (var membership in current[pupil.Id])
            {
                var judged = classes.Contains(membership.Group) || read.Covers.HasFlag(Coverage.GroupMembers) || pupil.Outcome == Outcome.Left;
                var kept = wanted.Remove(membership.Group) || !judged;
                yield return new(kept ? Outcome.Unchanged : Outcome.Left, membership.Group, membership.Pupil, membership.From, kept ? membership.Until : End(pupil), membership.Until);
            }
            foreach (var group in wanted)
            {
                yield return new(Outcome.New, group, pupil.Id, Begin(pupil), null);
            }
        }
    }

    private HashSet<Guid> Wanted(PlannedPupil pupil)
    {
        if (pupil.Outcome == Outcome.Left || pupil.Read is not { Class: { } code } one || one.Exit <= on)
        {
            return [];
        }
        return [ids[Key(true, code)], .. one.Groups.Select(g => ids[Key(false, g)])];
    }

    /// <summary>A new pupil is in his class from his first day; one who changes class, from today.</summary>
    private LocalDate Begin(PlannedPupil pupil) =>
        pupil.Outcome != Outcome.New ? on : LocalDate.Max(pupil.Read?.Entry ?? known.From, known.From);

    private LocalDate End(PlannedPupil pupil) => pupil.Outcome == Outcome.Left && pupil.Read?.Exit is { } exit ? exit : on;

    private static (bool, string) Key(bool isClass, string code) => (isClass, code.ToUpperInvariant());
}
