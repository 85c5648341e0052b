using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Sets the terms of a year, or the weeks of an alternation (week A, week B).</summary>
public sealed class ArrangeYear(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ArrangeDay.AllowedTo;

    /// <summary>A term: number 1 to 6, label, first day, the day after the last.</summary>
    public sealed record TermLine(short Number, string Label, LocalDate From, LocalDate Until);

    /// <summary>Replaces the terms of a year.</summary>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.bad-terms (overlapping, empty, or numbers that repeat).</remarks>
    public async Task<Answer<Done>> Terms(Act act, short year, IReadOnlyList<TermLine> terms, CancellationToken stop = default)
    {
        if (await WhyRefused(act, year, stop) is { } no)
        {
            return no;
        }
        var good = terms.Select((term, i) => term.Number is >= 1 and <= 6 && term.From < term.Until && term.Label.Trim().Length is > 0 and <= 60
            && (i == 0 || (terms[i - 1].Until <= term.From && terms[i - 1].Number < term.Number))).All(ok => ok);
        return !good ? Refusal.Malformed("timetable.bad-terms") : await database.Write<Done>(act, async tx =>
        {
            await tx.Db.Terms.Where(t => t.SchoolYear == year).ExecuteDeleteAsync(stop);
            tx.Db.AddRange(terms.Select(t => new Term
            {
                Establishment = act.Establishment, SchoolYear = year, Number = t.Number, Label = t.Label.Trim(), From = t.From, Until = t.Until,
            }));
            await tx.Log("terms-arranged", year, terms, Touches.Reference);
            return Done.It;
        }, stop);
    }

    /// <summary>Replaces the weeks of one alternation.</summary>
    /// <param name="days">Any day of each week.</param>
    /// <remarks>Errors: access.denied, timetable.no-year, timetable.bad-alternation (a code of 1 to 20 characters).</remarks>
    public async Task<Answer<Done>> Weeks(Act act, short year, string alternation, IReadOnlyCollection<LocalDate> days, CancellationToken stop = default)
    {
        if (await WhyRefused(act, year, stop) is { } no)
        {
            return no;
        }
        return alternation.Trim().Length is 0 or > 20 ? Refusal.Malformed("timetable.bad-alternation") : await database.Write<Done>(act, async tx =>
        {
            await tx.Db.AlternationWeeks.Where(w => w.SchoolYear == year && w.Alternation == alternation).ExecuteDeleteAsync(stop);
            tx.Db.AddRange(days.Select(MondayOf).Distinct().Select(monday => new AlternationWeek
            {
                Establishment = act.Establishment, SchoolYear = year, Alternation = alternation, Monday = monday,
            }));
            await tx.Log("weeks-arranged", year, new { alternation, days }, Touches.Reference);
            return Done.It;
        }, stop);
    }

    /// <summary>Every second week between two dates, holidays left out of the count: A, B, A, B over the weeks in which lessons are held.</summary>
    /// <returns>Mondays of A and of B. Pure.</returns>
    public static (IReadOnlyList<LocalDate> A, IReadOnlyList<LocalDate> B) Alternate(SchoolCalendar calendar)
    {
        var held = new List<LocalDate>();
        for (var monday = MondayOf(calendar.Year.From); monday < calendar.Year.Until; monday = monday.PlusWeeks(1))
        {
            if (Enumerable.Range(0, 7).Any(i => SchoolDay.Of(calendar, monday.PlusDays(i)).IsOpen))
            {
                held.Add(monday);
            }
        }
        return ([.. held.Where((_, i) => i % 2 == 0)], [.. held.Where((_, i) => i % 2 == 1)]);
    }

    private static LocalDate MondayOf(LocalDate day) => day.DayOfWeek == IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday);

    private async Task<Refusal?> WhyRefused(Act act, short year, CancellationToken stop)
    {
        await using var db = database.Read(act.Establishment);
        return await Access.WhyRefused(db, act, AllowedTo)
            ?? (await db.SchoolYears.AnyAsync(y => y.Year == year, stop) ? null : Refusal.Unknown("timetable.no-year", year));
    }
}
