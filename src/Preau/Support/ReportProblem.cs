using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Support;

/// <summary>Somebody reports a problem with Préau. Everybody of the house may.</summary>
public sealed class ReportProblem(Database database)
{
    /// <summary>The levels that may do it: all.</summary>
    public static readonly Level[] AllowedTo = [.. Enum.GetValues<Level>()];

    /// <summary>What is asked.</summary>
    /// <param name="Id">UUID made by the page; the same again is the same report.</param>
    /// <param name="Page">Address of the page; its query is cut, names may stand there.</param>
    /// <param name="WrittenAt">When it was written; null: now.</param>
    /// <param name="SignIn">The stay on the device under which it was written; null: the one that lasts.</param>
    public sealed record Request(Guid Id, string? Subject, string? Text, string? Page, string? Version, Instant? WrittenAt = null, Guid? SignIn = null);

    /// <summary>Does it; the same id again changes nothing.</summary>
    /// <remarks>Errors: access.denied, problem.bad-subject (1 to 120 characters), problem.bad-text (1 to 4,000).</remarks>
    public async Task<Answer<Done>> Do(Act act, Request request, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (act.Who is not { } who || await Access.WhyRefused(db, act, AllowedTo) is not null)
        {
            return Refusal.Forbidden("access.denied");
        }
        if (request.Subject?.Replace("\0", "").Trim() is not { Length: >= 1 and <= 120 } subject)
        {
            return Refusal.Malformed("problem.bad-subject");
        }
        if (request.Id == default || request.Text?.Replace("\0", "").Trim() is not { Length: >= 1 and <= 4000 } text)
        {
            return Refusal.Malformed("problem.bad-text");
        }
        return await database.Write<Done>(act, async tx =>
        {
            if (!await tx.Db.ProblemReports.AnyAsync(r => r.Id == request.Id, stop))
            {
                tx.Db.Add(new ProblemReport
                {
                    Establishment = act.Establishment, Id = request.Id, Subject = subject, Text = text, Page = Cut(request.Page?.Split('?', '#')[0], 200),
                    Version = Cut(request.Version, 80), Device = act.Device, Author = who, WrittenAt = request.WrittenAt ?? act.At, ReceivedAt = act.At,
                });
                await tx.Log("problem-reported", 0, new { report = request.Id });
            }
            return Done.It;
        }, stop);
    }

    private static string? Cut(string? text, int most) => text?.Replace("\0", "") is { } whole && whole.Length > most ? whole[..most] : text?.Replace("\0", "");
}
