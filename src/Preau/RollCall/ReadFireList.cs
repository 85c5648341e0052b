using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>The fire list of a moment, per class and per room, with the names to call in the yard. One tap, then paper.</summary>
public sealed class ReadFireList(Database database, DayPlans plans, SchoolClock clock)
{
    /// <summary>The levels that may do it: everybody who may have to count in the yard.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe, Level.Supervisor, Level.Nurse, Level.Teacher];

    /// <summary>A pupil and what is known.</summary>
    public sealed record Line(Pupil Pupil, FireLine Known);

    /// <summary>A class, or a room with those who have a lesson there now.</summary>
    /// <param name="Label">The class, or the room; «–» for lessons without a room.</param>
    /// <param name="Subjects">What is given there now, with the class or group, for a room; empty for a class.</param>
    /// <param name="Teachers">Display names of who is in charge there.</param>
    /// <param name="Lines">In register order.</param>
    public sealed record Sheet(string Label, IReadOnlyList<string> Subjects, IReadOnlyList<string> Teachers, IReadOnlyList<Line> Lines)
    {
        /// <summary>How many should answer in the yard: expected, seen, or elsewhere in the house.</summary>
        public int HereCount => Lines.Count(line => line.Known.Where is Whereabouts.Expected or Whereabouts.Seen or Whereabouts.Elsewhere);
    }

    /// <summary>The list.</summary>
    /// <param name="Classes">In the order of their labels; each pupil of a class stands in it once.</param>
    /// <param name="Rooms">Rooms in use now; a pupil without a lesson is in none.</param>
    /// <param name="Free">Pupils without a lesson now and not known to be away.</param>
    public sealed record Told(LocalDate On, LocalTime At, IReadOnlyList<Sheet> Classes, IReadOnlyList<Sheet> Rooms, IReadOnlyList<Line> Free);

    /// <summary>Does it.</summary>
    /// <param name="at">The time of day on the school's clock, today; null: now.</param>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<Told>> Do(Act act, LocalTime? at = null, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var zone = await db.Establishments.Where(e => e.Id == act.Establishment).Select(e => e.Zone).FirstAsync(stop);
        var (today, now) = (clock.Today(zone), at ?? clock.In(zone).TimeOfDay);
        var year = await SchoolYears.At(db, today, stop);
        var lines = await Lines(db, act.Establishment, year, today, now, stop);
        var pupils = (await db.Pupils.Where(p => p.SchoolYear == year).ToListAsync(stop)).ToDictionary(p => p.Id.Value);
        var groups = await db.Groups.Where(g => g.SchoolYear == year).ToDictionaryAsync(g => g.Id.Value, stop);
        var people = await Names(db, lines, stop);
        IReadOnlyList<Line> Named(IEnumerable<FireLine> some) =>
            [.. some.Where(line => pupils.ContainsKey(line.Pupil)).Select(line => new Line(pupils[line.Pupil], line)).OrderBy(line => line.Pupil.SortKey, StringComparer.Ordinal)];
        var classes = lines.Where(l => l.Class is not null).GroupBy(l => l.Class!.Value).Select(of => new Sheet(groups[of.Key].Label, [], [], Named(of)))
            .OrderBy(sheet => sheet.Label, StringComparer.CurrentCulture);
        var rooms = lines.Where(l => l.Place is not null && l.Where != Whereabouts.Out).GroupBy(l => l.Place!.Room ?? "–").Select(room => Room(room, groups, people, Named(room)))
            .OrderBy(sheet => sheet.Label, StringComparer.CurrentCulture);
        return new Told(today, now, [.. classes], [.. rooms], Named(lines.Where(l => l.Place is null && l.Where is not (Whereabouts.Absent or Whereabouts.Out))));
    }

    private async Task<IReadOnlyList<FireLine>> Lines(PreauDb db, EstablishmentId establishment, short year, LocalDate today, LocalTime now, CancellationToken stop)
    {
        var plan = await plans.At(db, establishment, today, stop);
        var kinds = UsualKinds.With(establishment, year, await db.MarkKinds.Where(k => k.SchoolYear == year).ToListAsync(stop));
        var marks = await db.Marks.Where(m => m.SchoolYear == year && m.On == today).ToListAsync(stop);
        var rolls = await db.Rolls.Where(r => r.SchoolYear == year && r.On == today).ToListAsync(stop);
        var called = rolls.Select(r => new CalledRoll(r.Group.Value, r.Start, r.End, r.ShownPupils.ToHashSet())).ToList();
        return FireList.Of(new BoardDay(today, marks, rolls, plan, kinds), marks, called, kinds, now);
    }

    private static Sheet Room(IGrouping<string, FireLine> room, Dictionary<Guid, Group> groups, Dictionary<Guid, string> people, IReadOnlyList<Line> lines)
    {
        var sessions = room.Select(l => l.Place!).DistinctBy(s => s.Id).ToList();
        return new(room.Key, [.. sessions.Select(s => $"{s.Subject} ({groups[s.Group].Label})")],
            [.. sessions.SelectMany(s => s.Teachers).Distinct().Select(id => people.GetValueOrDefault(id, "…"))], lines);
    }

    private static async Task<Dictionary<Guid, string>> Names(PreauDb db, IReadOnlyList<FireLine> lines, CancellationToken stop)
    {
        var ids = lines.SelectMany(l => l.Place?.Teachers ?? []).Distinct().ToList();
        return await db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, stop);
    }
}
