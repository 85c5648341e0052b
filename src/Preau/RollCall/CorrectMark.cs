using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>Somebody at the office says what is true of a pupil in a roll: late after all, present after all. The earlier marks stay in the history.</summary>
/// <remarks>Written as the fact <c>marked</c> that a device would have sent: tablets, boards and the register read one kind of row.</remarks>
public sealed class CorrectMark(Database database, Rosters rosters, DayPlans plans)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe, Level.Supervisor];

    /// <summary>What is asked.</summary>
    /// <param name="Roll">The class or group and the hour as the screen shows them; the roll in which the pupil is called in that hour is meant, whatever its minute or half.</param>
    /// <param name="Kind"><c>A</c>, <c>R</c>, <c>P</c> (present), or another of the school's kinds.</param>
    /// <param name="Minutes">Whole minutes of lateness, 0 to 720, with <c>R</c>; null when not known.</param>
    /// <param name="Seen">Ids of the marks that the author had before the eyes: this one settles them. What came since is not silenced.</param>
    /// <param name="From">For what lasts, such as the infirmary; null when not said.</param>
    /// <param name="Until">After <paramref name="From"/>; null while it lasts or when not said.</param>
    /// <param name="Note">At most 200 characters; no health details.</param>
    public sealed record Request(
        RollKey Roll, Guid Pupil, string Kind, short? Minutes, IReadOnlyCollection<Guid> Seen, LocalTime? From = null, LocalTime? Until = null, string? Note = null);

    /// <summary>Does it; harmless when the same is already shown.</summary>
    /// <remarks>
    /// Errors: access.denied, fact.malformed (400; an unknown kind), rollcall.bad-minutes (400), rollcall.bad-span, rollcall.long-note,
    /// fact.no-school-year, rollcall.unknown-group, rollcall.unknown-pupil, rollcall.unknown-kind, rollcall.not-yet, rollcall.left. Source: spec/rollcall/conflicts.json.
    /// </remarks>
    public async Task<Answer<Done>> Do(Act act, Request request, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (act.Who is not { } who || await Access.WhyRefused(db, act, AllowedTo) is not null)
        {
            return Refusal.Forbidden("access.denied");
        }
        if (request.Minutes is < 0 or > 720)
        {
            return Refusal.Malformed("rollcall.bad-minutes");
        }
        if (request.From >= request.Until)
        {
            return Refusal.Malformed("rollcall.bad-span");
        }
        if (request.Note?.Length > 200)
        {
            return Refusal.Malformed("rollcall.long-note");
        }
        var plan = await plans.At(db, act.Establishment, request.Roll.On, stop);
        var body = SaidMark.Body(await RollOfHour.Of(db, plan, request.Roll, request.Pupil, stop), request.Pupil, request.Kind, request.Minutes, request.Seen, request.From, request.Until, request.Note);
        if (RollFacts.Read(RollFacts.Marked, body) is not MarkedFact fact)
        {
            return Refusal.Malformed("fact.malformed");
        }
        var roster = await rosters.In(act.Establishment, stop);
        var level = Levels.Highest(await Access.LevelsOf(db, act.Establishment, who, stop))!.Value;
        if (RollCallRules.WhyRefused(fact, roster, level, act.At) is { } no)
        {
            return no;
        }
        var year = SchoolYears.At(roster.Years, fact.Roll.On);
        return year == 0
            ? Refusal.Malformed("fact.no-school-year")
            : await database.Write<Done>(act, async tx =>
            {
                await SaidMark.Add(tx, fact, body, year, level.Meaning.Rank, stop);
                return Done.It;
            }, stop);
    }
}
