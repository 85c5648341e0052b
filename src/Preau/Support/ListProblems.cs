using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Support;

/// <summary>Lists the problems that were reported: open ones first, then the latest written.</summary>
public sealed class ListProblems(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>A report and its author's name.</summary>
    public sealed record Line(ProblemReport Report, string Author);

    /// <summary>Does it.</summary>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var reports = await db.ProblemReports.ToListAsync(stop);
        var authors = reports.Select(r => r.Author).Distinct().ToList();
        var names = await db.People.Where(p => authors.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, stop);
        return reports.OrderBy(r => r.ClosedAt is not null).ThenByDescending(r => r.WrittenAt).Select(r => new Line(r, names.GetValueOrDefault(r.Author, ""))).ToList();
    }
}
