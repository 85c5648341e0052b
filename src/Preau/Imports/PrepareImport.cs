using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Imports.Planning;
using Preau.Imports.Reading;
using Preau.Timetable;

namespace Preau.Imports;

/// <summary>Compares read files with an establishment: what would an import do? Writes nothing.</summary>
public sealed class PrepareImport(Database database, SchoolClock clock)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>A plan and where it goes.</summary>
    /// <param name="SchoolYear">Label of the year that it would write to.</param>
    /// <param name="Uai">The school code that the files say; an establishment without one takes it on.</param>
    public sealed record Prepared(EstablishmentId Establishment, short SchoolYear, ImportPlan Plan, string? Uai = null);

    /// <summary>Does it.</summary>
    /// <param name="act">Who asks, where.</param>
    /// <param name="read">The files.</param>
    /// <param name="year">The school year meant; null: the present one.</param>
    /// <param name="options">Answers to earlier questions.</param>
    /// <returns>The plan, or why these files may not be imported here.</returns>
    /// <remarks>Errors: access.denied, establishment.unknown, imports.no-year, imports.other-school, imports.other-year,
    /// imports.past-day (a timetable never changes the past).</remarks>
    public async Task<Answer<Prepared>> Do(Act act, ReadSchool read, short? year, PlanningOptions? options = null, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (await db.Establishments.FirstOrDefaultAsync(e => e.Id == act.Establishment, stop) is not { } establishment)
        {
            return Refusal.Unknown("establishment.unknown", act.Establishment.Value);
        }
        var today = clock.Today(establishment.Zone);
        var target = year ?? await SchoolYears.At(db, today, stop);
        if (ImportRules.WhyForeign(read, establishment, target) is { } foreign)
        {
            return foreign;
        }
        if (await db.SchoolYears.FirstOrDefaultAsync(y => y.Year == target, stop) is not { } schoolYear)
        {
            return Refusal.Unknown("imports.no-year", establishment.Code, target);
        }
        if (options?.LessonsFrom < today && read.Timetable is not null && await db.Lessons.AnyAsync(l => l.SchoolYear == target, stop))
        {
            return new Refusal("imports.past-day", 409, today.ToString("dd/MM/yyyy", null));
        }
        var known = await ReadKnown.Of(db, schoolYear, stop, read.Timetable);
        return new Prepared(act.Establishment, target, PlanImport.Of(known, read, today, options), read.Uai);
    }
}
