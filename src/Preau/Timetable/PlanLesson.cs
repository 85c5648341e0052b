using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;

namespace Preau.Timetable;

/// <summary>Puts a lesson into the timetable.</summary>
public sealed class PlanLesson(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe];

    /// <summary>What is asked.</summary>
    /// <param name="Teachers">People of the establishment; several are co-teachers; may be empty.</param>
    /// <param name="From">First day; null: the year's first.</param>
    /// <param name="Until">The day after the last (exclusive); null: the year's end.</param>
    public sealed record Request(
        short SchoolYear, Id<Group> Group, string Subject, IReadOnlyCollection<Guid> Teachers, IsoDayOfWeek Weekday, LocalTime Start, LocalTime End,
        string? Alternation = null, string? Room = null, LocalDate? From = null, LocalDate? Until = null);

    /// <summary>Does it.</summary>
    /// <remarks>Errors: access.denied, timetable.bad-span, timetable.no-year, timetable.unknown-group, timetable.unknown-person.</remarks>
    public async Task<Answer<Id<Lesson>>> Do(Act act, Request request, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (await db.SchoolYears.FirstOrDefaultAsync(y => y.Year == request.SchoolYear, stop) is not { } year)
        {
            return Refusal.Unknown("timetable.no-year", request.SchoolYear);
        }
        if (await WhyRefused(db, act.Establishment, request, stop) is { } no)
        {
            return no;
        }
        var lesson = new Lesson
        {
            Establishment = act.Establishment, SchoolYear = request.SchoolYear, Id = Id<Lesson>.New(), Group = request.Group, Subject = request.Subject.Trim(),
            Weekday = request.Weekday, Start = request.Start, End = request.End, Alternation = request.Alternation, Room = request.Room,
            From = request.From ?? year.From, Until = request.Until ?? year.Until,
        };
        return await database.Write<Id<Lesson>>(act, async tx =>
        {
            tx.Db.Add(lesson);
            tx.Db.AddRange(request.Teachers.Distinct().Select(person => new LessonTeacher
            {
                Establishment = act.Establishment, SchoolYear = lesson.SchoolYear, Lesson = lesson.Id, Person = person,
            }));
            await tx.Log("lesson-planned", lesson.SchoolYear, request, Touches.Reference);
            return lesson.Id;
        }, stop);
    }

    private static async Task<Refusal?> WhyRefused(PreauDb db, EstablishmentId establishment, Request request, CancellationToken stop)
    {
        if (request.Start >= request.End || request.From >= request.Until || request.Subject.Trim().Length is 0 or > 80 || !Enum.IsDefined(request.Weekday)
            || request.Weekday == IsoDayOfWeek.None)
        {
            return Refusal.Malformed("timetable.bad-span");
        }
        if (!await db.Groups.AnyAsync(g => g.SchoolYear == request.SchoolYear && g.Id == request.Group, stop))
        {
            return Refusal.Unknown("timetable.unknown-group");
        }
        var known = await db.Memberships.Where(m => m.Establishment == establishment && request.Teachers.Contains(m.Person)).Select(m => m.Person).Distinct().CountAsync(stop);
        return known == request.Teachers.Distinct().Count() ? null : Refusal.Unknown("timetable.unknown-person");
    }
}
