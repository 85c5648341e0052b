using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Devices;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>What is known of one pupil in one roll.</summary>
/// <param name="Marks">Everything that was said, in the order of the log; empty when nothing was.</param>
/// <param name="Seen">Whether the pupil was before the eyes of the person who validated; null while nobody validated.</param>
/// <param name="Member">Whether the pupil is of the class that day; false for one who was called all the same.</param>
public sealed record RollLine(Pupil Pupil, FoldResult Folded, IReadOnlyList<Mark> Marks, bool? Seen, bool Member)
{
    /// <summary>The three states that are never confused, and what the mark says.</summary>
    public PupilState State => Folded switch
    {
        { Disputed: true } => PupilState.Disputed,
        { Shown.Kind: "A" } => PupilState.Absent,
        { Shown.Kind: "R" } => PupilState.Late,
        { Shown.Kind: "P" } => PupilState.Present,
        { Shown: not null } => PupilState.Other,
        _ when Seen is null => PupilState.NotCalled,
        _ => Seen.Value ? PupilState.Present : PupilState.NotSeen,
    };
}

/// <summary>What a roll tells of a pupil.</summary>
public enum PupilState
{
    /// <summary>Nobody validated the roll, and nothing was said.</summary>
    NotCalled,
    /// <summary>The roll was validated without this pupil: added since. Not present.</summary>
    NotSeen,
    /// <summary>Called and there.</summary>
    Present,
    /// <summary>Absent.</summary>
    Absent,
    /// <summary>Late.</summary>
    Late,
    /// <summary>Another of the school's kinds: infirmary, excluded, exempt, outing.</summary>
    Other,
    /// <summary>Two people of equal rank say different things.</summary>
    Disputed,
}

/// <summary>One roll as the office reads it.</summary>
/// <param name="Roll">The validation; null while nobody validated.</param>
/// <param name="Lines">In register order.</param>
/// <param name="Names">Display names of all who spoke.</param>
public sealed record RollSheet(Group Group, LocalDate On, LocalTime Start, Roll? Roll, IReadOnlyList<RollLine> Lines, IReadOnlyDictionary<Guid, string> Names)
{
    /// <summary>Marks whose author has not proved who they are: a name chosen offline on a classroom tablet, not confirmed since.</summary>
    public IReadOnlySet<Guid> Unproven { get; init; } = new HashSet<Guid>();

    /// <summary>Whether the validation is such a one.</summary>
    public bool IsRollUnproven { get; init; }
}

/// <summary>Reads the roll of one hour of one class, with the whole history of each pupil's marks.</summary>
public sealed class ReadRoll(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe, Level.Supervisor, Level.Nurse];

    /// <summary>Does it.</summary>
    /// <remarks>Errors: access.denied, rollcall.unknown-group (404).</remarks>
    public async Task<Answer<RollSheet>> Do(Act act, Id<Group> group, LocalDate on, LocalTime start, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var year = await SchoolYears.At(db, on, stop);
        var roll = await db.Rolls.FirstOrDefaultAsync(r => r.SchoolYear == year && r.On == on && r.Start == start && r.Group == group, stop);
        if ((await db.Groups.FirstOrDefaultAsync(g => g.SchoolYear == year && g.Id == group, stop) ?? Made(act, group, year, roll)) is not { } row)
        {
            return Refusal.Unknown("rollcall.unknown-group");
        }
        var marks = await db.Marks.Where(m => m.SchoolYear == year && m.On == on && m.Start == start && m.Group == group).OrderBy(m => m.Position).ToListAsync(stop);
        var lines = await Lines(db, row, on, marks, roll, stop);
        var speakers = marks.Select(m => m.Author).Append(roll?.ValidatedBy ?? default).Distinct().ToList();
        var names = await db.People.Where(p => speakers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, stop);
        var unproven = await UnprovenEntries(db, year, [.. marks.Select(m => m.Position), .. roll is null ? (long[])[] : [roll.Position]], stop);
        return new RollSheet(row, on, start, roll, lines, names)
        {
            Unproven = marks.Where(m => unproven.Contains(m.Position)).Select(m => m.Id).ToHashSet(), IsRollUnproven = roll is not null && unproven.Contains(roll.Position),
        };
    }

    private static async Task<HashSet<long>> UnprovenEntries(PreauDb db, short year, IReadOnlyList<long> positions, CancellationToken stop)
    {
        var claimed = await db.Entries.Where(e => e.SchoolYear == year && positions.Contains(e.Position) && (e.Flags & EntryFlags.AuthorUnproven) != 0)
            .Select(e => new { e.Position, e.SignIn }).ToListAsync(stop);
        var stays = claimed.Select(e => new Id<DeviceSignIn>(e.SignIn!.Value)).Distinct().ToList();
        var unproven = stays.Count == 0 ? [] : await db.DeviceSignIns.Where(s => stays.Contains(s.Id) && s.UnprovenSince != null).Select(s => s.Id).ToListAsync(stop);
        return [.. claimed.Where(e => unproven.Contains(new(e.SignIn!.Value))).Select(e => e.Position)];
    }

    /// <summary>A group that was made for one roll, as that roll tells it; null when there is neither.</summary>
    private static Group? Made(Act act, Id<Group> group, short year, Roll? roll)
    {
        var permanence = group.Value == AdHoc.Permanence;
        var label = permanence ? Words.Say("rollcall.permanence") : roll?.Label;
        return label is null ? null : new() { Establishment = act.Establishment, SchoolYear = year, Id = group, Code = "", Label = label, Kind = GroupKind.AdHoc };
    }

    private static async Task<List<RollLine>> Lines(PreauDb db, Group group, LocalDate on, List<Mark> marks, Roll? roll, CancellationToken stop)
    {
        var members = await ClassMembers.On(db, group, on, stop);
        var seen = roll?.ShownPupils.ToHashSet();
        var others = marks.Select(m => m.Pupil).Concat((seen ?? []).Select(id => new Id<Pupil>(id))).Distinct().ToList();
        var strangers = await db.Pupils.Where(p => p.SchoolYear == group.SchoolYear && others.Contains(p.Id)).ToListAsync(stop);
        var here = members.Select(m => m.Id).ToHashSet();
        var byPupil = marks.ToLookup(m => m.Pupil);
        return [.. members.Concat(strangers.Where(p => !here.Contains(p.Id))).OrderBy(p => p.SortKey, StringComparer.Ordinal).Select(pupil =>
            new RollLine(pupil, Fold.Of(byPupil[pupil.Id]), [.. byPupil[pupil.Id]], seen?.Contains(pupil.Id.Value), here.Contains(pupil.Id)))];
    }
}

/// <summary>Who is in a class or group on a day.</summary>
public static class ClassMembers
{
    /// <summary>The pupils, in register order; leavers are not among them from the day they left.</summary>
    public static async Task<List<Pupil>> On(PreauDb db, Group group, LocalDate on, CancellationToken stop = default)
    {
        var rows = await db.GroupPupils.Where(m => m.SchoolYear == group.SchoolYear && m.Group == group.Id)
            .Join(db.Pupils.Where(p => p.SchoolYear == group.SchoolYear), m => m.Pupil, p => p.Id, (m, p) => new { m, p }).ToListAsync(stop);
        return [.. rows.Where(row => row.m.Holds(on) && !(row.p.LeftOn <= on)).Select(row => row.p).DistinctBy(p => p.Id).OrderBy(p => p.SortKey, StringComparer.Ordinal)];
    }
}
