using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>Why not: pure rules of the roll call. Null is yes.</summary>
public static class RollCallRules
{
    /// <summary>How long after the bell a roll may stay uncalled before the board asks for it.</summary>
    public static readonly NodaTime.Period Patience = NodaTime.Period.FromMinutes(10);

    /// <summary>The state of an hour that nobody called.</summary>
    /// <param name="start">The bell, on the school's wall clock.</param>
    /// <param name="end">The end (exclusive).</param>
    /// <remarks>Shape: pure, total.</remarks>
    public static CellState Uncalled(NodaTime.LocalDateTime start, NodaTime.LocalDateTime end, NodaTime.LocalDateTime now)
    {
        if (now < start)
        {
            return CellState.Later;
        }
        if (now >= end)
        {
            return CellState.Missed;
        }
        return now < start + Patience ? CellState.Due : CellState.Overdue;
    }

    /// <summary>Why a fact of the roll call may not enter the log.</summary>
    /// <param name="fact">A <see cref="MarkedFact"/> or <see cref="ValidatedFact"/>.</param>
    /// <param name="level">The author's highest level here.</param>
    /// <remarks>
    /// Shape: pure, total. A late receipt never refuses. Errors: rollcall.not-allowed (403), rollcall.unknown-group, rollcall.unknown-pupil,
    /// rollcall.empty. Source: docs/decisions/0005.
    /// </remarks>
    public static Refusal? WhyRefused(object fact, Roster roster, Level level)
    {
        if (!level.Meaning.MayTakeRolls)
        {
            return Refusal.Forbidden("rollcall.not-allowed");
        }
        var key = fact is MarkedFact marked ? marked.Roll : ((ValidatedFact)fact).Roll;
        if (!roster.HasGroup(key.Group))
        {
            return Refusal.Unknown("rollcall.unknown-group");
        }
        return fact switch
        {
            MarkedFact one => roster.HasPupil(one.Pupil) ? null : Refusal.Unknown("rollcall.unknown-pupil"),
            ValidatedFact { Shown.Count: 0 } => Refusal.Malformed("rollcall.empty"),
            ValidatedFact whole => whole.Shown.All(roster.HasPupil) ? null : Refusal.Unknown("rollcall.unknown-pupil"),
            _ => Refusal.Malformed("fact.malformed"),
        };
    }
}
