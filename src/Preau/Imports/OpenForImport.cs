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

    /// <summary>The zones of schools overseas, by the first three characters of the UAI. Elsewhere: Paris.</summary>
    private static readonly Dictionary<string, string> zones = new()
    {
        ["971"] = "America/Guadeloupe", ["972"] = "America/Martinique", ["973"] = "America/Cayenne", ["974"] = "Indian/Reunion",
        ["975"] = "America/Miquelon", ["976"] = "Indian/Mayotte", ["983"] = "Pacific/Noumea", ["984"] = "Pacific/Tahiti", ["986"] = "Pacific/Wallis",
    };

    /// <summary>Does it. Harmless when all is there already.</summary>
    /// <param name="who">Who asks; null for the command line.</param>
    /// <param name="code">The establishment's code.</param>
    /// <param name="read">The files: school code, name, year and dates.</param>
    /// <param name="year">The year meant by the user; null: the files', which must not be over.</param>
    /// <returns>The establishment.</returns>
    /// <remarks>
    /// Errors: imports.year-unknown (neither the files nor the user say the year), imports.old-year, imports.other-year,
    /// and those of <see cref="OpenEstablishment"/>. Dates that the files do not give are 1 September to 7 July.
    /// </remarks>
    public async Task<Answer<EstablishmentId>> Do(Guid? who, string code, ReadSchool read, short? year, CancellationToken stop = default)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        var existing = await db.Establishments.FirstOrDefaultAsync(e => e.Code == code, stop);
        var zone = existing?.Zone ?? Zone(read.Uai);
        var label = year ?? (short?)read.Year ?? (existing is null ? null : await Present(existing, stop));
        if (label is not { } made)
        {
            return Refusal.Malformed("imports.year-unknown");
        }
        if (read.Year is { } of && of != made)
        {
            return new Refusal("imports.other-year", 409, of, made);
        }
        var (from, until) = Dates(read, made);
        var dates = new SchoolYear { Establishment = existing?.Id ?? default, Year = made, From = from, Until = until };
        if (ImportRules.WhyOver(made, dates.Until, clock.Today(zone), year is not null) is { } over)
        {
            return over;
        }
        if (existing is not null)
        {
            return await AddYear(new Act(who, existing.Id, null, clock.Now, "import --create"), dates, stop);
        }
        var request = new OpenEstablishment.Request(code, read.Name ?? code, EstablishmentKind.School, read.Uai, zone, made, dates.From, dates.Until);
        var opened = await open.Do(who, request, "import --create", stop);
        return opened.Refusal is { } no ? no : await AddYear(new Act(who, opened.Value, null, clock.Now, "import --create"), dates, stop);
    }

    private async Task<short?> Present(Establishment establishment, CancellationToken stop)
    {
        await using var db = database.Read(establishment.Id);
        var label = await SchoolYears.At(db, clock.Today(establishment.Zone), stop);
        return label == 0 ? null : label;
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

    /// <summary>The first day and the day after the last: what the files say, else 1 September to 7 July.</summary>
    internal static (LocalDate From, LocalDate Until) Dates(ReadSchool read, short year) =>
        (read.Start ?? new LocalDate(year, 9, 1), read.End?.PlusDays(1) ?? new LocalDate(year + 1, 7, 8));

    /// <summary>The zone of a school's clock, told by its UAI.</summary>
    internal static string Zone(string? uai) => uai is not null && zones.TryGetValue(uai[..3], out var zone) ? zone : "Europe/Paris";
}
