using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Sets the bell of a year, for every weekday or for one that rings otherwise.</summary>
public sealed class ArrangeBell(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ArrangeDay.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="Weekday">Null: the usual bell. An empty list of hours for a weekday: it rings as usual again.</param>
    /// <param name="Hours">In order, numbered 1 to 12, without overlap.</param>
    public sealed record Request(short SchoolYear, IsoDayOfWeek? Weekday, IReadOnlyList<Hour> Hours);

    /// <summary>Does it. Rolls that were called keep the hours at which they were called.</summary>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.bad-bell.</remarks>
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
        return IsBell(request) ? await database.Write<Done>(act, tx => Set(tx, request, stop), stop) : Refusal.Malformed("timetable.bad-bell");
    }

    private static bool IsBell(Request request)
    {
        var hours = request.Hours;
        return (hours.Count > 0 || request.Weekday is not null) && hours.Count <= 12 && request.Weekday != IsoDayOfWeek.None
            && hours.Select((hour, i) => hour.Number is >= 1 and <= 12 && hour.Start < hour.End && hour.Label.Trim().Length is > 0 and <= 12
                && (i == 0 || (hours[i - 1].End <= hour.Start && hours[i - 1].Number < hour.Number))).All(good => good);
    }

    private static async Task<Answer<Done>> Set(Tx tx, Request request, CancellationToken stop)
    {
        if (request.Weekday is { } weekday)
        {
            await tx.Db.WeekdayPeriods.Where(p => p.SchoolYear == request.SchoolYear && p.Weekday == weekday).ExecuteDeleteAsync(stop);
            tx.Db.AddRange(request.Hours.Select(h => new WeekdayPeriod
            {
                Establishment = tx.Act.Establishment, SchoolYear = request.SchoolYear, Weekday = weekday, Number = h.Number, Label = h.Label.Trim(), Start = h.Start, End = h.End,
            }));
        }
        else
        {
            await tx.Db.Periods.Where(p => p.SchoolYear == request.SchoolYear).ExecuteDeleteAsync(stop);
            tx.Db.AddRange(request.Hours.Select(h => new Period
            {
                Establishment = tx.Act.Establishment, SchoolYear = request.SchoolYear, Number = h.Number, Label = h.Label.Trim(), Start = h.Start, End = h.End,
            }));
        }
        await tx.Log("bell-arranged", request.SchoolYear, request, Touches.Reference);
        return Done.It;
    }
}
