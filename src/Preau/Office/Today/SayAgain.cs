using Preau.Foundation;
using Preau.Timetable;

namespace Preau.Office;

/// <summary>The way back from a change that was taken back: the same is said again through its own verb, which checks again.</summary>
public sealed class SayAgain(
    CancelSession cancel, MoveSession move, AddSession add, SayTeacherAbsent absent, Substitute substitute, TakeClassOut classOut)
{
    /// <summary>Does it.</summary>
    /// <returns>The refusal of the verb; null when it was said.</returns>
    public async Task<Refusal?> Do(Act act, TimetableChange was) => (was.Kind switch
    {
        ChangeKind.Cancelled => await cancel.Do(act, new(was.Lesson!.Value, was.From)),
        ChangeKind.Moved => await move.Do(act, new(was.Lesson!.Value, was.From, was.ToDate!.Value, was.ToStart!.Value, was.ToEnd!.Value, was.Room)),
        ChangeKind.Added => await add.Do(act, new(was.Group!.Value, was.From, was.Start!.Value, was.End!.Value, was.Subject ?? "", was.Teacher, was.Room)),
        ChangeKind.TeacherAbsent => await absent.Do(act, new(was.Teacher!.Value, was.From, was.Until, was.Start, was.End)),
        ChangeKind.Substituted => await substitute.Do(act, new(was.Lesson!.Value, was.From, was.Until, was.Substitute!.Value, was.Teacher)),
        _ => await classOut.Do(act, new(was.Group!.Value, was.From, was.Until, was.Out ?? OutReason.Outing, was.Start, was.End)),
    }).Refusal;
}
