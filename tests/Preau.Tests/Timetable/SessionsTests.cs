using NodaTime;
using Preau.Classes;
using Preau.Foundation;
using Preau.Timetable;

namespace Preau.Tests.Timetable;

/// <summary>Lessons and changes make the sessions of a day. Pure.</summary>
public class SessionsTests
{
    private static readonly LocalDate monday = new(2026, 11, 23);
    private static readonly Guid martin = Guid.CreateVersion7(), bernard = Guid.CreateVersion7(), substitute = Guid.CreateVersion7();
    private static readonly Id<Group> one = Id<Group>.New(), other = Id<Group>.New(), mixed = Id<Group>.New();

    private readonly List<Lesson> lessons = [];
    private readonly List<(Guid Lesson, Guid Person)> teachers = [];
    private readonly List<TimetableChange> changes = [];

    private Lesson Lesson(LocalTime start, LocalTime end, Id<Group>? group = null, string? alternation = null, params Guid[] by)
    {
        var lesson = new Lesson
        {
            Establishment = new(1), SchoolYear = 2026, Id = Id<Lesson>.New(), Group = group ?? one, Subject = "Physique", Weekday = IsoDayOfWeek.Monday,
            Start = start, End = end, From = new(2026, 9, 1), Until = new(2027, 7, 4), Alternation = alternation,
        };
        lessons.Add(lesson);
        teachers.AddRange((by.Length > 0 ? by : [martin]).Select(person => (lesson.Id.Value, person)));
        return lesson;
    }

    private TimetableChange Change(ChangeKind kind, LocalDate? from = null, LocalDate? until = null)
    {
        var change = new TimetableChange
        {
            Establishment = new(1), SchoolYear = 2026, Id = Id<TimetableChange>.New(), Kind = kind, From = from ?? monday, Until = until ?? (from ?? monday).PlusDays(1), SaidAt = default,
        };
        return change;
    }

    private IReadOnlyList<Session> On(LocalDate on, DaySettings? settings = null)
    {
        (Guid, Guid)[] classes = [(one.Value, one.Value), (other.Value, other.Value), (mixed.Value, one.Value), (mixed.Value, other.Value)];
        return new YearTimetable(SchoolDayTests.Calendar(settings), lessons, teachers.ToLookup(t => t.Lesson, t => t.Person), changes,
            classes.ToLookup(c => c.Item1, c => c.Item2)).On(on);
    }

    [Fact]
    public void A_lesson_is_held_on_its_weekday_in_its_weeks()
    {
        Lesson(new(8, 0), new(8, 55), alternation: "B");
        Lesson(new(9, 0), new(9, 50));
        Assert.Single(On(monday));
        Assert.Equal(2, On(monday.PlusWeeks(1)).Count);
        Assert.Empty(On(monday.PlusDays(1)));
        Assert.Equal(On(monday)[0].Id, On(monday)[0].Id);
        Assert.NotEqual(On(monday)[0].Id, On(monday.PlusWeeks(1))[1].Id);
    }

    [Fact]
    public void A_double_lesson_is_called_each_hour_unless_the_school_calls_it_once()
    {
        Lesson(new(15, 0), new(16, 50));
        Assert.Equal([(new LocalTime(15, 0), new LocalTime(15, 55)), (new(15, 55), new(16, 50))], On(monday).Select(s => (s.Start, s.End)));
        var once = DaySettings.Usual(new(1), 2026);
        once.RollPerHour = false;
        Assert.Equal((new LocalTime(15, 0), new LocalTime(16, 50)), On(monday, once).Select(s => (s.Start, s.End)).Single());
    }

    [Fact]
    public void A_cancelled_lesson_is_shown_and_not_due_and_a_withdrawal_restores_it()
    {
        var lesson = Lesson(new(8, 0), new(8, 55));
        changes.Add(Change(ChangeKind.Cancelled) with { Lesson = lesson.Id });
        Assert.Equal((SessionState.Cancelled, SessionReason.Cancelled), (On(monday)[0].State, On(monday)[0].Why));
        Assert.Equal(SessionState.Due, On(monday.PlusWeeks(1))[0].State);
        changes.Clear();
        Assert.Equal(SessionState.Due, On(monday)[0].State);
    }

    [Fact]
    public void A_moved_lesson_is_due_where_it_goes_even_on_a_closed_day()
    {
        var lesson = Lesson(new(8, 0), new(8, 55));
        changes.Add(Change(ChangeKind.Moved) with { Lesson = lesson.Id, ToDate = monday.PlusDays(5), ToStart = new(10, 0), ToEnd = new(11, 0), Room = "B2" });
        Assert.Equal(SessionState.Moved, On(monday)[0].State);
        var there = Assert.Single(On(monday.PlusDays(5)));
        Assert.Equal((SessionState.Due, new LocalTime(10, 0), "B2", lesson.Id.Value), (there.State, there.Start, there.Room, there.Lesson));
    }

    [Fact]
    public void An_absent_teacher_s_lesson_is_not_held_unless_somebody_stands_in()
    {
        var (alone, together) = (Lesson(new(8, 0), new(8, 55)), Lesson(new(10, 5), new(11, 0), by: [martin, bernard]));
        changes.Add(Change(ChangeKind.TeacherAbsent) with { Teacher = martin });
        Assert.Equal((SessionState.Cancelled, SessionReason.TeacherAbsent), (On(monday)[0].State, On(monday)[0].Why));
        Assert.Equal((SessionState.Due, bernard), (On(monday)[1].State, On(monday)[1].Teachers.Single()));
        Assert.Equal([martin], On(monday)[0].Absent);
        changes.Add(Change(ChangeKind.Substituted) with { Lesson = alone.Id, Substitute = substitute });
        Assert.Equal((SessionState.Due, substitute), (On(monday)[0].State, On(monday)[0].Teachers.Single()));
        Assert.Equal(together.Id.Value, On(monday)[1].Lesson);
    }

    [Fact]
    public void A_teacher_absent_in_the_morning_gives_the_afternoon_s_lesson()
    {
        Lesson(new(8, 0), new(8, 55));
        Lesson(new(12, 55), new(13, 50));
        changes.Add(Change(ChangeKind.TeacherAbsent) with { Teacher = martin, End = new(12, 0) });
        Assert.Equal([SessionState.Cancelled, SessionState.Due], On(monday).Select(s => s.State));
    }

    [Fact]
    public void A_class_that_is_out_is_not_called_and_a_mixed_group_only_when_all_its_classes_are_out()
    {
        Lesson(new(8, 0), new(8, 55));
        Lesson(new(8, 55), new(9, 50), mixed);
        changes.Add(Change(ChangeKind.ClassOut) with { Group = one, Out = OutReason.Placement });
        Assert.Equal([SessionState.Out, SessionState.Due], On(monday).Select(s => s.State));
        Assert.Equal(SessionReason.Placement, On(monday)[0].Why);
        changes.Add(Change(ChangeKind.ClassOut) with { Group = other, Out = OutReason.Outing });
        Assert.Equal(SessionState.Out, On(monday)[1].State);
    }

    [Fact]
    public void An_added_session_is_due()
    {
        changes.Add(Change(ChangeKind.Added) with { Group = other, Start = new(17, 0), End = new(18, 0), Subject = "Chorale", Teacher = bernard });
        var added = Assert.Single(On(monday));
        Assert.Equal((SessionState.Due, "Chorale", bernard, (Guid?)null), (added.State, added.Subject, added.Teachers.Single(), added.Lesson));
    }
}
