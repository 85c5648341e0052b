using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;

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
/// <remarks>Lessons that do not begin at the bell's minute, and halves that are called apart, are of the hour that they fill by half.</remarks>
public sealed class ReadRoll(Database database, Timetables timetables)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe, Level.Supervisor, Level.Nurse];

    /// <summary>Does it.</summary>
    /// <param name="start">The start of an hour of that date's bell, or of a roll off the bell.</param>
    /// <remarks>Errors: access.denied, rollcall.unknown-group (404).</remarks>
    public async Task<Answer<RollSheet>> Do(Act act, Id<Group> group, LocalDate on, LocalTime start, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var year = await SchoolYears.At(db, on, stop);
        var hours = (await timetables.At(db, act.Establishment, on, stop)).Day(on).Hours;
        var end = hours.Where(hour => hour.Start == start).Select(hour => hour.End).FirstOrDefault(start.PlusMinutes(1));
        var rolls = (await db.Rolls.Where(r => r.SchoolYear == year && r.On == on).ToListAsync(stop)).Where(r => r.Start == start || Due.IsIn(r.Start, r.End, start, end)).ToList();
        var own = rolls.Where(r => r.Group == group).OrderByDescending(r => r.Start == start).FirstOrDefault();
        if ((await db.Groups.FirstOrDefaultAsync(g => g.SchoolYear == year && g.Id == group, stop) ?? Made(act, group, year, own)) is not { } row)
        {
            return Refusal.Unknown("rollcall.unknown-group");
        }
        var marks = (await db.Marks.Where(m => m.SchoolYear == year && m.On == on).OrderBy(m => m.Position).ToListAsync(stop)).Where(m => start <= m.Start && m.Start < end).ToList();
        var lines = await Lines(db, row, on, marks, own, rolls, stop);
        var roll = own ?? (lines.Count > 0 && lines.All(line => line.Seen == true) ? rolls.MaxBy(r => r.Position) : null);
        var said = lines.SelectMany(line => line.Marks).ToList();
        var speakers = said.Select(m => m.Author).Append(roll?.ValidatedBy ?? default).Distinct().ToList();
        var names = await db.People.Where(p => speakers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, stop);
        var unproven = await UnprovenEntries.Among(db, year, [.. said.Select(m => m.Position), .. roll is null ? (long[])[] : [roll.Position]], stop);
        return new RollSheet(row, on, start, roll, lines, names)
        {
            Unproven = said.Where(m => unproven.Contains(m.Position)).Select(m => m.Id).ToHashSet(), IsRollUnproven = roll is not null && unproven.Contains(roll.Position),
        };
    }

    /// <summary>A group that was made for one roll, as that roll tells it; null when there is neither.</summary>
    private static Group? Made(Act act, Id<Group> group, short year, Roll? roll)
    {
        var permanence = group.Value == AdHoc.Permanence;
        var label = permanence ? Words.Say("rollcall.permanence") : roll?.Label;
        return label is null ? null : new() { Establishment = act.Establishment, SchoolYear = year, Id = group, Code = "", Label = label, Kind = GroupKind.AdHoc };
    }

    private static async Task<List<RollLine>> Lines(PreauDb db, Group group, LocalDate on, List<Mark> marks, Roll? own, List<Roll> rolls, CancellationToken stop)
    {
        var members = await ClassMembers.On(db, group, on, stop);
        var here = members.Select(m => m.Id).ToHashSet();
        var others = marks.Where(m => m.Group == group.Id).Select(m => m.Pupil).Concat((own?.ShownPupils ?? []).Select(id => new Id<Pupil>(id))).Where(id => !here.Contains(id)).Distinct().ToList();
        var strangers = await db.Pupils.Where(p => p.SchoolYear == group.SchoolYear && others.Contains(p.Id)).ToListAsync(stop);
        var byPupil = marks.ToLookup(m => m.Pupil);
        var seen = rolls.SelectMany(r => r.ShownPupils).ToHashSet();
        return [.. members.Concat(strangers).OrderBy(p => p.SortKey, StringComparer.Ordinal).Select(pupil =>
        {
            var said = OfOneRoll(byPupil[pupil.Id], group.Id);
            return new RollLine(pupil, Fold.Of(said), said, seen.Contains(pupil.Id.Value) ? true : own is null ? null : false, here.Contains(pupil.Id));
        })];
    }

    /// <summary>The marks of the roll that counts in this hour: of the group itself, else of the one in which somebody spoke last.</summary>
    private static List<Mark> OfOneRoll(IEnumerable<Mark> marks, Id<Group> group) =>
        marks.GroupBy(m => (m.Group, m.Start)).OrderByDescending(roll => roll.Key.Group == group).ThenByDescending(roll => roll.Max(m => m.Position)).FirstOrDefault()?.ToList() ?? [];
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
