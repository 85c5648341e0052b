using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Sets how the school's day works in a year: open weekdays, noon, when a roll is late, until when teachers may mark.</summary>
public sealed class ArrangeDay(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe];

    /// <summary>What is asked; units and meaning as in <see cref="DaySettings"/>.</summary>
    public sealed record Request(
        short SchoolYear, IReadOnlyCollection<IsoDayOfWeek> OpenDays, LocalTime Noon, short LateAfter = 10, short OpensBefore = 10, short? ClosesAfter = null,
        short? AbsentFrom = null, bool RollPerHour = true);

    /// <summary>Does it; saying the same again changes nothing.</summary>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.bad-minutes.</remarks>
    public async Task<Answer<Done>> Do(Act act, Request request, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (!await db.SchoolYears.AnyAsync(y => y.Year == request.SchoolYear, stop))
        {
            return Refusal.Unknown("timetable.no-year", request.SchoolYear);
        }
        if (request.LateAfter is < 0 or > 120 || request.OpensBefore is < 0 or > 120 || request.ClosesAfter is < 0 or > 1440 || request.AbsentFrom is < 1 or > 240)
        {
            return Refusal.Malformed("timetable.bad-minutes");
        }
        return await database.Write<Done>(act, tx => Set(tx, request, stop), stop);
    }

    private static async Task<Answer<Done>> Set(Tx tx, Request request, CancellationToken stop)
    {
        var row = await tx.Db.DaySettings.FirstOrDefaultAsync(s => s.SchoolYear == request.SchoolYear, stop);
        if (row is null)
        {
            row = DaySettings.Usual(tx.Act.Establishment, request.SchoolYear);
            tx.Db.Add(row);
        }
        row.OpenDays = (short)request.OpenDays.Aggregate(0, (days, weekday) => days | (1 << ((int)weekday - 1)));
        (row.Noon, row.LateAfter, row.OpensBefore) = (request.Noon, request.LateAfter, request.OpensBefore);
        (row.ClosesAfter, row.AbsentFrom, row.RollPerHour) = (request.ClosesAfter, request.AbsentFrom, request.RollPerHour);
        await tx.Log("day-arranged", request.SchoolYear, request, Touches.Reference);
        return Done.It;
    }
}
