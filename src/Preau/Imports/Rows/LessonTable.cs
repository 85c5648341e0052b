using NodaTime;
using NodaTime.Text;
using Preau.Classes;
using Preau.Foundation;
using Preau.Imports.Reading;
using Preau.Timetable;

namespace Preau.Imports.Rows;

internal sealed class LessonTable : Table<Lesson>
{
    /// <summary>What tells a lesson that an import made from one made by hand.</summary>
    public const string Source = "sts";

    public override bool Holds(Subject subject) => subject == Subject.Lessons;

    public override IQueryable<Lesson> Of(PreauDb db, short year) => db.Lessons.Where(l => l.SchoolYear == year);

    public override RowKey Key(Lesson row) => new(row.Id.Value);

    public override Lesson Make(EstablishmentId establishment, short year, RowChange change) => new()
    {
        Establishment = establishment, SchoolYear = year, Id = new(change.Key.Id), Group = new Id<Group>(Guid.Parse(After(change, "group")!)),
        Subject = After(change, "subject")!, Alternation = After(change, "alternation"), Weekday = (IsoDayOfWeek)Number(After(change, "weekday"))!.Value,
        Start = Time(change, "start"), End = Time(change, "end"), Room = After(change, "room"),
        From = Day(After(change, "from"))!.Value, Until = Day(After(change, "until"))!.Value, Source = Source,
    };

    public override string? Get(Lesson row, string field) => field switch
    {
        "group" => row.Group.Value.ToString(),
        "subject" => row.Subject,
        "alternation" => row.Alternation,
        "weekday" => Text((short)row.Weekday),
        "start" => LocalTimePattern.ExtendedIso.Format(row.Start),
        "end" => LocalTimePattern.ExtendedIso.Format(row.End),
        "room" => row.Room,
        "from" => Text(row.From),
        "until" => Text(row.Until),
        _ => throw NoField(field),
    };

    /// <summary>Of a lesson only its end moves; all else is said when it is made.</summary>
    public override void Set(Lesson row, string field, string? value)
    {
        if (field == "until")
        {
            row.Until = Day(value)!.Value;
        }
    }

    private static LocalTime Time(RowChange change, string field) => LocalTimePattern.ExtendedIso.Parse(After(change, field)!).Value;
}

internal sealed class LessonTeacherTable : Table<LessonTeacher>
{
    public override bool Holds(Subject subject) => subject == Subject.LessonTeachers;

    public override IQueryable<LessonTeacher> Of(PreauDb db, short year) => db.LessonTeachers.Where(t => t.SchoolYear == year);

    public override RowKey Key(LessonTeacher row) => new(row.Lesson.Value, row.Person);

    public override LessonTeacher Make(EstablishmentId establishment, short year, RowChange change) => new()
    {
        Establishment = establishment, SchoolYear = year, Lesson = new(change.Key.Id), Person = change.Key.Pupil!.Value,
    };

    public override string? Get(LessonTeacher row, string field) => throw NoField(field);

    public override void Set(LessonTeacher row, string field, string? value) => throw NoField(field);
}
