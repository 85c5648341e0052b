using System.Collections.Immutable;
using NodaTime;
using Preau.Imports.Planning;
using Preau.Imports.Reading;

namespace Preau.Imports.Rows;

/// <summary>What happened to one row, in words that can be stored and turned round.</summary>
/// <param name="Subject">Which table.</param>
/// <param name="Made">The row was made; else some of its fields were changed.</param>
/// <param name="Key">The row.</param>
/// <param name="Fields">Each field before and after.</param>
public sealed record RowChange(Subject Subject, bool Made, RowKey Key, ImmutableArray<FieldChange> Fields);

/// <summary>Names a row inside its table and year.</summary>
/// <param name="Id">The pupil, group, guardian, person or lesson; of a membership the group, of a guardianship the guardian.</param>
/// <param name="Pupil">Of a membership or guardianship: the pupil. Of a lesson's teacher: the person.</param>
/// <param name="From">Of a membership or guardianship: its first day. Of an alternation's week: its Monday.</param>
/// <param name="Code">Of an alternation's week: the alternation.</param>
public readonly record struct RowKey(Guid Id, Guid? Pupil = null, LocalDate? From = null, string? Code = null);

/// <summary>A plan as rows to write, in an order in which they can be written.</summary>
internal static class PlannedRows
{
    public static ImmutableArray<RowChange> Of(ImportPlan plan) =>
    [
        .. from g in plan.Groups where Writes(g.Outcome)
            select new RowChange(g.IsClass ? Subject.Classes : Subject.Groups, g.Outcome == Outcome.New, new(g.Id), g.Changes),
        .. from p in plan.Pupils where Writes(p.Outcome)
            select new RowChange(Subject.Pupils, p.Outcome == Outcome.New, new(p.Id), p.Changes),
        .. from m in plan.Memberships where Writes(m.Outcome)
            select new RowChange(Subject.Memberships, m.Outcome == Outcome.New, new(m.Group, m.Pupil, m.From), Until(m)),
        .. from g in plan.Guardians where Writes(g.Outcome) && !g.Changes.IsEmpty
            select new RowChange(Subject.Guardians, g.Outcome == Outcome.New, new(g.Id), g.Changes),
        .. from g in plan.Guardianships where Writes(g.Outcome)
            select new RowChange(Subject.Guardianships, g.Outcome == Outcome.New, new(g.Guardian, g.Pupil, g.From), g.Changes),
        .. LessonRows.Of(plan),
    ];

    private static bool Writes(Outcome outcome) => outcome is Outcome.New or Outcome.Changed or Outcome.Left;

    private static ImmutableArray<FieldChange> Until(PlannedMembership m) =>
        m.Outcome == Outcome.New ? [] : [new("until", Differences.Text(m.Before), Differences.Text(m.Until))];
}
