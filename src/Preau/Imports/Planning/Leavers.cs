using NodaTime;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>Who has left: known pupils whom the files should name and do not.</summary>
internal sealed class Leavers(KnownSchool known, ReadSchool read, LocalDate on)
{
    /// <summary>The leavers among pupils that no line was matched with, unless a refused line may have been theirs.</summary>
    public IReadOnlyList<KnownPupil> Among(IEnumerable<KnownPupil> unmatched, List<Remark> notices)
    {
        var missing = read.Covers.HasFlag(Coverage.Pupils) ? unmatched.Where(k => k.IsHere(on) && IsCovered(k)).ToList() : [];
        if (missing.Count > 0 && read.RefusedPupils.Any(r => r is { FamilyName: "", SiecleId: null, Ine: null, Elenoet: null }))
        {
            notices.Add(new Remark(Subject.Pupils, read.RefusedPupils[0].Where, new Refusal("imports.notice.no-leavers", 409, missing.Count)));
            return [];
        }
        return [.. missing.Where(k => !read.RefusedPupils.Any(r => MayBe(r, k)))];
    }

    private static bool MayBe(ReadPupil refused, KnownPupil known) =>
        (refused.Ine is not null && refused.Ine == known.Ine)
        || (refused.SiecleId is not null && refused.SiecleId == known.EleveId)
        || (refused.Elenoet is not null && refused.Elenoet == known.Elenoet)
        || (refused.FamilyName is not "" && Folded.Of(refused.FamilyName) == Folded.Of(known.FamilyName));

    /// <summary>A list of some classes says nothing of the pupils of others.</summary>
    private bool IsCovered(KnownPupil pupil) => read.OnlyClasses.IsEmpty || known.Memberships.Any(m =>
        m.Pupil == pupil.Id && m.Lasts(on) && known.Groups.Any(g => g.Id == m.Group && g.IsClass && read.OnlyClasses.Contains(g.Code)));
}
