using System.Collections.Immutable;
using NodaTime;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>What will be done for one teacher.</summary>
/// <param name="Person">The account; given by the plan when it is new.</param>
/// <param name="UserName">The user name of a new account; null when there is one.</param>
public sealed record PlannedTeacher(Outcome Outcome, Guid Person, ReadTeacher Read, string? UserName);

/// <summary>What will be done to one lesson: begun (new), ended (left), ended and begun anew with other teachers or another room (changed), or left alone.</summary>
/// <param name="Id">The lesson that will be held; given by the plan when it is begun.</param>
/// <param name="Before">The known one; null when new.</param>
/// <param name="From">First day of what is begun; of what is ended the day from which it is no longer held.</param>
/// <param name="Until">The day after the last of what is begun.</param>
/// <param name="Carried">What is otherwise on single days from then on, to be said of the new lesson too.</param>
public sealed record PlannedLesson(
    Outcome Outcome, Guid Id, ReadLesson? Read, KnownLesson? Before, Guid Group, ImmutableArray<Guid> Teachers, LocalDate From, LocalDate Until, ImmutableArray<CarriedChange> Carried);

/// <summary>A change of a lesson that ends, said again of the one that goes on.</summary>
public readonly record struct CarriedChange(Guid Old, Guid New);

/// <summary>What will be done to one week of an alternation: new or left.</summary>
public sealed record PlannedWeek(Outcome Outcome, string Alternation, LocalDate Monday);

/// <summary>The part of a plan that speaks of teachers and lessons.</summary>
internal sealed record TimetablePlan(
    LocalDate From, ImmutableArray<PlannedTeacher> Teachers, ImmutableArray<PlannedLesson> Lessons, ImmutableArray<PlannedWeek> Weeks, ImmutableArray<Remark> Notices);
