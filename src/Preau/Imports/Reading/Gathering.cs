using System.Collections.Immutable;
using NodaTime;
using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>Collects what several files say, whatever their order, and joins it at the end.</summary>
internal sealed partial class Gathering(Ledger ledger)
{
    private readonly List<ReadPupil> pupils = [];
    private readonly List<ReadPupil> refusedPupils = [];
    private readonly Dictionary<string, ReadPupil> pupilsByMark = [];
    private readonly Dictionary<string, string> classes = [];
    private readonly Dictionary<string, string> classesByNumber = [];
    private readonly Dictionary<string, List<string>> groups = [];
    private readonly HashSet<string> listedClasses = [];
    private (Entry Entry, string Uai, int Year)? school;

    public string? Name { get; set; }
    public LocalDate? Start { get; set; }
    public LocalDate? End { get; set; }
    public Coverage Covers { get; set; }

    /// <summary>This file says it is of this school and year; the others must say the same.</summary>
    public void Belongs(Entry entry, int line, string? uai, string? yearText)
    {
        uai = uai?.Trim().ToUpperInvariant();
        if (uai is not { Length: 8 } || !uai.All(char.IsAsciiLetterOrDigit) || !IsYear(yearText, out var year))
        {
            throw new UnreadableFile(entry.At(line, "PARAMETRES"), Refusal.Malformed("imports.no-school", entry.Name));
        }
        var (first, firstUai, firstYear) = school ??= (entry, uai, year);
        if (firstUai != uai)
        {
            throw new UnreadableFile(entry.At(line, "UAJ"), Refusal.Malformed("imports.mixed-schools", first.Name, firstUai, entry.Name, uai));
        }
        if (firstYear != year)
        {
            throw new UnreadableFile(entry.At(line, "ANNEE_SCOLAIRE"), Refusal.Malformed("imports.mixed-years", first.Name, firstYear, entry.Name, year));
        }
    }

    private static bool IsYear(string? text, out int year) => int.TryParse(text?.Trim().Split('-', '/')[0], out year) && year is >= 1990 and <= 2100;

    /// <summary>Adds a pupil. The same pupil said twice in the same words is one; in other words, the second is refused.</summary>
    /// <returns>The key of the pupil kept, or null when this one is refused.</returns>
    public string? Add(ReadPupil pupil)
    {
        var marks = Marks(pupil).ToList();
        foreach (var mark in marks)
        {
            if (!pupilsByMark.TryGetValue(mark, out var earlier))
            {
                continue;
            }
            if (Same(earlier, pupil))
            {
                return earlier.Key;
            }
            ledger.Refuse(Subject.Pupils, pupil.Where, "imports.line.twice", earlier.Where.File, earlier.Where.Line ?? 0);
            return null;
        }
        pupils.Add(pupil);
        marks.ForEach(mark => pupilsByMark[mark] = pupil);
        return pupil.Key;
    }

    /// <summary>A pupil whose line was refused; what could be read of him keeps him from counting as gone.</summary>
    public void Refused(ReadPupil pupil) => refusedPupils.Add(pupil);

    private static IEnumerable<string> Marks(ReadPupil pupil)
    {
        if (pupil.Ine is { } ine)
        {
            yield return "ine " + ine;
        }
        if (pupil.SiecleId is { } id)
        {
            yield return "siecle " + id;
        }
        else
        {
            var born = pupil.BirthDate?.ToString() ?? pupil.Class;
            yield return $"name {Folded.Of(pupil.FamilyName)}|{Folded.Of(pupil.FirstName)}|{born}|{pupil.Elenoet}";
        }
    }

    private static bool Same(ReadPupil one, ReadPupil other) =>
        one.Groups.SequenceEqual(other.Groups) && (one with { Where = other.Where, Groups = other.Groups }) == other;

    /// <summary>The division of a pupil; the first one said wins.</summary>
    public void PutInClass(string pupil, string code, Source where)
    {
        if (!classes.TryAdd(pupil, code) && classes[pupil] != code)
        {
            ledger.Notice(Subject.Memberships, where, "imports.notice.two-classes", code, classes[pupil]);
        }
    }

    public void PutInClassByNumber(string elenoet, string code) => classesByNumber.TryAdd(elenoet, code);

    public void PutInGroup(string pupil, string code, Source where)
    {
        if (!groups.TryGetValue(pupil, out var codes))
        {
            groups[pupil] = codes = [];
        }
        if (!codes.Contains(code))
        {
            codes.Add(code);
        }
    }

    /// <summary>A list speaks of this class completely, and of no class that it does not name.</summary>
    public void ListedIn(string? code)
    {
        if (code is not null)
        {
            listedClasses.Add(code);
        }
    }
}
