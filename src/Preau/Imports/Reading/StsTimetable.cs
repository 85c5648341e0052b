using NodaTime;
using NodaTime.Text;
using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>Reads STS files: subjects, teachers, classes and groups; of EDT_STS also alternations, rooms and lessons.</summary>
/// <remarks>Source: the element names that published importers of these files read; there is no public specification.</remarks>
internal sealed class StsTimetable(Entry entry, Ledger ledger, Gathering gathering, ReadingLimits limits, bool hasHours)
{
    private const int LongestSubject = 80;
    private static readonly LocalTimePattern clock = LocalTimePattern.CreateWithInvariantCulture("HHmm");
    private readonly Dictionary<string, string> subjects = [];
    private readonly Dictionary<string, string> rooms = [];
    private bool begun;

    public void Take(Met met)
    {
        if (!begun)
        {
            begun = true;
            gathering.SpeaksOfLessons(hasHours);
        }
        if (gathering.LessonCount > limits.Lessons || gathering.TeacherCount > limits.Teachers)
        {
            throw new UnreadableFile(entry.At(met.Branch.Line), Refusal.Malformed("imports.too-many-lessons", entry.Name, limits.Lessons, limits.Teachers));
        }
        var b = met.Branch;
        switch (b.Name)
        {
            case "MATIERE": Name(subjects, b, "LIBELLE_EDITION", "LIBELLE_LONG", "LIBELLE_COURT", "CODE_GESTION"); break;
            case "SALLE_COURS": Name(rooms, b, "LIBELLE_COURT", "LIBELLE_LONG"); break;
            case "INDIVIDU": Teacher(b); break;
            case "ALTERNANCE": Alternation(b); break;
            case "DIVISION" or "GROUPE": Structure(b, b.Name == "DIVISION"); break;
        }
    }

    private static void Name(Dictionary<string, string> names, Branch b, params ReadOnlySpan<string> labels)
    {
        if (b.Attribute("CODE") is { } code)
        {
            names[code] = b.Value(labels) ?? code;
        }
    }

    /// <summary>Everybody is kept until the end: who has a service teaches, whatever the function says.</summary>
    private void Teacher(Branch b)
    {
        var where = entry.At(b.Line, b.Name);
        if (Key(b) is not { } key)
        {
            ledger.Refuse(Subject.Teachers, where, "imports.line.missing", "ID");
            return;
        }
        var record = new OneRecord(ledger, Subject.Teachers);
        var family = record.Name(new Field(b.Value("NOM_USAGE", "NOM_PATRONYMIQUE"), entry.At(b.Line, "NOM_USAGE")));
        var first = record.Name(new Field(b.Value("PRENOM"), entry.At(b.Line, "PRENOM")));
        if (!record.IsRefused)
        {
            gathering.Add(new ReadTeacher(where, key, family, first), teaches: b.Value("FONCTION") == "ENS");
        }
    }

    private void Alternation(Branch b)
    {
        var where = entry.At(b.Line, b.Name);
        if (new Field(b.Attribute("CODE"), where).Clean is not { Length: <= 20 } code)
        {
            ledger.Refuse(Subject.Weeks, where, "imports.line.missing", "CODE");
            return;
        }
        var record = new OneRecord(ledger, Subject.Weeks);
        var weeks = b.Within("DATE_DEBUT_SEMAINE").Select(week => record.Date(new Field(week.Text, entry.At(week.Line, week.Name)))).OfType<LocalDate>().ToList();
        gathering.AddWeeks(code, weeks.Select(day => day.DayOfWeek == IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday)));
    }

    private void Structure(Branch b, bool isClass)
    {
        var where = entry.At(b.Line, b.Name);
        if (new Field(b.Attribute("CODE"), where).Clean is not { } code)
        {
            ledger.Refuse(isClass ? Subject.Classes : Subject.Groups, where, "imports.line.missing", "CODE");
            return;
        }
        gathering.AddTaught(new ReadGroup(where, isClass, code, new Field(b.Value("LIBELLE_LONG"), where).Clean ?? code));
        foreach (var service in b.Within("SERVICE"))
        {
            var subject = Subjects(service.Attribute("CODE_MATIERE"));
            gathering.AddService(isClass, code, subject);
            foreach (var teacher in service.Within("ENSEIGNANT"))
            {
                gathering.Teaches(Key(teacher));
                foreach (var lesson in hasHours ? teacher.Within("COURS") : [])
                {
                    Lesson(lesson, isClass, code, subject, Key(teacher));
                }
            }
        }
    }

    private void Lesson(Branch b, bool isClass, string group, string subject, string? teacher)
    {
        var where = entry.At(b.Line, b.Name);
        var (day, from, lasts) = (b.Value("JOUR"), b.Value("HEURE_DEBUT"), b.Value("DUREE"));
        if (day is not [>= '1' and <= '7'] || !Time(from, out var start) || !Time(lasts, out var duration) || duration == LocalTime.Midnight
            || start.TickOfDay + duration.TickOfDay >= NodaConstants.TicksPerDay)
        {
            ledger.Refuse(Subject.Lessons, where, "imports.line.bad-hours", Shown.Name($"{day} {from} {lasts}"));
            gathering.RefusedLesson(group);
            return;
        }
        var room = b.Value("CODE_SALLE");
        gathering.Add(new ReadLesson(where, isClass, group, subject, b.Value("CODE_ALTERNANCE"), (IsoDayOfWeek)(day[0] - '0'), start,
            start.PlusTicks(duration.TickOfDay), room is null ? null : rooms.GetValueOrDefault(room, room), teacher is null ? [] : [teacher]));
    }

    private string Subjects(string? code)
    {
        var subject = code is null ? "–" : subjects.GetValueOrDefault(code, code);
        return subject.Length <= LongestSubject ? subject : subject[..LongestSubject];
    }

    /// <summary>HHMM, as published; a colon between is tolerated.</summary>
    private static bool Time(string? text, out LocalTime time) =>
        clock.Parse((text ?? "").Replace(":", "", StringComparison.Ordinal).PadLeft(4, '0')).TryGetValue(LocalTime.Midnight, out time);

    private static string? Key(Branch b) => b.Attribute("ID") is { Length: <= 30 } id ? $"{b.Attribute("TYPE") ?? "epp"}:{id}" : null;
}
