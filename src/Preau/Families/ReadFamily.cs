using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Families;

/// <summary>Who answers for a pupil, and at which numbers: for whoever calls families.</summary>
public sealed class ReadFamily(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe, Level.Supervisor, Level.Nurse];

    /// <summary>A guardian and what they are to the pupil.</summary>
    public sealed record Line(Guardian Guardian, Guardianship Guardianship);

    /// <summary>Does it.</summary>
    /// <param name="on">The day on which they answer for the pupil.</param>
    /// <returns>Whom to call first comes first: first contact, legal guardians, who is in charge, other contacts. Empty when nobody is known.</returns>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, Id<Pupil> pupil, LocalDate on, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var year = await SchoolYears.At(db, on, stop);
        var rows = await db.Guardianships.Where(g => g.SchoolYear == year && g.Pupil == pupil && g.From <= on && (g.Until == null || g.Until > on))
            .Join(db.Guardians.Where(g => g.SchoolYear == year), g => g.Guardian, g => g.Id, (tie, guardian) => new { guardian, tie }).ToListAsync(stop);
        return rows.Select(row => new Line(row.guardian, row.tie)).OrderByDescending(line => line.Guardianship.FirstContact == true)
            .ThenBy(line => line.Guardianship.Level is null or 0 ? 9 : line.Guardianship.Level).ThenBy(line => line.Guardian.FamilyName, StringComparer.Ordinal).ToList();
    }
}
