using System.Collections.Immutable;

namespace Preau.Imports.Reading;

internal sealed partial class Gathering
{
    private readonly Dictionary<(bool IsClass, string Code), ReadGroup> structures = [];
    private readonly Dictionary<string, (ReadGuardian Guardian, string? Address)> guardians = [];
    private readonly HashSet<string> refusedGuardians = [];
    private readonly Dictionary<(string Guardian, string Pupil), ReadGuardianship> guardianships = [];
    private readonly Dictionary<string, string> addresses = [];

    public void Add(ReadGroup group)
    {
        if (!structures.TryAdd((group.IsClass, group.Code), group) && structures[(group.IsClass, group.Code)].Label != group.Label)
        {
            ledger.Refuse(group.IsClass ? Subject.Classes : Subject.Groups, group.Where, "imports.line.twice",
                structures[(group.IsClass, group.Code)].Where.File, structures[(group.IsClass, group.Code)].Where.Line ?? 0);
        }
    }

    public void Add(ReadGuardian guardian, string? address)
    {
        if (guardians.TryAdd(guardian.Key, (guardian, address)) || guardian.SiecleId is null)
        {
            return;
        }
        var (earlier, _) = guardians[guardian.Key];
        if (earlier with { Where = guardian.Where } != guardian)
        {
            ledger.Refuse(Subject.Guardians, guardian.Where, "imports.line.twice", earlier.Where.File, earlier.Where.Line ?? 0);
        }
    }

    public void RefusedGuardian(string id) => refusedGuardians.Add(id);

    public void AddAddress(string id, string text) => addresses.TryAdd(id, text);

    public void Add(ReadGuardianship guardianship)
    {
        var pair = (guardianship.Guardian, guardianship.Pupil);
        if (!guardianships.TryAdd(pair, guardianship) && guardianships[pair] with { Where = guardianship.Where } != guardianship)
        {
            ledger.Refuse(Subject.Guardianships, guardianship.Where, "imports.line.twice",
                guardianships[pair].Where.File, guardianships[pair].Where.Line ?? 0);
        }
    }

    /// <summary>Joins everything.</summary>
    public ReadSchool Finish()
    {
        var placed = pupils.Select(Placed).ToImmutableArray();
        var answered = guardianships.Values.Where(IsAnswered).ToImmutableArray();
        return new ReadSchool
        {
            Uai = school?.Uai,
            Year = school?.Year,
            Name = Name,
            Start = Start,
            End = End,
            Covers = Covers,
            OnlyClasses = school is null ? [.. listedClasses] : [],
            Pupils = placed,
            RefusedPupils = [.. refusedPupils],
            Groups = [.. Groups(placed)],
            Guardians = [.. guardians.Values.Select(g => g.Address is { } id && addresses.TryGetValue(id, out var text)
                ? g.Guardian with { Address = text } : g.Guardian)],
            Guardianships = answered,
            Timetable = Timetable(),
            Notices = [.. ledger.Notices],
            Refused = [.. ledger.Refused],
        };
    }

    private ReadPupil Placed(ReadPupil pupil) => pupil with
    {
        Class = pupil.Class
            ?? (pupil.SiecleId is { } id ? classes.GetValueOrDefault(id) : null)
            ?? (pupil.Elenoet is { } number ? classesByNumber.GetValueOrDefault(number) : null),
        Groups = pupil.SiecleId is { } key && groups.TryGetValue(key, out var codes) ? [.. codes] : pupil.Groups,
    };

    /// <summary>The structures said, then the classes and groups that pupils name and no structure does.</summary>
    private IEnumerable<ReadGroup> Groups(ImmutableArray<ReadPupil> placed)
    {
        var known = new Dictionary<(bool, string), ReadGroup>(structures);
        foreach (var pupil in placed)
        {
            if (pupil.Class is { } code)
            {
                known.TryAdd((true, code), new ReadGroup(pupil.Where, true, code, code));
            }
            foreach (var group in pupil.Groups)
            {
                known.TryAdd((false, group), new ReadGroup(pupil.Where, false, group, group));
            }
        }
        return known.Values;
    }

    private bool IsAnswered(ReadGuardianship guardianship)
    {
        if (guardians.ContainsKey(guardianship.Guardian))
        {
            return true;
        }
        if (!refusedGuardians.Contains(guardianship.Guardian))
        {
            ledger.Refuse(Subject.Guardianships, guardianship.Where, "imports.line.unknown-guardian", guardianship.Guardian);
        }
        return false;
    }
}
