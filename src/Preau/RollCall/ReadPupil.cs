using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>A pupil's week, and all that was said of the pupil this year.</summary>
/// <param name="Groups">Class first, then groups, as of the day asked for.</param>
/// <param name="Days">Monday to Sunday; days without lessons, marks or anything known are left out.</param>
/// <param name="History">Every mark of the year, the latest said first; at most <see cref="ReadPupil.Most"/>.</param>
public sealed record PupilSheet(Pupil Pupil, IReadOnlyList<Group> Groups, IReadOnlyList<PupilSheet.DayLine> Days, IReadOnlyList<PupilSheet.Said> History)
{
    /// <summary>One day.</summary>
    /// <param name="Sessions">Those of the pupil's class and groups, by start.</param>
    /// <param name="Marks">What is shown, by the start of the roll; hours of which nothing but presence was said are not there.</param>
    public sealed record DayLine(SchoolDay Day, IReadOnlyList<Session> Sessions, IReadOnlyDictionary<LocalTime, FoldResult> Marks, IReadOnlyList<Away> Known);

    /// <summary>A mark, its author's name, and the device (null for the office).</summary>
    public sealed record Said(Mark Mark, string Author, Guid? Device);
}

/// <summary>Reads a pupil's week and history.</summary>
public sealed class ReadPupil(Database database, DayPlans plans)
{
    /// <summary>The longest history that is given.</summary>
    public const int Most = 400;

    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ReadRoll.AllowedTo;

    /// <summary>Does it.</summary>
    /// <param name="day">Any day of the week.</param>
    /// <remarks>Errors: access.denied, rollcall.unknown-pupil (404; also for a pupil of another year).</remarks>
    public async Task<Answer<PupilSheet>> Do(Act act, Id<Pupil> id, LocalDate day, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var year = await SchoolYears.At(db, day, stop);
        if (await db.Pupils.FirstOrDefaultAsync(p => p.SchoolYear == year && p.Id == id, stop) is not { } pupil)
        {
            return Refusal.Unknown("rollcall.unknown-pupil");
        }
        var marks = await db.Marks.Where(m => m.SchoolYear == year && m.Pupil == id).OrderByDescending(m => m.Position).Take(Most).ToListAsync(stop);
        var memberships = await db.GroupPupils.Where(m => m.SchoolYear == year && m.Pupil == id).ToListAsync(stop);
        var ids = memberships.Where(m => m.Holds(day)).Select(m => m.Group).ToList();
        var groups = await db.Groups.Where(g => g.SchoolYear == year && ids.Contains(g.Id)).OrderBy(g => g.Kind).ThenBy(g => g.Label).ToListAsync(stop);
        return new PupilSheet(pupil, groups, await Week(db, act.Establishment, id.Value, day, marks, stop), await Told(db, marks, stop));
    }

    private async Task<IReadOnlyList<PupilSheet.DayLine>> Week(
        PreauDb db, EstablishmentId establishment, Guid pupil, LocalDate day, List<Mark> marks, CancellationToken stop)
    {
        var monday = day.DayOfWeek == IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday);
        var days = new List<PupilSheet.DayLine>();
        for (var i = 0; i < 7; i++)
        {
            var plan = await plans.At(db, establishment, monday.PlusDays(i), stop);
            var sessions = plan.Sessions.Where(planned => planned.Pupils.Contains(pupil)).Select(planned => planned.Session).ToList();
            var shown = marks.Where(m => m.On == plan.Day.On).GroupBy(m => m.Start).Select(hour => (hour.Key, Folded: Fold.Of(hour)))
                .Where(hour => hour.Folded is { Shown: { } said } && (hour.Folded.Disputed || said.Kind != "P")).ToDictionary(h => h.Key, h => h.Folded);
            var known = plan.AwayAt(pupil, LocalTime.Midnight, LocalTime.MaxValue) is { } away ? new[] { away } : [];
            if (sessions.Count > 0 || shown.Count > 0 || known.Length > 0 || plan.Day.IsOpen)
            {
                days.Add(new(plan.Day, sessions, shown, known));
            }
        }
        return days;
    }

    private static async Task<IReadOnlyList<PupilSheet.Said>> Told(PreauDb db, List<Mark> marks, CancellationToken stop)
    {
        var (authors, positions) = (marks.Select(m => m.Author).Distinct().ToList(), marks.Select(m => m.Position).ToList());
        var names = await db.People.Where(p => authors.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, stop);
        var devices = await db.Entries.Where(e => positions.Contains(e.Position)).Select(e => new { e.Position, e.Device }).ToDictionaryAsync(e => e.Position, e => e.Device, stop);
        return [.. marks.Select(m => new PupilSheet.Said(m, names.GetValueOrDefault(m.Author, "…"), devices.GetValueOrDefault(m.Position)))];
    }
}
