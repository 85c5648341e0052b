using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>All establishments, with who administers them, for those who run the platform.</summary>
public sealed class ListEstablishments(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform];

    /// <summary>One establishment.</summary>
    /// <param name="Years">Labels, latest first.</param>
    /// <param name="PersonCount">People with any level there.</param>
    /// <param name="Administrators">Display names, in order.</param>
    public sealed record Line(Establishment Establishment, IReadOnlyList<short> Years, int PersonCount, IReadOnlyList<string> Administrators);

    /// <summary>Does it.</summary>
    /// <returns>In the order of names.</returns>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, CancellationToken stop = default)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var places = await db.Establishments.ToListAsync(stop);
        var members = (await db.Memberships.Join(db.People, m => m.Person, p => p.Id, (m, p) => new { m.Establishment, m.Level, p.Id, p.DisplayName }).ToListAsync(stop))
            .ToLookup(m => m.Establishment);
        var lines = new List<Line>();
        foreach (var place in places.OrderBy(e => e.Name, StringComparer.CurrentCultureIgnoreCase))
        {
            // Years are the tenant's own rows: asked in its own context.
            await using var here = database.Read(place.Id);
            var years = await here.SchoolYears.Select(y => y.Year).OrderByDescending(y => y).ToListAsync(stop);
            var people = members[place.Id].ToList();
            lines.Add(new(place, years, people.DistinctBy(p => p.Id).Count(),
                [.. people.Where(p => p.Level == Level.Administrator).Select(p => p.DisplayName).Order(StringComparer.CurrentCultureIgnoreCase)]));
        }
        return lines;
    }
}
