using System.Buffers.Binary;
using NodaTime;

namespace Preau.Timetable;

/// <summary>Lessons and changes to the sessions of a day. Pure.</summary>
public static class Sessions
{
    /// <summary>The sessions of a day.</summary>
    /// <returns>By start, then subject. A closed day has only what was added or moved to it.</returns>
    /// <remarks>Shape: pure, total. Source: spec/timetable/due.json.</remarks>
    public static IReadOnlyList<Session> Of(YearTimetable timetable, SchoolDay day)
    {
        var on = day.On;
        var today = timetable.Changes.Where(change => change.From <= on && on < change.Until).ToList();
        var held = day.IsOpen ? timetable.Lessons.Where(lesson => IsHeld(lesson, day)).SelectMany(lesson => Plain(timetable, day, lesson)) : [];
        var added = today.Where(change => change.Kind == ChangeKind.Added).SelectMany(change => Added(timetable, day, change));
        var moved = timetable.Changes.Where(change => change.Kind == ChangeKind.Moved && change.ToDate == on).SelectMany(change => MovedHere(timetable, day, change));
        var planned = held.Select(session => WithoutTeachers(Cancelled(session, today), today)).Concat(added.Concat(moved).Select(session => WithoutTeachers(session, today)));
        return [.. planned.Select(session => OutOfHouse(session, timetable, today)).OrderBy(s => s.Start).ThenBy(s => s.Subject, StringComparer.Ordinal).ThenBy(s => s.Id)];
    }

    private static bool IsHeld(Lesson lesson, SchoolDay day) =>
        lesson.Weekday == day.On.DayOfWeek && lesson.From <= day.On && day.On < lesson.Until
        && (lesson.Alternation is null || day.Alternations.Contains(lesson.Alternation));

    private static IEnumerable<Session> Plain(YearTimetable timetable, SchoolDay day, Lesson lesson) =>
        Parts(timetable, day, lesson.Start, lesson.End).Select(part => new Session(IdOf(lesson.Id.Value, day.On, part.Start), lesson.Id.Value, day.On, part.Start, part.End,
            lesson.Group.Value, lesson.Subject, [.. timetable.Teachers[lesson.Id.Value]], [], lesson.Room, SessionState.Due, null));

    private static IEnumerable<Session> Added(YearTimetable timetable, SchoolDay day, TimetableChange change) =>
        Parts(timetable, day, change.Start!.Value, change.End!.Value).Select(part => new Session(IdOf(change.Id.Value, day.On, part.Start), null, day.On, part.Start, part.End,
            change.Group!.Value.Value, change.Subject ?? "", change.Teacher is { } teacher ? [teacher] : [], [], change.Room, SessionState.Due, null));

    private static IEnumerable<Session> MovedHere(YearTimetable timetable, SchoolDay day, TimetableChange change) =>
        timetable.Lessons.Where(lesson => lesson.Id == change.Lesson).SelectMany(lesson =>
            Parts(timetable, day, change.ToStart!.Value, change.ToEnd!.Value).Select(part => new Session(IdOf(change.Id.Value, day.On, part.Start), lesson.Id.Value, day.On,
                part.Start, part.End, lesson.Group.Value, lesson.Subject, [.. timetable.Teachers[lesson.Id.Value]], [], change.Room ?? lesson.Room, SessionState.Due, null)));

    /// <summary>A lesson over several hours is parted at the bell when the school calls each hour.</summary>
    private static IEnumerable<(LocalTime Start, LocalTime End)> Parts(YearTimetable timetable, SchoolDay day, LocalTime start, LocalTime end)
    {
        var hours = timetable.Calendar.Settings.RollPerHour ? day.Filled(start, end).ToList() : [];
        return hours.Count < 2 ? [(start, end)] : hours.Select((hour, i) =>
            (i == 0 ? start : hour.Start, i == hours.Count - 1 ? end : hour.End));
    }

    private static Session Cancelled(Session session, List<TimetableChange> today)
    {
        foreach (var change in today.Where(change => change.Lesson?.Value == session.Lesson && change.Holds(session.On, session.Start, session.End)))
        {
            if (change.Kind is ChangeKind.Cancelled)
            {
                return session with { State = SessionState.Cancelled, Why = SessionReason.Cancelled };
            }
            if (change.Kind is ChangeKind.Moved)
            {
                return session with { State = SessionState.Moved, Why = SessionReason.Moved };
            }
        }
        return session;
    }

    /// <summary>Absent teachers leave, substitutes come; who had teachers and has none is not held.</summary>
    private static Session WithoutTeachers(Session session, List<TimetableChange> today)
    {
        var here = today.Where(change => change.Holds(session.On, session.Start, session.End)).ToList();
        var absent = here.Where(change => change.Kind == ChangeKind.TeacherAbsent).Select(change => change.Teacher!.Value).ToHashSet();
        var replaced = here.Where(change => change.Kind == ChangeKind.Substituted && change.Lesson?.Value == session.Lesson).ToList();
        var gone = session.Teachers.Where(teacher => absent.Contains(teacher) || replaced.Any(change => change.Teacher is null || change.Teacher == teacher)).ToList();
        var substitutes = replaced.Select(change => change.Substitute!.Value).Where(person => !absent.Contains(person));
        if (gone.Count == 0 && replaced.Count == 0)
        {
            return session;
        }
        Guid[] teachers = [.. session.Teachers.Except(gone).Concat(substitutes).Distinct()];
        var left = session with { Teachers = teachers, Absent = gone };
        return teachers.Length == 0 && session.State == SessionState.Due ? left with { State = SessionState.Cancelled, Why = SessionReason.TeacherAbsent } : left;
    }

    /// <summary>Out when the group itself or every class that it is made of is out.</summary>
    private static Session OutOfHouse(Session session, YearTimetable timetable, List<TimetableChange> today)
    {
        var outs = today.Where(change => change.Kind == ChangeKind.ClassOut && change.Holds(session.On, session.Start, session.End)).ToList();
        if (session.State != SessionState.Due || outs.Count == 0)
        {
            return session;
        }
        var groups = outs.Select(change => change.Group!.Value.Value).ToHashSet();
        var classes = timetable.ClassesOf[session.Group].ToList();
        if (!groups.Contains(session.Group) && !(classes.Count > 0 && classes.All(groups.Contains)))
        {
            return session;
        }
        var change = outs.First(change => change.Group!.Value.Value == session.Group || classes.Contains(change.Group.Value.Value));
        var why = change.Out switch { OutReason.Placement => SessionReason.Placement, OutReason.Exam => SessionReason.Exam, _ => SessionReason.Outing };
        return session with { State = SessionState.Out, Why = why };
    }

    /// <summary>An id of its own for the lesson on that date and hour, the same each time.</summary>
    private static Guid IdOf(Guid lesson, LocalDate on, LocalTime start)
    {
        Span<byte> bytes = stackalloc byte[16];
        lesson.TryWriteBytes(bytes, bigEndian: true, out _);
        var mixed = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) ^ ((((ulong)(uint)on.DayNumber) << 11) | (uint)(start.Hour * 60 + start.Minute));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], mixed);
        return new(bytes, bigEndian: true);
    }
}

file static class Days
{
    extension(LocalDate date)
    {
        public int DayNumber => NodaTime.Period.DaysBetween(new LocalDate(2000, 1, 1), date);
    }
}
