using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>One pupil's day: what is shown of each hour.</summary>
/// <param name="Hours">By the start of the roll; hours without a mark are not there.</param>
public sealed record PupilDay(Pupil Pupil, IReadOnlyDictionary<LocalTime, FoldResult> Hours);

/// <summary>A class's day, as the paper register had it.</summary>
/// <param name="Pupils">In register order.</param>
/// <param name="Taken">Starts of the hours whose roll was validated.</param>
public sealed record ClassDay(Group Group, LocalDate On, IReadOnlyList<PupilDay> Pupils, IReadOnlySet<LocalTime> Taken);

/// <summary>Reads a class's day: pupils in register order, marks by hour («1A 2R»).</summary>
public sealed class ReadClassDay(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ReadRoll.AllowedTo;

    /// <summary>Does it.</summary>
    /// <remarks>Errors: access.denied, rollcall.unknown-group (404).</remarks>
    public async Task<Answer<ClassDay>> Do(Act act, Id<Group> group, LocalDate on, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var year = await SchoolYears.At(db, on, stop);
        if (await db.Groups.FirstOrDefaultAsync(g => g.SchoolYear == year && g.Id == group, stop) is not { } row)
        {
            return Refusal.Unknown("rollcall.unknown-group");
        }
        var members = await ClassMembers.On(db, row, on, stop);
        var ids = members.Select(p => p.Id).ToList();
        // A pupil may have been called in a group of several classes: the register shows it all the same.
        var marks = (await db.Marks.Where(m => m.SchoolYear == year && m.On == on && ids.Contains(m.Pupil)).ToListAsync(stop)).ToLookup(m => m.Pupil);
        var taken = await db.Rolls.Where(r => r.SchoolYear == year && r.On == on && r.Group == group).Select(r => r.Start).ToListAsync(stop);
        return new ClassDay(row, on, [.. members.Select(p => new PupilDay(p, Hours(marks[p.Id])))], taken.ToHashSet());
    }

    private static Dictionary<LocalTime, FoldResult> Hours(IEnumerable<Mark> marks) =>
        marks.GroupBy(m => m.Start).Select(hour => (hour.Key, Folded: Fold.Of(hour)))
            .Where(hour => hour.Folded is { Shown: { } shown } && (hour.Folded.Disputed || shown.Kind != "P")).ToDictionary(h => h.Key, h => h.Folded);
}
