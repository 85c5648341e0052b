using Preau.Accounts;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Seating;

/// <summary>Why not: pure rules of seating. Null is yes.</summary>
public static class SeatingRules
{
    /// <summary>Why a plan may not be kept.</summary>
    /// <remarks>Shape: pure, total. Errors: rollcall.not-allowed (403), rollcall.unknown-group, rollcall.unknown-pupil.</remarks>
    public static Refusal? WhyRefused(SeatsArranged plan, Roster roster, Level level)
    {
        if (!level.Meaning.MayTakeRolls)
        {
            return Refusal.Forbidden("rollcall.not-allowed");
        }
        if (!roster.HasGroup(plan.Group))
        {
            return Refusal.Unknown("rollcall.unknown-group");
        }
        return plan.Seats.All(seat => roster.HasPupil(seat.Pupil)) ? null : Refusal.Unknown("rollcall.unknown-pupil");
    }
}
