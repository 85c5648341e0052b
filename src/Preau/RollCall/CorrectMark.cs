using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>Somebody at the office says what is true of a pupil in a roll: late after all, present after all. The earlier marks stay in the history.</summary>
/// <remarks>Written as the fact <c>marked</c> that a device would have sent: tablets, boards and the register read one kind of row.</remarks>
public sealed class CorrectMark(Database database, Rosters rosters)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe, Level.Supervisor];

    /// <summary>What is asked.</summary>
    /// <param name="Kind"><c>A</c>, <c>R</c>, <c>P</c> (present), or another of the school's kinds.</param>
    /// <param name="Minutes">Whole minutes of lateness, 0 to 720, with <c>R</c>; null when not known.</param>
    /// <param name="Seen">Ids of the marks that the author had before the eyes: this one settles them. What came since is not silenced.</param>
    public sealed record Request(RollKey Roll, Guid Pupil, string Kind, short? Minutes, IReadOnlyCollection<Guid> Seen);

    /// <summary>Does it; harmless when the same is already shown.</summary>
    /// <remarks>
    /// Errors: access.denied, fact.malformed (400; an unknown kind), rollcall.bad-minutes (400), fact.no-school-year, rollcall.unknown-group,
    /// rollcall.unknown-pupil, rollcall.unknown-kind, rollcall.not-yet, rollcall.left. Source: spec/rollcall/conflicts.json.
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
        var body = Body(request);
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
            : await database.Write<Done>(act, tx => Say(tx, fact, body, year, level.Meaning.Rank, stop), stop);
    }

    private static async Task<Answer<Done>> Say(Tx tx, MarkedFact fact, byte[] body, short year, short rank, CancellationToken stop)
    {
        var (group, pupil) = (new Id<Group>(fact.Roll.Group), new Id<Pupil>(fact.Pupil));
        var said = await tx.Db.Marks.Where(m => m.SchoolYear == year && m.On == fact.Roll.On && m.Start == fact.Roll.Start
            && m.Group == group && m.Pupil == pupil).ToListAsync(stop);
        if (Fold.Of(said) is { Disputed: false, Shown: { } shown } && shown.Kind == fact.Kind && shown.Minutes == fact.Minutes)
        {
            return Done.It;
        }
        var id = Guid.CreateVersion7();
        var position = await tx.Fact(RollFacts.Marked, year, id, rank, body);
        tx.Db.Add(new Mark
        {
            Establishment = tx.Act.Establishment, SchoolYear = year, Id = id, Position = position, On = fact.Roll.On, Start = fact.Roll.Start,
            Group = group, Pupil = pupil, Kind = fact.Kind, Minutes = fact.Minutes, Author = tx.Act.Who!.Value, Rank = rank,
            ClaimedAt = tx.Act.At, ReceivedAt = tx.Act.At, Replaces = PackedIds.Write(fact.Replaces),
        });
        return Done.It;
    }

    private static byte[] Body(Request request) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        date = request.Roll.On, start = request.Roll.Start, end = request.Roll.End, group = request.Roll.Group, subject = request.Roll.Subject,
        pupil = request.Pupil, kind = request.Kind, minutes = request.Minutes, replaces = request.Seen,
    }, Json.Web);
}
