using System.Collections.Immutable;
using NodaTime;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>Decides for each guardian, and for whom each answers.</summary>
internal sealed class PlanGuardians(KnownSchool known, ReadSchool read, LocalDate on, PlanningOptions options)
{
    private readonly ILookup<string, KnownGuardian> byNumber = known.Guardians.Where(g => g.PersonneId is not null).ToLookup(g => g.PersonneId!);
    private readonly ILookup<string, KnownGuardian> byName = known.Guardians.ToLookup(g => Name(g.FamilyName, g.FirstName));
    private readonly ILookup<Guid, KnownGuardianship> byPupil = known.Guardianships.ToLookup(g => g.Pupil);

    public List<Remark> Refused { get; } = [];
    public List<Remark> Notices { get; } = [];
    public ImmutableArray<PlannedGuardian> Guardians { get; private set; } = [];
    public ImmutableArray<PlannedGuardianship> Guardianships { get; private set; } = [];

    public void Plan(ImmutableArray<PlannedPupil> pupils)
    {
        if (!read.Covers.HasFlag(Coverage.Guardians))
        {
            return;
        }
        var links = Resolved(pupils).ToLookup(l => l.Link.Guardian);
        var guardians = new List<PlannedGuardian>();
        var guardianships = new List<PlannedGuardianship>();
        foreach (var guardian in read.Guardians.Where(g => links.Contains(g.Key)))
        {
            var planned = Decide(guardian, [.. links[guardian.Key].Select(l => l.Pupil)]);
            guardians.Add(planned);
            guardianships.AddRange(links[guardian.Key].Select(l => Decide(planned.Id, l.Pupil, l.Link)));
        }
        SayAlone(links);
        guardianships.AddRange(Ended(guardianships));
        guardians.AddRange(Gone(guardians, guardianships));
        (Guardians, Guardianships) = ([.. guardians], [.. guardianships]);
    }

    /// <summary>The guardianships whose pupil is in the school; the others are refused, or follow a pupil who was skipped.</summary>
    IEnumerable<(ReadGuardianship Link, Guid Pupil)> Resolved(ImmutableArray<PlannedPupil> pupils)
    {
        var planned = pupils.Where(p => p.Read is not null && p.Outcome != Outcome.Asked).ToDictionary(p => p.Read!.Key, p => p.Id);
        var numbered = known.Pupils.Where(p => p.EleveId is not null).DistinctBy(p => p.EleveId).ToDictionary(p => p.EleveId!, p => p.Id);
        var skipped = read.Pupils.Concat(read.RefusedPupils).Select(p => p.Key).ToHashSet();
        foreach (var link in read.Guardianships)
        {
            if (planned.TryGetValue(link.Pupil, out var id) || numbered.TryGetValue(link.Pupil, out id))
            {
                yield return (link, id);
            }
            else if (!skipped.Contains(link.Pupil))
            {
                Refused.Add(new Remark(Subject.Guardianships, link.Where, Refusal.Malformed("imports.line.unknown-pupil", link.Pupil)));
            }
        }
    }

    private PlannedGuardian Decide(ReadGuardian guardian, IReadOnlyCollection<Guid> pupils)
    {
        var match = Match(guardian, pupils);
        var changes = Differences.Of(guardian, match);
        var outcome = match is null ? Outcome.New : changes.IsEmpty ? Outcome.Unchanged : Outcome.Changed;
        return new(outcome, match?.Id ?? options.NewId(), guardian, match, changes);
    }

    /// <summary>By PERSONNE_ID; else by name and a telephone or e-mail, or by name and pupil.</summary>
    private KnownGuardian? Match(ReadGuardian guardian, IReadOnlyCollection<Guid> pupils)
    {
        if (guardian.SiecleId is { } number && byNumber[number].FirstOrDefault() is { } same)
        {
            return same;
        }
        var named = byName[Name(guardian.FamilyName, guardian.FirstName)].Where(k => k.PersonneId is null || guardian.SiecleId is null).ToList();
        return named.Find(k => SharesContact(guardian, k))
            ?? named.Find(k => pupils.Any(p => byPupil[p].Any(g => g.Guardian == k.Id)));
    }

