using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Ends a lesson from a date on. What was held stays.</summary>
public sealed class EndLesson(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = PlanLesson.AllowedTo;

    /// <summary>Does it.</summary>
    /// <param name="until">The first day on which it is no longer held.</param>
    /// <remarks>Errors: access.denied, timetable.unknown-lesson.</remarks>
    public async Task<Answer<Done>> Do(Act act, Id<Lesson> id, LocalDate until, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<Done>(act, async tx =>
        {
            if (await tx.Db.Lessons.FirstOrDefaultAsync(l => l.Id == id, stop) is not { } lesson)
            {
                return Refusal.Unknown("timetable.unknown-lesson");
            }
            lesson.Until = LocalDate.Max(lesson.From, LocalDate.Min(lesson.Until, until));
            await tx.Log("lesson-ended", lesson.SchoolYear, new { lesson = id, until }, Touches.Reference);
            return Done.It;
        }, stop);
    }
}
