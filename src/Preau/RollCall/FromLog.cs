using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>The typed rows of the roll call, made from the log alone: marks and rolls are nothing that the log does not hold.</summary>
public static class FromLog
{
    /// <summary>Makes the rows again.</summary>
    /// <param name="entries">Of one establishment, in any order; kinds of other features are passed over.</param>
    /// <returns>Marks and rolls in the order of the log; a roll that was validated twice is there once, as last validated.</returns>
    /// <exception cref="InvalidDataException">A fact's body in the log cannot be read: the log was altered.</exception>
    public static (IReadOnlyList<Mark> Marks, IReadOnlyList<Roll> Rolls) Rows(IEnumerable<Entry> entries)
    {
        var marks = new List<Mark>();
        var rolls = new Dictionary<(Guid, NodaTime.LocalDate, NodaTime.LocalTime), Roll>();
        foreach (var entry in entries.Where(e => e.Kind is RollFacts.Marked or RollFacts.Validated).OrderBy(e => e.Position))
        {
            switch (RollFacts.Read(entry.Kind, entry.Body))
            {
                case MarkedFact mark: marks.Add(Row(entry, mark)); break;
                case ValidatedFact roll: rolls[(roll.Roll.Group, roll.Roll.On, roll.Roll.Start)] = Row(entry, roll); break;
                default: throw new InvalidDataException($"Entry {entry.Position} cannot be read.");
            }
        }
        return (marks, [.. rolls.Values.OrderBy(roll => roll.Position)]);
    }

    private static Mark Row(Entry entry, MarkedFact fact) => new()
    {
        Establishment = entry.Establishment, SchoolYear = entry.SchoolYear, Id = entry.Id, Position = entry.Position, On = fact.Roll.On, Start = fact.Roll.Start,
        Group = new Id<Group>(fact.Roll.Group), Pupil = new Id<Pupil>(fact.Pupil), Kind = fact.Kind, Minutes = fact.Minutes, Author = entry.Author!.Value,
        Rank = entry.AuthorRank, ClaimedAt = entry.ClaimedAt, ReceivedAt = entry.ReceivedAt, Replaces = PackedIds.Write(fact.Replaces),
        FromTime = fact.From, UntilTime = fact.Until, Note = fact.Note,
    };

    private static Roll Row(Entry entry, ValidatedFact fact) => new()
    {
        Establishment = entry.Establishment, SchoolYear = entry.SchoolYear, On = fact.Roll.On, Start = fact.Roll.Start, Group = new Id<Group>(fact.Roll.Group),
        End = fact.Roll.End, Subject = fact.Roll.Subject, Label = fact.Roll.Label, Position = entry.Position, ValidatedBy = entry.Author!.Value, ValidatedAt = entry.ClaimedAt,
        Shown = PackedIds.Write(fact.Shown)!,
    };
}
