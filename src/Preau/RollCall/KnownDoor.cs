using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>The one way by which what is known beforehand is written: levels, pupils, kind, log.</summary>
public sealed class KnownDoor(Database database, Rosters rosters)
{
    /// <summary>The levels that may do it: whoever takes the families' calls.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe, Level.Supervisor, Level.Nurse];

    /// <summary>Writes it for some pupils, all or none.</summary>
    /// <param name="make">Fills the row of a pupil; told the school year.</param>
    /// <returns>The ids, in the order of the pupils. Saying the same again gives the ids that were.</returns>
    /// <remarks>Errors: access.denied, known.bad-span, known.long-reason, fact.no-school-year, rollcall.unknown-pupil, rollcall.unknown-kind.</remarks>
    internal async Task<Answer<IReadOnlyList<Id<KnownAbsence>>>> Write(
        Act act, IReadOnlyCollection<Id<Pupil>> pupils, LocalDate from, Func<short, Id<Pupil>, KnownAbsence> make, CancellationToken stop)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var roster = await rosters.In(act.Establishment, stop);
        var year = SchoolYears.At(roster.Years, from);
        var rows = pupils.Distinct().Select(pupil => make(year, pupil)).ToList();
        if (WhyRefused(rows, roster, year) is { } no)
        {
            return no;
        }
        return await database.Write<IReadOnlyList<Id<KnownAbsence>>>(act, tx => Add(tx, rows, stop), stop);
    }

    internal static KnownAbsence Fresh(Act act, short year, Id<Pupil> pupil, string kind, LocalDate from, LocalDate until) => new()
    {
        Establishment = act.Establishment, SchoolYear = year, Id = Id<KnownAbsence>.New(), Pupil = pupil, Kind = kind, From = from, Until = until,
        SaidAt = act.At, SaidBy = act.Who,
    };

    private static Refusal? WhyRefused(List<KnownAbsence> rows, Roster roster, short year)
    {
        if (year == 0)
        {
            return Refusal.Malformed("fact.no-school-year");
        }
        if (rows.Any(row => row.From >= row.Until || row.Start >= row.End || row.EveryWeeks is not (1 or 2) || row.Weekday == IsoDayOfWeek.None))
        {
            return Refusal.Malformed("known.bad-span");
        }
        if (rows.Any(row => row.Reason?.Length > 200 || row.SaidByFamily?.Length > 100))
        {
            return Refusal.Malformed("known.long-reason");
        }
        if (rows.Any(row => !roster.HasPupil(row.Pupil.Value)))
        {
            return Refusal.Unknown("rollcall.unknown-pupil");
        }
        return rows.All(row => roster.Kinds(year).Any(kind => kind.Code == row.Kind && !kind.Hidden)) ? null : Refusal.Malformed("rollcall.unknown-kind");
    }

    private static async Task<Answer<IReadOnlyList<Id<KnownAbsence>>>> Add(Tx tx, List<KnownAbsence> rows, CancellationToken stop)
    {
        var year = rows.Count == 0 ? (short)0 : rows[0].SchoolYear;
        var ids = rows.Select(row => row.Pupil).ToList();
        var there = await tx.Db.KnownAbsences.Where(k => k.SchoolYear == year && k.WithdrawnAt == null && ids.Contains(k.Pupil)).ToListAsync(stop);
        var answer = new List<Id<KnownAbsence>>();
        foreach (var row in rows)
        {
            var same = there.FirstOrDefault(k => k.Pupil == row.Pupil && k.Kind == row.Kind && k.From == row.From && k.Until == row.Until
                && k.Start == row.Start && k.End == row.End && k.Weekday == row.Weekday && k.EveryWeeks == row.EveryWeeks);
            answer.Add(same?.Id ?? row.Id);
            if (same is null)
            {
                tx.Db.Add(row);
                await tx.Log("absence-known", row.SchoolYear, row, Touches.Reference);
            }
        }
        return answer;
    }
}
