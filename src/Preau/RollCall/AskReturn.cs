using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>Vie scolaire asks that pupils pass by it before their next lesson: the teacher's row says so, live.</summary>
public sealed class AskReturn(Database database, Rosters rosters)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = CorrectMark.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="Pupils">All or none; at most 500.</param>
    /// <param name="From">The first day on which they must pass.</param>
    /// <param name="Reason">For the office alone, at most 100; never an illness.</param>
    public sealed record Request(IReadOnlyCollection<Id<Pupil>> Pupils, LocalDate From, string? Reason = null);

    private const int MostPupils = 500;

    /// <summary>Does it; a pupil who must pass already is not asked twice.</summary>
    /// <returns>The slips that hold, in the order of the pupils.</returns>
    /// <remarks>Errors: access.denied, slip.long-reason, slip.too-many, fact.no-school-year, rollcall.unknown-pupil.</remarks>
    public async Task<Answer<IReadOnlyList<Id<ReturnSlip>>>> Do(Act act, Request request, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var roster = await rosters.In(act.Establishment, stop);
        var year = SchoolYears.At(roster.Years, request.From);
        if (WhyRefused(request, roster, year) is { } no)
        {
            return no;
        }
        return await database.Write<IReadOnlyList<Id<ReturnSlip>>>(act, tx => Ask(tx, request, year, stop), stop);
    }

    private static Refusal? WhyRefused(Request request, Roster roster, short year)
    {
        if (request.Reason?.Length > 100)
        {
            return Refusal.Malformed("slip.long-reason");
        }
        if (request.Pupils.Count > MostPupils)
        {
            return Refusal.Malformed("slip.too-many", MostPupils);
        }
        if (year == 0)
        {
            return Refusal.Malformed("fact.no-school-year");
        }
        return request.Pupils.All(pupil => roster.HasPupil(pupil.Value)) ? null : Refusal.Unknown("rollcall.unknown-pupil");
    }

    private static async Task<Answer<IReadOnlyList<Id<ReturnSlip>>>> Ask(Tx tx, Request request, short year, CancellationToken stop)
    {
        var open = (await tx.Db.ReturnSlips.Where(s => s.SchoolYear == year && s.SettledAt == null && request.Pupils.Contains(s.Pupil)).ToListAsync(stop))
            .ToLookup(s => s.Pupil);
        var ids = new List<Id<ReturnSlip>>();
        foreach (var pupil in request.Pupils.Distinct())
        {
            if (open[pupil].FirstOrDefault(s => s.From <= request.From) is { } holding)
            {
                ids.Add(holding.Id);
                continue;
            }
            var id = Id<ReturnSlip>.New();
            var position = await tx.Log("return-asked", year, new { slip = id, pupil, from = request.From, reason = request.Reason });
            tx.Db.Add(new ReturnSlip
            {
                Establishment = tx.Act.Establishment, SchoolYear = year, Id = id, Pupil = pupil, From = request.From, Reason = request.Reason,
                AskedAt = tx.Act.At, AskedBy = tx.Act.Who, Position = position,
            });
            ids.Add(id);
        }
        return ids;
    }
}
