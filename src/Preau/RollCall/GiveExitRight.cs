using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>Writes down when pupils may leave the house, from a day on.</summary>
public sealed class GiveExitRight(Database database, Rosters rosters)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe];

    /// <summary>What is asked.</summary>
    /// <param name="Pupils">All or none.</param>
    /// <param name="From">The first day.</param>
    public sealed record Request(IReadOnlyCollection<Id<Pupil>> Pupils, ExitRegime Regime, LocalDate From);

    /// <summary>Does it; the same again changes nothing.</summary>
    /// <remarks>Errors: access.denied, exit.unknown-regime, fact.no-school-year, rollcall.unknown-pupil.</remarks>
    public async Task<Answer<Done>> Do(Act act, Request request, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (!Enum.IsDefined(request.Regime))
        {
            return Refusal.Malformed("exit.unknown-regime");
        }
        var roster = await rosters.In(act.Establishment, stop);
        var year = SchoolYears.At(roster.Years, request.From);
        if (year == 0)
        {
            return Refusal.Malformed("fact.no-school-year");
        }
        return request.Pupils.All(pupil => roster.HasPupil(pupil.Value))
            ? await database.Write<Done>(act, tx => Give(tx, request, year, stop), stop)
            : Refusal.Unknown("rollcall.unknown-pupil");
    }

    private static async Task<Answer<Done>> Give(Tx tx, Request request, short year, CancellationToken stop)
    {
        var rows = (await tx.Db.ExitRights.Where(r => r.SchoolYear == year && request.Pupils.Contains(r.Pupil)).ToListAsync(stop)).ToLookup(r => r.Pupil);
        var changed = request.Pupils.Distinct().Where(pupil => rows[pupil].Where(r => r.From <= request.From).MaxBy(r => r.From)?.Regime != request.Regime).ToList();
        foreach (var pupil in changed)
        {
            if (rows[pupil].FirstOrDefault(r => r.From == request.From) is { } same)
            {
                (same.Regime, same.SaidAt, same.SaidBy) = (request.Regime, tx.Act.At, tx.Act.Who);
                continue;
            }
            tx.Db.Add(new ExitRight
            {
                Establishment = tx.Act.Establishment, SchoolYear = year, Pupil = pupil, From = request.From, Regime = request.Regime,
                SaidAt = tx.Act.At, SaidBy = tx.Act.Who,
            });
        }
        if (changed.Count > 0)
        {
            await tx.Log("exit-right-given", year, new { pupils = changed, regime = request.Regime, from = request.From }, Touches.Reference);
        }
        return Done.It;
    }
}
