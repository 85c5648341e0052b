using NodaTime;
using Preau.Accounts;
using Preau.Devices;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Seating;

namespace Preau.Sync;

/// <summary>What the server says of one pushed fact. Exactly one of a position and a refusal.</summary>
/// <param name="Position">The place in the log; null when refused.</param>
public readonly record struct Receipt(Guid Id, AppendState State, long? Position, Refusal? Refusal);

/// <summary>The answer to a push: one receipt per fact id.</summary>
public sealed record Pushed(long Sequence, long Position, Instant ServerTime, IReadOnlyList<Receipt> Receipts);

/// <summary>A device hands over its facts. What is acknowledged is durable; sending it again is harmless; one bad fact never stops the queue.</summary>
/// <remarks>Levels: those that may take rolls, judged per fact by its author. Tenant: the device's own establishment.</remarks>
public sealed class PushFacts(Database database, Rosters rosters, Speakers speakers, SuspendDevice suspend, SchoolClock clock)
{
    private static readonly Duration late = Duration.FromHours(1);

    /// <summary>Does it.</summary>
    /// <remarks>
    /// Errors: sync.forked (409: the sequence forked, the device is suspended). Of single facts: fact.malformed, fact.unknown-kind, fact.repeated,
    /// fact.unknown-author, fact.unknown-sign-in, fact.no-school-year, fact.id-reused, and those of <see cref="RollCallRules.WhyRefused"/>.
    /// </remarks>
    public async Task<Answer<Pushed>> Do(Speaker speaker, RawPush raw, CancellationToken stop = default)
    {
        var roster = await rosters.In(speaker.Establishment, stop);
        var stays = await speakers.Stays(speaker, [.. raw.Facts.Select(f => f.SignIn)], stop);
        var now = clock.Now;
        var receipts = new Receipt[raw.Facts.Count];
        var good = new List<PushedFact>(raw.Facts.Count);
        var ids = new HashSet<Guid>();
        for (var i = 0; i < raw.Facts.Count; i++)
        {
            var judged = ids.Add(raw.Facts[i].Id) ? Judge(speaker, stays, roster, raw.Facts[i], now) : Refusal.Malformed("fact.repeated");
            receipts[i] = new(raw.Facts[i].Id, AppendState.Reused, null, judged.Refusal);
            if (judged.Value is { } fact)
            {
                good.Add(fact);
            }
        }
        var outcome = await database.Append(new Push(speaker.Establishment, speaker.Device.Id.Value, raw.Sequence, now, good), stop);
        if (outcome.Forked)
        {
            await suspend.Do(speaker, stop);
            return new Refusal("sync.forked");
        }
        Fill(receipts, outcome);
        var broken = raw.Broken.Select(id => new Receipt(id, AppendState.Reused, null, Refusal.Malformed("fact.malformed")));
        return new Pushed(outcome.Sequence, outcome.Position, now, [.. receipts, .. broken]);
    }

    private static Answer<PushedFact> Judge(Speaker speaker, IReadOnlyDictionary<Guid, DeviceSignIn> stays, Roster roster, RawFact raw, Instant now)
    {
        if (raw.Kind is not (RollFacts.Marked or RollFacts.Validated or SeatsArranged.Kind))
        {
            return Refusal.Malformed("fact.unknown-kind");
        }
        if ((raw.Kind == SeatsArranged.Kind ? SeatsArranged.Read(raw.Body) : RollFacts.Read(raw.Kind, raw.Body.Span)) is not { } body)
        {
            return Refusal.Malformed("fact.malformed");
        }
        if (!stays.TryGetValue(raw.SignIn, out var signIn) || signIn.Device != speaker.Device.Id || signIn.Person != raw.Author)
        {
            return Refusal.Forbidden("fact.unknown-sign-in");
        }
        if (!speaker.Known.Levels.TryGetValue(raw.Author, out var level))
        {
            return Refusal.Forbidden("fact.unknown-author");
        }
        var unproven = signIn.UnprovenSince is not null;
        if (unproven && level.Meaning.Rank > Level.Teacher.Meaning.Rank)
        {
            level = Level.Teacher; // whoever chose a name from a list may no more than a teacher, whatever the name
        }
        if ((body is SeatsArranged seats ? SeatingRules.WhyRefused(seats, roster, level, unproven) : RollCallRules.WhyRefused(body, roster, level, raw.ClaimedAt)) is { } no)
        {
            return no;
        }
        var on = body switch { MarkedFact mark => mark.Roll.On, ValidatedFact roll => roll.Roll.On, _ => raw.ClaimedAt.InZone(roster.Zone).Date };
        var year = SchoolYears.At(roster.Years, on);
        if (year == 0)
        {
            return Refusal.Malformed("fact.no-school-year");
        }
        var rank = unproven ? (short)0 : level.Meaning.Rank; // it stands where nobody has spoken who proved who they are
        var isOver = speaker.IsOver(signIn, raw.ClaimedAt);
        var flags = (now - raw.ClaimedAt > late ? EntryFlags.ReceivedLate : 0) | (unproven ? EntryFlags.AuthorUnproven : isOver ? EntryFlags.AfterSignOut : 0);
        return new PushedFact(raw.Id, raw.Kind, year, raw.Author, raw.SignIn, raw.ClaimedAt, flags.With(rank), raw.Body,
            body is SeatsArranged ? body : new RollFact(body, rank));
    }

    private static void Fill(Receipt[] receipts, PushOutcome outcome)
    {
        var next = 0;
        for (var i = 0; i < receipts.Length; i++)
        {
            if (receipts[i].Refusal is null)
            {
                var fact = outcome.Facts[next++];
                receipts[i] = fact.State == AppendState.Reused
                    ? new(fact.Id, fact.State, null, new Refusal("fact.id-reused"))
                    : new(fact.Id, fact.State, fact.Position, null);
            }
        }
    }
}
