using NodaTime;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>Who may mark when, and whom: everything that the rule needs, as plain values, so that the browser can ask the same.</summary>
/// <param name="ClaimedAt">The school's wall clock when it was said, the device's clock corrected.</param>
/// <param name="Rank">The author's rank; from supervisor (3) on there are no hours.</param>
/// <param name="Hours">The school's hours of marking; null when it has set none.</param>
/// <param name="Kind">The kind of the mark; null for a validation.</param>
/// <param name="Stay">When the pupil entered and left; null for a validation.</param>
public sealed record MarkingCase(
    LocalDate On, LocalTime Start, LocalTime End, LocalDateTime ClaimedAt, short Rank, MarkingHours? Hours, KindOnOffer? Kind, PupilStay? Stay);

/// <summary>Hours of marking for teachers, in whole minutes.</summary>
/// <param name="OpensBefore">Before the start.</param>
/// <param name="ClosesAfter">After the end; null: until midnight of that day.</param>
public sealed record MarkingHours(short OpensBefore, short? ClosesAfter);

/// <summary>What the rule needs of a kind.</summary>
/// <param name="Exists">Whether the school has it; hidden ones exist, for tablets that did not hear yet.</param>
/// <param name="FromRank">The lowest rank that may enter it.</param>
public sealed record KindOnOffer(bool Exists, short FromRank);

/// <summary>When a pupil came and went; null: since before, still here.</summary>
public sealed record PupilStay(LocalDate? EnteredOn, LocalDate? LeftOn);

/// <summary>Why a mark may not be made. Pure; golden cases in spec/rollcall/rules.json.</summary>
public static class MarkingRules
{
    private const short Supervisor = 3;

    /// <summary>The refusal, or null.</summary>
    /// <remarks>
    /// Errors: rollcall.too-early, rollcall.too-late (both: the teacher's hours; vie scolaire has none), rollcall.unknown-kind, rollcall.kind-not-yours,
    /// rollcall.not-yet (the pupil enters later), rollcall.left (the pupil has left).
    /// </remarks>
    public static Refusal? WhyRefused(MarkingCase asked)
    {
        if (asked is { Rank: < Supervisor, Hours: { } hours } && WhyOutOfHours(asked, hours) is { } no)
        {
            return no;
        }
        if (asked.Kind is { Exists: false })
        {
            return Refusal.Malformed("rollcall.unknown-kind");
        }
        if (asked.Kind is { } kind && asked.Rank < kind.FromRank)
        {
            return Refusal.Forbidden("rollcall.kind-not-yours");
        }
        if (asked.On < asked.Stay?.EnteredOn)
        {
            return new Refusal("rollcall.not-yet", 409, Said(asked.Stay.EnteredOn.Value));
        }
        return asked.On >= asked.Stay?.LeftOn ? new Refusal("rollcall.left", 409, Said(asked.Stay.LeftOn.Value)) : null;
    }

    private static Refusal? WhyOutOfHours(MarkingCase asked, MarkingHours hours)
    {
        var opens = asked.On.At(asked.Start).PlusMinutes(-hours.OpensBefore);
        if (asked.ClaimedAt < opens)
        {
            return new Refusal("rollcall.too-early", 409, opens.TimeOfDay.ToString("HH:mm", null));
        }
        var closes = hours.ClosesAfter is { } after ? asked.On.At(asked.End).PlusMinutes(after) : asked.On.PlusDays(1).AtMidnight();
        return asked.ClaimedAt >= closes ? new Refusal("rollcall.too-late", 409, closes.TimeOfDay.ToString("HH:mm", null)) : null;
    }

    private static string Said(LocalDate date) => date.ToString("dd/MM/yyyy", null);
}
