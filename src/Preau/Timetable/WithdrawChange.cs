using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Takes a change of the timetable back: the teacher came after all. The row stays, dated.</summary>
public sealed class WithdrawChange(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ChangesDoor.AllowedTo;

    /// <summary>Does it; harmless when it was withdrawn before.</summary>
    /// <remarks>Errors: access.denied, timetable.unknown-change.</remarks>
    public async Task<Answer<Done>> Do(Act act, Id<TimetableChange> id, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<Done>(act, async tx =>
        {
            if (await tx.Db.TimetableChanges.FirstOrDefaultAsync(c => c.Id == id, stop) is not { } change)
            {
                return Refusal.Unknown("timetable.unknown-change");
            }
            if (change.WithdrawnAt is null)
            {
                (change.WithdrawnAt, change.WithdrawnBy) = (act.At, act.Who);
                await tx.Log("timetable-change-withdrawn", change.SchoolYear, new { change = id }, Touches.Reference);
            }
            return Done.It;
        }, stop);
    }
}
