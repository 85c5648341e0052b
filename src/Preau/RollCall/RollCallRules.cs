using NodaTime;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>Why not: pure rules of the roll call. Null is yes.</summary>
public static class RollCallRules
{
    /// <summary>Why a fact of the roll call may not enter the log.</summary>
    /// <param name="fact">A <see cref="MarkedFact"/> or <see cref="ValidatedFact"/>.</param>
    /// <param name="level">The author's highest level here.</param>
    /// <param name="claimedAt">When it was said, the device's clock corrected.</param>
    /// <remarks>
    /// Shape: pure, total. A late receipt never refuses. Errors: rollcall.not-allowed (403; a nurse may say «IN»), rollcall.unknown-group (unless the fact names
    /// a group made on the device), rollcall.unknown-pupil, rollcall.empty, and those of <see cref="MarkingRules.WhyRefused"/>. Source: docs/decisions/0005.
    /// </remarks>
    public static Refusal? WhyRefused(object fact, Roster roster, Level level, Instant claimedAt)
    {
        if (!level.Meaning.MayTakeRolls && !IsOfInfirmary(fact, level))
        {
            return Refusal.Forbidden("rollcall.not-allowed");
        }
        var key = fact is MarkedFact marked ? marked.Roll : ((ValidatedFact)fact).Roll;
        if (!roster.HasGroup(key.Group) && !AdHoc.MayCall(key))
        {
            return Refusal.Unknown("rollcall.unknown-group");
        }
        var unknown = fact switch
        {
            MarkedFact one => roster.HasPupil(one.Pupil) ? null : Refusal.Unknown("rollcall.unknown-pupil"),
            ValidatedFact { Shown.Count: 0 } => Refusal.Malformed("rollcall.empty"),
            ValidatedFact whole => whole.Shown.All(roster.HasPupil) ? null : Refusal.Unknown("rollcall.unknown-pupil"),
            _ => Refusal.Malformed("fact.malformed"),
        };
        return unknown ?? MarkingRules.WhyRefused(Case(fact as MarkedFact, key, roster, level, claimedAt));
    }

    /// <summary>A nurse takes no roll, and says who is with her, from when until when.</summary>
    private static bool IsOfInfirmary(object fact, Level level) => level == Level.Nurse && fact is MarkedFact { Kind: "IN" };

    private static MarkingCase Case(MarkedFact? mark, RollKey key, Roster roster, Level level, Instant claimedAt)
    {
        var year = SchoolYears.At(roster.Years, key.On);
        var kind = mark is null ? null : roster.Kinds(year).FirstOrDefault(k => k.Code == mark.Kind);
        return new(key.On, key.Start, key.End, claimedAt.InZone(roster.Zone).LocalDateTime, level.Meaning.Rank, roster.Hours(year),
            mark is null ? null : new(kind is not null, kind?.FromRank ?? 0), mark is null ? null : roster.StayOf(mark.Pupil));
    }
}
