using System.Collections.Immutable;
using NodaTime;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>Finds the known pupil that a pupil of the files is: by INE, then ELEVE_ID and ELENOET, then name and birth date.</summary>
/// <remarks>
/// A weaker mark never overrules a stronger one alone: a reused ELENOET does not make two pupils with two INEs one, but
/// the same number and the same name are one pupil whose INE was corrected. Where one mark fits several, or an INE fits
/// but neither name nor birth date does, the question is asked, not guessed.
/// </remarks>
internal sealed class MatchPupils
{
    private readonly ILookup<string, KnownPupil> byIne;
    private readonly ILookup<string, KnownPupil> byEleveId;
    private readonly ILookup<string, KnownPupil> byElenoet;
    private readonly ILookup<string, KnownPupil> byName;

    public MatchPupils(IEnumerable<KnownPupil> known)
    {
        var pupils = known.ToList();
        byIne = pupils.Where(p => p.Ine is not null).ToLookup(p => p.Ine!, StringComparer.OrdinalIgnoreCase);
        byEleveId = pupils.Where(p => p.EleveId is not null).ToLookup(p => p.EleveId!);
        byElenoet = pupils.Where(p => p.Elenoet is not null).ToLookup(p => p.Elenoet!);
        byName = pupils.SelectMany(p => Names(p).Distinct().Select(name => (name, p))).ToLookup(x => x.name, x => x.p);
    }

    /// <summary>The pupils that this one may be, by INE or number.</summary>
    /// <returns>None, one (it is that one), or several (to be asked; one that is doubtful stands twice).</returns>
    public ImmutableArray<KnownPupil> ByMark(ReadPupil read)
    {
        if (read.Ine is { } ine && byIne[ine].ToList() is { Count: > 0 } sameIne)
        {
            return sameIne is [var only] && IsAnother(read, only) ? [only, only] : [.. sameIne];
        }
        foreach (var numbered in new[] { Numbered(byEleveId, read.SiecleId), Numbered(byElenoet, read.Elenoet) })
        {
            var alike = numbered.Where(k => !IsAnother(read, k) && (!HasOtherMark(read, k) || IsSame(read, k))).ToList();
            if (alike.Count > 0)
            {
                return [.. alike];
            }
        }
        return [];
    }

    /// <summary>The pupils of this name and birth date; without a date, of this name and without a date.</summary>
    /// <returns>As <see cref="ByMark"/>.</returns>
    public ImmutableArray<KnownPupil> ByName(ReadPupil read)
    {
        var same = Named(read).Where(k => k.BornOn == read.BirthDate).ToList();
        var free = same.Where(k => !HasOtherMark(read, k)).ToList();
        if (free.Count > 0 || read.BirthDate is null)
        {
            return [.. free];
        }
        // Same name, same day of birth, another INE: one pupil with two identifiers, or two pupils. Only people can tell.
        return [.. same, .. same];
    }

    /// <summary>The pupils of this name when one of the two birth dates is not known.</summary>
    public IEnumerable<KnownPupil> Perhaps(ReadPupil read) =>
        Named(read).Where(k => !HasOtherMark(read, k) && (read.BirthDate is null || k.BornOn is null));

    private static IEnumerable<KnownPupil> Numbered(ILookup<string, KnownPupil> index, string? number) => number is null ? [] : index[number];

    private IEnumerable<KnownPupil> Named(ReadPupil read) => byName[Name(read.FamilyName, read.FirstName)];

    private static bool IsSame(ReadPupil read, KnownPupil known) =>
        read.BirthDate is not null && read.BirthDate == known.BornOn
        || Names(known).Contains(Name(read.FamilyName, read.FirstName));

    /// <summary>A stronger mark says that they are two people.</summary>
    private static bool HasOtherMark(ReadPupil read, KnownPupil known) =>
        Differ(read.Ine, known.Ine) || (read.Ine is null && Differ(read.SiecleId, known.EleveId));

    private static bool Differ(string? one, string? other) =>
        one is not null && other is not null && !string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Neither the family name, nor the first name, nor the birth date agrees.</summary>
    private static bool IsAnother(ReadPupil read, KnownPupil known)
    {
        var sameBirth = read.BirthDate is null || known.BornOn is null || read.BirthDate == known.BornOn;
        var family = Folded.Of(read.FamilyName);
        return !sameBirth && family != Folded.Of(known.FamilyName) && family != Folded.Of(known.BirthName)
            && Folded.Of(read.FirstName) != Folded.Of(known.FirstName);
    }

    private static IEnumerable<string> Names(KnownPupil pupil)
    {
        yield return Name(pupil.FamilyName, pupil.FirstName);
        if (pupil.BirthName is { } birth)
        {
            yield return Name(birth, pupil.FirstName);
        }
    }

    private static string Name(string family, string first) => $"{Folded.Of(family)}|{Folded.Of(first)}";
}
