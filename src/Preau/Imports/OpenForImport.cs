using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Imports.Reading;
using Preau.Timetable;

namespace Preau.Imports;

/// <summary>Makes the establishment, its school year and a usual bell from what files say, where they do not exist yet.</summary>
public sealed class OpenForImport(Database database, OpenEstablishment open, SchoolClock clock)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform];

    private const string Why = "import --create";

    /// <summary>The zones of schools overseas, by the first three characters of the UAI. Elsewhere: Paris.</summary>
    private static readonly Dictionary<string, string> zones = new()
    {
        ["971"] = "America/Guadeloupe", ["972"] = "America/Martinique", ["973"] = "America/Cayenne", ["974"] = "Indian/Reunion",
        ["975"] = "America/Miquelon", ["976"] = "Indian/Mayotte", ["983"] = "Pacific/Noumea", ["984"] = "Pacific/Tahiti", ["986"] = "Pacific/Wallis",
    };

    /// <summary>Where an import would go.</summary>
    /// <param name="Existing">The establishment; null when it would have to be made.</param>
    /// <param name="Zone">The zone of its clock.</param>
    /// <param name="Year">The school year's row, known or to be made; <c>Establishment</c> is only set where one exists.</param>
    /// <param name="HasYear">The school year is there.</param>
    public sealed record Place(Establishment? Existing, string Zone, SchoolYear Year, bool HasYear);

    /// <summary>Finds where an import would go. Writes nothing.</summary>
    /// <param name="code">The establishment's code.</param>
    /// <param name="read">The files: school code, name, year and dates.</param>
    /// <param name="year">The year meant by the user; null: the files', which must not be over, or the present one.</param>
    /// <remarks>
    /// Errors: imports.old-year, imports.other-year, imports.other-school. Dates that the files do not give are 1 September
    /// to 7 July; a list for a school that does not exist yet is taken for the school year that began last August or later.
    /// </remarks>
    public async Task<Answer<Place>> Find(string code, ReadSchool read, short? year, CancellationToken stop = default)
    {
        await using var platform = database.Read(EstablishmentId.Platform);
        var existing = await platform.Establishments.FirstOrDefaultAsync(e => e.Code == code, stop);
        var zone = existing?.Zone ?? Zone(read.Uai);
        var today = clock.Today(zone);
        await using var db = database.Read(existing?.Id ?? EstablishmentId.Platform);
        var years = existing is null ? [] : await db.SchoolYears.ToListAsync(stop);
        var label = year ?? (short?)read.Year ?? (years.Count > 0 ? SchoolYears.At(years, today) : (short)(today.Month >= 8 ? today.Year : today.Year - 1));
        var known = years.Find(y => y.Year == label);
        var row = known ?? Dated(existing?.Id ?? default, read, label);
        var no = existing is null
            ? read.Year is { } of && of != label ? new Refusal("imports.other-year", 409, of, label) : null
            : ImportRules.WhyForeign(read, existing, label);
        no ??= ImportRules.WhyOver(label, row.Until, today, year is not null);
        return no is null ? new Place(existing, zone, row, known is not null) : no;
    }

    /// <summary>Does it. Harmless when all is there already.</summary>
    /// <param name="who">Who asks; null for the command line.</param>
    /// <param name="code">The establishment's code.</param>
    /// <param name="read">The files.</param>
    /// <param name="year">The year meant by the user, or null.</param>
    /// <returns>The establishment.</returns>
    /// <remarks>Errors: access.denied, those of <see cref="Find"/> and of <see cref="OpenEstablishment"/>.</remarks>
    public async Task<Answer<EstablishmentId>> Do(Guid? who, string code, ReadSchool read, short? year, CancellationToken stop = default)
    {
        var found = await Find(code, read, year, stop);
        if (found.Refusal is { } no)
        {
            return no;
        }
        var (existing, zone, row, _) = found.Value!;
        if (existing is not null)
        {
            return await AddYear(new Act(who, existing.Id, null, clock.Now, Why), row, stop);
        }
        var request = new OpenEstablishment.Request(code, read.Name ?? code, EstablishmentKind.School, read.Uai, zone, row.Year, row.From, row.Until);
        var opened = await open.Do(who, request, Why, stop);
        return opened.Refusal is { } refused ? refused : await AddYear(new Act(who, opened.Value, null, clock.Now, Why), row, stop);
    }

    /// <summary>The year's row and a bell, each only where there is none.</summary>
    private async Task<Answer<EstablishmentId>> AddYear(Act act, SchoolYear dates, CancellationToken stop)
    {
        await using (var db = database.Read(act.Establishment))
        {
            if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
            {
                return denied;
            }
        }
        return await database.Write<EstablishmentId>(act, async tx =>
        {
            var year = new SchoolYear { Establishment = act.Establishment, Year = dates.Year, From = dates.From, Until = dates.Until };
            if (!await tx.Db.SchoolYears.AnyAsync(y => y.Year == dates.Year, stop))
            {
                await database.PrepareYear(tx, dates.Year, stop);
                tx.Db.Add(year);
                await tx.Log("school-year-opened", dates.Year, new { dates.Year, dates.From, dates.Until }, Touches.Reference);
            }
            if (!await tx.Db.Periods.AnyAsync(p => p.SchoolYear == dates.Year, stop))
            {
                tx.Db.AddRange(UsualBell.For(act.Establishment, year));
                await tx.Log("bell-given", dates.Year, new { usual = true }, Touches.Reference);
            }
            return act.Establishment;
        }, stop);
    }

    private static SchoolYear Dated(EstablishmentId establishment, ReadSchool read, short year) => new()
    {
        Establishment = establishment, Year = year,
        From = read.Start ?? new LocalDate(year, 9, 1), Until = read.End?.PlusDays(1) ?? new LocalDate(year + 1, 7, 8),
    };

    private static string Zone(string? uai) => uai is not null && zones.TryGetValue(uai[..3], out var zone) ? zone : "Europe/Paris";
}
