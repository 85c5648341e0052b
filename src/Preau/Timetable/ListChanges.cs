using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Lists what is otherwise than the timetable on some days, withdrawn changes left out.</summary>
public sealed class ListChanges(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe, Level.Supervisor, Level.Nurse];

    /// <summary>A change, the lesson that it changes (null for those that change none), and who said it (empty for the program).</summary>
    public sealed record Line(TimetableChange Change, Lesson? Lesson, string SaidBy);

    /// <summary>Does it.</summary>
    /// <param name="from">First day.</param>
    /// <param name="until">The day after the last (exclusive).</param>
    /// <returns>What touches one of the days, also what is moved to it; the latest said first.</returns>
    /// <remarks>Errors: access.denied, timetable.bad-span.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, LocalDate from, LocalDate until, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (from >= until)
        {
            return Refusal.Malformed("timetable.bad-span");
        }
        var rows = await db.TimetableChanges.Where(c => c.WithdrawnAt == null
            && ((c.From < until && c.Until > from) || (c.ToDate >= from && c.ToDate < until))).ToListAsync(stop);
        var (lessons, authors) = (rows.Select(c => c.Lesson).OfType<Id<Lesson>>().Distinct().ToList(), rows.Select(c => c.SaidBy).OfType<Guid>().Distinct().ToList());
        var byId = await db.Lessons.Where(l => lessons.Contains(l.Id)).ToDictionaryAsync(l => l.Id, stop);
        var names = await db.People.Where(p => authors.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, stop);
        return rows.OrderByDescending(c => c.SaidAt).ThenBy(c => c.Id)
            .Select(c => new Line(c, c.Lesson is { } id ? byId.GetValueOrDefault(id) : null, c.SaidBy is { } who ? names.GetValueOrDefault(who, "…") : "")).ToList();
    }
}
