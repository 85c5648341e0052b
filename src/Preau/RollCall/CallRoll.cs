using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>A whole roll called at a desk: permanence, a club, a class whose tablet is broken and whose teacher wrote on paper.</summary>
/// <remarks>Written as the facts that a device would have sent, all in one transaction.</remarks>
public sealed class CallRoll(Database database, Rosters rosters)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = CorrectMark.AllowedTo;

    /// <summary>Who was not simply there.</summary>
    /// <param name="Kind"><c>A</c>, <c>R</c> or another of the school's kinds.</param>
    public sealed record Line(Guid Pupil, string Kind, short? Minutes = null, LocalTime? From = null, LocalTime? Until = null, string? Note = null);

    /// <summary>What is asked.</summary>
    /// <param name="Roll">Of permanence: group <see cref="AdHoc.Permanence"/>. Of a group that the school does not know: any new id, and its label.</param>
    /// <param name="Shown">Everybody who was called, absent ones too.</param>
    public sealed record Request(RollKey Roll, IReadOnlyList<Guid> Shown, IReadOnlyList<Line> Lines);

    /// <summary>Does it; the same again adds a validation and no mark.</summary>
    /// <remarks>Errors: access.denied, fact.malformed, fact.no-school-year, and those of <see cref="RollCallRules.WhyRefused"/>.</remarks>
    public async Task<Answer<Done>> Do(Act act, Request request, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (act.Who is not { } who || await Access.WhyRefused(db, act, AllowedTo) is not null)
        {
            return Refusal.Forbidden("access.denied");
        }
        var roster = await rosters.In(act.Establishment, stop);
        var level = Levels.Highest(await Access.LevelsOf(db, act.Establishment, who, stop))!.Value;
        var facts = request.Lines.Select(line => (Kind: RollFacts.Marked, Body: SaidMark.Body(request.Roll, line.Pupil, line.Kind, line.Minutes, [], line.From, line.Until, line.Note)))
            .Append((Kind: RollFacts.Validated, Body: SaidMark.Body(request.Roll, request.Shown))).Select(fact => (Read: RollFacts.Read(fact.Kind, fact.Body), fact.Body)).ToList();
        var no = facts.Select(fact => fact.Read is null ? Refusal.Malformed("fact.malformed") : RollCallRules.WhyRefused(fact.Read, roster, level, act.At)).FirstOrDefault(r => r is not null);
        var year = SchoolYears.At(roster.Years, request.Roll.On);
        if (no is not null || year == 0)
        {
            return no ?? Refusal.Malformed("fact.no-school-year");
        }
        return await database.Write<Done>(act, tx => Say(tx, facts, year, level.Meaning.Rank, stop), stop);
    }

    private static async Task<Answer<Done>> Say(Tx tx, List<(object? Read, byte[] Body)> facts, short year, short rank, CancellationToken stop)
    {
        foreach (var (read, body) in facts)
        {
            await (read is MarkedFact mark ? SaidMark.Add(tx, mark, body, year, rank, stop) : SaidMark.Validate(tx, (ValidatedFact)read!, body, year, rank, stop));
        }
        return Done.It;
    }
}