    private static bool SharesContact(ReadGuardian guardian, KnownGuardian known)
    {
        string?[] theirs = [known.HomePhone, known.MobilePhone, known.WorkPhone, known.Email?.ToLowerInvariant()];
        string?[] ours = [guardian.HomePhone, guardian.MobilePhone, guardian.WorkPhone, guardian.Email?.ToLowerInvariant()];
        return ours.Any(c => c is not null && theirs.Contains(c));
    }

    private PlannedGuardianship Decide(Guid guardian, Guid pupil, ReadGuardianship link)
    {
        var match = byPupil[pupil].Where(g => g.Guardian == guardian).MaxBy(g => g.From);
        var changes = Differences.Of(link, match);
        if (match is null)
        {
            return new(Outcome.New, guardian, pupil, on, null, link, changes);
        }
        if (!match.Lasts(on))
        {
            changes = changes.Add(new("until", Differences.Text(match.Until), null));
        }
        return new(changes.IsEmpty ? Outcome.Unchanged : Outcome.Changed, guardian, pupil, match.From, null, link, changes);
    }

    /// <summary>A pupil's guardians that the national base named before and no longer names. Those added by hand stay.</summary>
    private IEnumerable<PlannedGuardianship> Ended(List<PlannedGuardianship> planned)
    {
        var unsure = read.Refused.Any(r => r.Subject is Subject.Guardians or Subject.Guardianships);
        if (unsure || !read.Guardians.Any(g => g.SiecleId is not null))
        {
            return [];
        }
        var pupils = planned.Select(g => g.Pupil).ToHashSet();
        var pairs = planned.Select(g => (g.Guardian, g.Pupil)).ToHashSet();
        var national = known.Guardians.Where(g => g.PersonneId is not null).Select(g => g.Id).ToHashSet();
        return known.Guardianships
            .Where(g => g.Lasts(on) && pupils.Contains(g.Pupil) && national.Contains(g.Guardian) && !pairs.Contains((g.Guardian, g.Pupil)))
            .Select(g => new PlannedGuardianship(Outcome.Left, g.Guardian, g.Pupil, g.From, on, null, [new("until", Differences.Text(g.Until), Differences.Text(on))]))
            .ToList();
    }

    /// <summary>Guardians who no longer answer for anybody: said, nothing of them is changed.</summary>
    private IEnumerable<PlannedGuardian> Gone(List<PlannedGuardian> planned, List<PlannedGuardianship> guardianships)
    {
        var ended = guardianships.Where(g => g.Outcome == Outcome.Left).Select(g => (g.Guardian, g.Pupil)).ToHashSet();
        var named = planned.Select(g => g.Id).ToHashSet();
        var still = known.Guardianships.Where(g => g.Lasts(on) && !ended.Contains((g.Guardian, g.Pupil))).Select(g => g.Guardian).ToHashSet();
        return known.Guardians.Where(g => ended.Any(e => e.Guardian == g.Id) && !named.Contains(g.Id) && !still.Contains(g.Id))
            .Select(g => new PlannedGuardian(Outcome.Left, g.Id, null, g, [])).ToList();
    }

    private void SayAlone(ILookup<string, (ReadGuardianship Link, Guid Pupil)> links)
    {
        var alone = read.Guardians.Where(g => !links.Contains(g.Key)).ToList();
        if (alone.Count > 0)
        {
            Notices.Add(new Remark(Subject.Guardians, alone[0].Where, new Refusal("imports.notice.guardians-alone", 409, alone.Count)));
        }
    }

    private static string Name(string family, string? first) => $"{Folded.Of(family)}|{Folded.Of(first)}";
}
