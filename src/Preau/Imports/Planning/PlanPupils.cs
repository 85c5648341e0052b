using System.Collections.Immutable;
using NodaTime;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>Decides for each pupil of the files and each known one.</summary>
internal sealed class PlanPupils(KnownSchool known, ReadSchool read, LocalDate on, PlanningOptions options)
{
    private readonly MatchPupils here = new(known.Pupils);
    private readonly MatchPupils former = new(known.Former);
    private readonly Dictionary<Guid, ReadPupil> taken = [];
    private readonly HashSet<Guid> byName = [];
    private readonly HashSet<Guid> doubtful = [];
    private readonly List<PlannedPupil> planned = [];

    public List<Remark> Notices { get; } = [];

    public ImmutableArray<PlannedPupil> Plan()
    {
        // The strongest marks first, whatever the order of the file: a pupil known only by name must not be taken by a
        // namesake, least of all by one who is on his way out.
        var matches = read.Pupils.ToDictionary(p => p.Key, Marked);
        foreach (var pupil in read.Pupils.Where(p => matches[p.Key].IsEmpty && !options.Answers.ContainsKey(p.Key)))
        {
            matches[pupil.Key] = Named(pupil);
        }
        foreach (var pupil in read.Pupils)
        {
            Decide(pupil, matches[pupil.Key]);
        }
        var gone = new Leavers(known, read, on).Among(known.Pupils.Where(k => !taken.ContainsKey(k.Id) && !doubtful.Contains(k.Id)), Notices);
        return [.. planned, .. gone.Select(k => Leaver(null, k, on))];
    }

    private ImmutableArray<KnownPupil> Marked(ReadPupil pupil)
    {
        if (options.Answers.TryGetValue(pupil.Key, out var answer))
        {
            return Claimed(pupil, [.. known.Pupils.Where(k => k.Id == answer)]);
        }
        return Claimed(pupil, here.ByMark(pupil));
    }

    private ImmutableArray<KnownPupil> Named(ReadPupil pupil)
    {
        // Nobody is dated as gone on a name alone.
        if (IsAbsent(pupil) && pupil.BirthDate is null)
        {
            return [];
        }
        var same = Free(here.ByName(pupil));
        return Claimed(pupil, same.IsEmpty && !IsAbsent(pupil) ? Free(here.Perhaps(pupil)) : same, byName);
    }

    private ImmutableArray<KnownPupil> Free(IEnumerable<KnownPupil> candidates) =>
        [.. candidates.Where(k => !taken.ContainsKey(k.Id) || byName.Contains(k.Id))];

    /// <summary>One candidate is taken; a second line for the same one is doubtful.</summary>
    private ImmutableArray<KnownPupil> Claimed(ReadPupil pupil, ImmutableArray<KnownPupil> candidates, HashSet<Guid>? how = null)
    {
        if (candidates is not [var match])
        {
            return candidates;
        }
        how?.Add(match.Id);
        return taken.TryAdd(match.Id, pupil) ? candidates : [match, match];
    }

    private void Decide(ReadPupil pupil, ImmutableArray<KnownPupil> candidates)
    {
        if (candidates.Length > 1)
        {
            doubtful.UnionWith(candidates.Select(c => c.Id));
            planned.Add(new(Outcome.Asked, Guid.Empty, pupil, null, [], [.. candidates.DistinctBy(c => c.Id)]));
        }
        else if (IsAbsent(pupil))
        {
            Absent(pupil, candidates.FirstOrDefault());
        }
        else
        {
            planned.Add(candidates is [var match] ? Kept(pupil, match) : Newcomer(pupil));
        }
    }

    private bool IsAbsent(ReadPupil pupil) => pupil.Class is null || pupil.Exit <= on;

    /// <summary>Without a class, or gone: a known pupil is dated, an unknown one is not taken in.</summary>
    private void Absent(ReadPupil pupil, KnownPupil? match)
    {
        if (match is null)
        {
            var code = pupil.Class is null ? "imports.notice.no-class" : "imports.notice.gone";
            Notices.Add(new Remark(Subject.Pupils, pupil.Where, new Refusal(code)));
            return;
        }
        planned.Add(match.IsHere(on) ? Leaver(pupil, match, pupil.Exit ?? on) : new(Outcome.Unchanged, match.Id, pupil, match, [], []));
    }

    private PlannedPupil Newcomer(ReadPupil pupil)
    {
        // A pupil of an earlier year keeps his id, so that his history stays his.
        var before = Former(pupil) is [var same] ? same.Id : options.NewId();
        var changes = Differences.Of(pupil, null).AddRange(Exit(null, pupil.Exit));
        return new(Outcome.New, before, pupil, null, changes, []);
    }

    private ImmutableArray<KnownPupil> Former(ReadPupil pupil) => former.ByMark(pupil) is { IsEmpty: false } marked ? marked : former.ByName(pupil);

    private PlannedPupil Kept(ReadPupil pupil, KnownPupil match)
    {
        var changes = Differences.Of(pupil, match);
        if (pupil.Exit is not null || !match.IsHere(on))
        {
            changes = changes.AddRange(Exit(match.LeftOn, pupil.Exit));
        }
        return new(changes.IsEmpty ? Outcome.Unchanged : Outcome.Changed, match.Id, pupil, match, changes, []);
    }

    private static PlannedPupil Leaver(ReadPupil? pupil, KnownPupil match, LocalDate exit) =>
        new(Outcome.Left, match.Id, pupil, match, Exit(match.LeftOn, exit), []);

    private static ImmutableArray<FieldChange> Exit(LocalDate? before, LocalDate? after) =>
        before == after ? [] : [new("leftOn", Differences.Text(before), Differences.Text(after))];
}
