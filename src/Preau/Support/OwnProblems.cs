using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Support;

/// <summary>What became of the problems that a person reported lately. Everybody of the house may ask for their own.</summary>
public sealed class OwnProblems(Database database)
{
    /// <summary>The levels that may do it: all, each their own.</summary>
    public static readonly Level[] AllowedTo = [.. Enum.GetValues<Level>()];

    private const int Most = 50;
    private static readonly Duration lately = Duration.FromDays(90);

    /// <summary>One report, for its author.</summary>
    /// <param name="Reply">Null while nobody answered.</param>
    public sealed record Line(Guid Id, string Subject, Instant WrittenAt, string? Reply, bool Closed);

    /// <summary>Does it.</summary>
    /// <returns>The latest first, at most 50, of 90 days.</returns>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (act.Who is not { } who || await Access.WhyRefused(db, act, AllowedTo) is not null)
        {
            return Refusal.Forbidden("access.denied");
        }
        var since = act.At - lately;
        var rows = await db.ProblemReports.Where(r => r.Author == who && r.ReceivedAt > since).OrderByDescending(r => r.ReceivedAt).Take(Most).ToListAsync(stop);
        return rows.Select(r => new Line(r.Id, r.Subject, r.WrittenAt, r.Reply, r.ClosedAt is not null)).ToList();
    }
}
