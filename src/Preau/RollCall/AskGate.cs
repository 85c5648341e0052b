using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>The gate asks: may this pupil go out now?</summary>
public sealed class AskGate(Database database, DayPlans plans, SchoolClock clock)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ReadRoll.AllowedTo;

    /// <summary>The answer and what it rests on.</summary>
    /// <param name="Said">False: nothing was written down for this pupil, and the timetable's hours hold.</param>
    public sealed record Told(Pupil Pupil, ExitRegime Regime, bool Said, GateWord Word);

    /// <summary>Does it.</summary>
    /// <param name="at">The time of day on the school's clock, today; null: now.</param>
    /// <remarks>Errors: access.denied, rollcall.unknown-pupil.</remarks>
    public async Task<Answer<Told>> Do(Act act, Id<Pupil> id, LocalTime? at = null, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var zone = await db.Establishments.Where(e => e.Id == act.Establishment).Select(e => e.Zone).FirstAsync(stop);
        var today = clock.Today(zone);
        var year = await SchoolYears.At(db, today, stop);
        if (await db.Pupils.FirstOrDefaultAsync(p => p.SchoolYear == year && p.Id == id, stop) is not { } pupil)
        {
            return Refusal.Unknown("rollcall.unknown-pupil");
        }
        var said = await db.ExitRights.Where(r => r.SchoolYear == year && r.Pupil == id && r.From <= today).OrderByDescending(r => r.From).FirstOrDefaultAsync(stop);
        var plan = await plans.At(db, act.Establishment, today, stop);
        var regime = said?.Regime ?? ExitRegime.Planned;
        return new Told(pupil, regime, said is not null, ExitRules.Of(plan, id.Value, regime, Boards(pupil), at ?? clock.In(zone).TimeOfDay));
    }

    /// <summary>Externs (first digit 0 or 1) leave at noon; whose régime is not known stays, like those who eat or sleep here.</summary>
    private static bool Boards(Pupil pupil) => pupil.Regime is not ['0' or '1', ..];
}
