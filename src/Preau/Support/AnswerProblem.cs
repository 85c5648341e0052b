using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Support;

/// <summary>Answers a reported problem, closes it, or opens it again.</summary>
public sealed class AnswerProblem(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ListProblems.AllowedTo;

    /// <summary>Does it.</summary>
    /// <param name="reply">At most 4,000; null leaves the answer that was.</param>
    /// <param name="closed">Whether it is closed from now on.</param>
    /// <remarks>Errors: access.denied, problem.unknown, problem.bad-text.</remarks>
    public async Task<Answer<Done>> Do(Act act, Guid id, string? reply, bool closed, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return reply?.Length > 4000 ? Refusal.Malformed("problem.bad-text") : await database.Write<Done>(act, async tx =>
        {
            if (await tx.Db.ProblemReports.FirstOrDefaultAsync(r => r.Id == id, stop) is not { } report)
            {
                return Refusal.Unknown("problem.unknown");
            }
            if (reply is not null)
            {
                (report.Reply, report.RepliedBy) = (reply.Trim(), act.Who);
            }
            report.ClosedBy = closed ? report.ClosedBy ?? act.Who : null;
            report.ClosedAt = closed ? report.ClosedAt ?? act.At : null;
            await tx.Log("problem-answered", 0, new { report = id, reply, closed });
            return Done.It;
        }, stop);
    }
}
