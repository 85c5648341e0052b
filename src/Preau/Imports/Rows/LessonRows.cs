using System.Collections.Immutable;
using NodaTime.Text;
using Preau.Imports.Planning;
using Preau.Imports.Reading;

namespace Preau.Imports.Rows;

/// <summary>Teachers, alternations and lessons of a plan as rows to write.</summary>
internal static class LessonRows
{
    public static IEnumerable<RowChange> Of(ImportPlan plan) =>
        plan.Teachers.Where(t => t.Outcome is Outcome.New or Outcome.Changed).SelectMany(Teacher)
            .Concat(plan.Weeks.Where(w => w.Outcome is Outcome.New or Outcome.Left).Select(Week))
            .Concat(plan.Lessons.SelectMany(Lesson));

    private static IEnumerable<RowChange> Teacher(PlannedTeacher teacher)
    {
        var key = new RowKey(teacher.Person);
        if (teacher.UserName is { } name)
        {
            yield return new(Subject.Accounts, true, key, [new("userName", null, name), new("displayName", null, $"{teacher.Read.FirstName} {teacher.Read.FamilyName}")]);
        }
        yield return new(Subject.Levels, true, key, []);
        yield return new(Subject.Teachers, true, key, [new("number", null, teacher.Read.Key)]);
    }

    private static RowChange Week(PlannedWeek week) => new(Subject.Weeks, week.Outcome == Outcome.New, new(Guid.Empty, null, week.Monday, week.Alternation), []);

    private static IEnumerable<RowChange> Lesson(PlannedLesson lesson)
    {
        if (lesson.Before is { } before && lesson.Outcome is Outcome.Left or Outcome.Changed)
        {
            yield return new(Subject.Lessons, false, new(before.Id), [new("until", Differences.Text(before.Until), Differences.Text(lesson.From))]);
        }
        if (lesson.Outcome is not (Outcome.New or Outcome.Changed))
        {
            yield break;
        }
        yield return new(Subject.Lessons, true, new(lesson.Id), Fields(lesson, lesson.Read!));
        foreach (var teacher in lesson.Teachers)
        {
            yield return new(Subject.LessonTeachers, true, new(lesson.Id, teacher), []);
        }
        foreach (var (old, fresh) in lesson.Carried)
        {
            yield return new(Subject.Changes, true, new(fresh), [new("lesson", old.ToString(), lesson.Id.ToString())]);
        }
    }

    private static ImmutableArray<FieldChange> Fields(PlannedLesson lesson, ReadLesson read) =>
    [
        new("group", null, lesson.Group.ToString()), new("subject", null, read.Subject), new("alternation", null, read.Alternation),
        new("weekday", null, Differences.Text((short)read.Weekday)), new("start", null, LocalTimePattern.ExtendedIso.Format(read.Start)),
        new("end", null, LocalTimePattern.ExtendedIso.Format(read.End)), new("room", null, read.Room),
        new("from", null, Differences.Text(lesson.From)), new("until", null, Differences.Text(lesson.Until)),
    ];
}
