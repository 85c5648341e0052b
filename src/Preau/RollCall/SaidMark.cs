using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>Marks and rolls said at a desk: the facts that a device would have sent, and their rows.</summary>
internal static class SaidMark
{
    public static byte[] Body(RollKey key, Guid pupil, string kind, short? minutes, IEnumerable<Guid> seen, LocalTime? from, LocalTime? until, string? note) =>
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            date = key.On, start = key.Start, end = key.End, group = key.Group, subject = key.Subject, label = key.Label,
            pupil, kind, minutes, replaces = seen, from, until, note,
        }, Json.Web);

    public static byte[] Body(RollKey key, IEnumerable<Guid> shown) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        date = key.On, start = key.Start, end = key.End, group = key.Group, subject = key.Subject, label = key.Label, shown,
    }, Json.Web);

    /// <summary>Adds a mark, unless the same is already shown.</summary>
    public static async Task Add(Tx tx, MarkedFact fact, byte[] body, short year, short rank, CancellationToken stop)
    {
        var (group, pupil) = (new Id<Group>(fact.Roll.Group), new Id<Pupil>(fact.Pupil));
        var said = await tx.Db.Marks.Where(m => m.SchoolYear == year && m.On == fact.Roll.On && m.Start == fact.Roll.Start
            && m.Group == group && m.Pupil == pupil).ToListAsync(stop);
        if (Fold.Of(said) is { Disputed: false, Shown: { } shown } && IsSame(said.First(m => m.Position == shown.Position), fact))
        {
            return;
        }
        var id = Guid.CreateVersion7();
        var position = await tx.Fact(RollFacts.Marked, year, id, rank, body);
        tx.Db.Add(new Mark
        {
            Establishment = tx.Act.Establishment, SchoolYear = year, Id = id, Position = position, On = fact.Roll.On, Start = fact.Roll.Start,
            Group = group, Pupil = pupil, Kind = fact.Kind, Minutes = fact.Minutes, Author = tx.Act.Who!.Value, Rank = rank,
            ClaimedAt = tx.Act.At, ReceivedAt = tx.Act.At, Replaces = PackedIds.Write(fact.Replaces), FromTime = fact.From, UntilTime = fact.Until, Note = fact.Note,
        });
    }

    /// <summary>Validates a roll; the latest validation stands.</summary>
    public static async Task Validate(Tx tx, ValidatedFact fact, byte[] body, short year, short rank, CancellationToken stop)
    {
        var group = new Id<Group>(fact.Roll.Group);
        var position = await tx.Fact(RollFacts.Validated, year, Guid.CreateVersion7(), rank, body);
        await tx.Db.Rolls.Where(r => r.SchoolYear == year && r.On == fact.Roll.On && r.Start == fact.Roll.Start && r.Group == group).ExecuteDeleteAsync(stop);
        tx.Db.Add(new Roll
        {
            Establishment = tx.Act.Establishment, SchoolYear = year, On = fact.Roll.On, Start = fact.Roll.Start, End = fact.Roll.End, Group = group,
            Subject = fact.Roll.Subject, Label = fact.Roll.Label, Position = position, ValidatedBy = tx.Act.Who!.Value, ValidatedAt = tx.Act.At,
            Shown = PackedIds.Write(fact.Shown)!,
        });
    }

    private static bool IsSame(Mark mark, MarkedFact fact) =>
        (mark.Kind, mark.Minutes, mark.FromTime, mark.UntilTime, mark.Note) == (fact.Kind, fact.Minutes, fact.From, fact.Until, fact.Note);
}
