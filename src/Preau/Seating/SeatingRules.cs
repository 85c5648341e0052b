using Preau.Accounts;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Seating;

/// <summary>Why not: pure rules of seating. Null is yes.</summary>
public static class SeatingRules
{
    /// <summary>Why a plan may not be kept.</summary>
    /// <param name="unproven">Whoever arranged it chose a name from a list: a plan has one author and no second word beside it, so it would be gone.</param>
    /// <remarks>Shape: pure, total. Errors: seating.unproven (403), rollcall.not-allowed (403), rollcall.unknown-group, rollcall.unknown-pupil.</remarks>
    public static Refusal? WhyRefused(SeatsArranged plan, Roster roster, Level level, bool unproven)
    {
        if (unproven)
        {
            return Refusal.Forbidden("seating.unproven");
        }
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
