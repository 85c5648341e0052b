using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>Lists what is known beforehand in a stretch of days: announced absences, exemptions, placements.</summary>
public sealed class ListKnown(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = KnownDoor.AllowedTo;

    /// <summary>A row, whom it is about, and who wrote it down (empty for the program).</summary>
    public sealed record Line(KnownAbsence Known, Pupil Pupil, string SaidBy);

    /// <summary>Does it.</summary>
    /// <param name="from">First day.</param>
    /// <param name="until">The day after the last (exclusive).</param>
    /// <param name="pupil">Null: everybody.</param>
    /// <returns>What touches one of the days, withdrawn rows left out, in register order. What recurs is there once, on whatever weekday it falls.</returns>
    /// <remarks>Errors: access.denied, known.bad-span.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, LocalDate from, LocalDate until, Id<Pupil>? pupil = null, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (from >= until)
        {
            return Refusal.Malformed("known.bad-span");
        }
        var rows = await db.KnownAbsences.Where(k => k.WithdrawnAt == null && k.From < until && k.Until > from && (pupil == null || k.Pupil == pupil)).ToListAsync(stop);
        var (ids, years) = (rows.Select(k => k.Pupil).Distinct().ToList(), rows.Select(k => k.SchoolYear).Distinct().ToList());
        var pupils = (await db.Pupils.Where(p => years.Contains(p.SchoolYear) && ids.Contains(p.Id)).ToListAsync(stop)).ToDictionary(p => (p.SchoolYear, p.Id));
        var authors = rows.Select(k => k.SaidBy).OfType<Guid>().Distinct().ToList();
        var names = await db.People.Where(p => authors.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, stop);
        return rows.Where(k => pupils.ContainsKey((k.SchoolYear, k.Pupil)))
            .Select(k => new Line(k, pupils[(k.SchoolYear, k.Pupil)], k.SaidBy is { } who ? names.GetValueOrDefault(who, "…") : ""))
            .OrderBy(line => line.Pupil.SortKey, StringComparer.Ordinal).ThenBy(line => line.Known.From).ThenBy(line => line.Known.Id).ToList();
    }
}
