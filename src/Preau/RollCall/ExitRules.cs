using NodaTime;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>What the gate is told of one pupil at one moment.</summary>
/// <param name="May">Whether the pupil may go out alone.</param>
/// <param name="Why">Why, and what the words say of it.</param>
/// <param name="Until">When the next or present lesson that keeps the pupil starts or ends; null when none does.</param>
public readonly record struct GateWord(bool May, GateReason Why, LocalTime? Until);

/// <summary>Why the gate opens or not.</summary>
public enum GateReason
{
    /// <summary>The day of the pupil is over, or the half-day of one who eats at home; or the school is closed.</summary>
    DayOver,
    /// <summary>No lesson in this hour, and the regime allows it.</summary>
    FreeHour,
    /// <summary>Announced away: the family asked.</summary>
    Announced,
    /// <summary>Only with a grown-up.</summary>
    Accompanied,
    /// <summary>In a lesson now.</summary>
    InLesson,
    /// <summary>A lesson is still to come.</summary>
    LessonToCome,
    /// <summary>The timetable has an hour to come, though it is not held.</summary>
    PlannedHourToCome,
    /// <summary>Without a timetable nobody can tell: ask vie scolaire.</summary>
    NoTimetable,
}

/// <summary>May this pupil leave the house now? Pure.</summary>
public static class ExitRules
{
    /// <summary>The answer.</summary>
    /// <param name="boards">A half-boarder or boarder stays for the whole day; others leave at the end of each half-day.</param>
    /// <remarks>
    /// Shape: pure, total. A lesson from which the pupil is known to be away does not keep him. A class that is out keeps nobody at the gate.
    /// Source: règlement intérieur; school.md §4.2 (régimes de sortie).
    /// </remarks>
    public static GateWord Of(DayPlan plan, Guid pupil, ExitRegime regime, bool boards, LocalTime now)
    {
        if (plan.AwayAt(pupil, now, now.PlusMinutes(1)) is { Kind: "A" })
        {
            return new(true, GateReason.Announced, null);
        }
        if (!plan.HasTimetable)
        {
            return new(false, GateReason.NoTimetable, null);
        }
        var own = plan.Sessions.Where(p => p.Pupils.Contains(pupil)).ToList();
        var held = own.Where(p => p.Session.State == SessionState.Due && p.Expected.Contains(pupil)).Select(p => p.Session).ToList();
        if (held.FirstOrDefault(s => s.Start <= now && now < s.End) is { } under)
        {
            return new(false, GateReason.InLesson, under.End);
        }
        var (noon, morning) = (plan.Day.Noon, now < plan.Day.Noon);
        var lunch = !boards && !morning && !own.Any(p => p.Session.Start >= noon && p.Session.Start <= now);
        bool IsToCome(Session s) => s.End > now && !lunch && (boards || s.Start < noon == morning);
        var planned = own.Select(p => p.Session).Where(IsToCome).OrderBy(s => s.Start).ToList();
        var next = held.Where(IsToCome).OrderBy(s => s.Start).FirstOrDefault();
        return regime switch
        {
            ExitRegime.Accompanied => new(false, GateReason.Accompanied, next?.Start),
            ExitRegime.Free => next is null ? new(true, GateReason.DayOver, null) : new(true, GateReason.FreeHour, next.Start),
            ExitRegime.LastLesson => next is null ? new(true, GateReason.DayOver, null) : new(false, GateReason.LessonToCome, next.Start),
            _ => planned.Count == 0 ? new(true, GateReason.DayOver, null)
                : new(false, next is null ? GateReason.PlannedHourToCome : GateReason.LessonToCome, (next ?? planned[0]).Start),
        };
    }
}
