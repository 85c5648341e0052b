using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.Demo;

/// <summary>Fills the demo lycée's week: teachers, halves, languages, lessons, holidays.</summary>
internal sealed class DemoLycee(Database database, AddPerson addPerson, SchoolClock clock)
{
    private static readonly string[] names =
    [
        "AMBERT", "BASTIDE", "CAZAL", "DELMAS", "ESCANDE", "FABRE", "GRANIER", "HUGON", "IZARD", "JALABERT", "LAFON", "MALAVAL", "NOUGARET", "OUSTRIC", "PRADAL",
        "QUINTARD", "RAYNAL", "SABATIER", "TEULIER", "VAYSSE",
    ];

    /// <summary>Does it.</summary>
    /// <param name="first">The two teachers who sign in: they have a lesson each hour.</param>
    public async Task Fill(EstablishmentId lycee, IReadOnlyList<Guid> first, CancellationToken stop)
    {
        var act = new Act(null, lycee, null, clock.Now, "demo");
        var teachers = first.ToList();
        for (var i = teachers.Count; i < DemoTimetable.Teachers; i++)
        {
            var (name, initial) = (names[i % names.Length], "ABC"[i / names.Length]);
            var added = await addPerson.Do(act, new($"demo-{name.ToLowerInvariant()}-{initial}".ToLowerInvariant(), $"{initial}. {name}", null, Level.Teacher), stop);
            teachers.Add(added.Value?.Person ?? throw new InvalidOperationException($"The demo town was refused: {added.Refusal?.Code}."));
        }
        await database.Write<Done>(act, tx => Plan(tx, teachers, stop), stop);
    }

    private async Task<Answer<Done>> Plan(Tx tx, List<Guid> teachers, CancellationToken stop)
    {
        var year = await tx.Db.SchoolYears.FirstAsync(stop);
        var classes = await tx.Db.Groups.Where(g => g.Kind == GroupKind.Class).ToListAsync(stop);
        var inDemoOrder = DemoClasses.Lycee.Select(demo => classes.Single(g => g.Code == demo.Code)).ToList();
        var today = clock.Today("Europe/Paris");
        var (weekdays, settings) = DemoYear.Arrange(tx.Act.Establishment, year, today);
        tx.Db.Add(settings);
        tx.Db.AddRange(DemoYear.Closures(tx.Act.Establishment, year, today));
        tx.Db.AddRange(DemoYear.Weeks(tx.Act.Establishment, year));
        var parts = await Parts(tx, year, inDemoOrder, stop);
        var bell = UsualBell.For(tx.Act.Establishment, year).ToList();
        foreach (var planned in DemoTimetable.Week(weekdays))
        {
            var lesson = new Lesson
            {
                Establishment = tx.Act.Establishment, SchoolYear = year.Year, Id = Id<Lesson>.New(), Subject = planned.Subject, Weekday = planned.Weekday,
                Group = planned.Part == DemoTimetable.Part.Whole ? inDemoOrder[planned.Class].Id : parts[(planned.Class, planned.Part)],
                Start = bell[planned.Hour].Start, End = bell[planned.Hour + planned.Hours - 1].End, From = year.From, Until = year.Until,
                Room = planned.Room, Alternation = planned.Alternation,
            };
            tx.Db.Add(lesson);
            tx.Db.Add(new LessonTeacher { Establishment = tx.Act.Establishment, SchoolYear = year.Year, Lesson = lesson.Id, Person = teachers[planned.Teacher] });
        }
        await tx.Log("demo-timetable-loaded", year.Year, new { teachers = teachers.Count }, Touches.Reference);
        return Done.It;
    }

    /// <summary>Halves of the secondes, and the two language groups of two premières.</summary>
    private static async Task<Dictionary<(int, DemoTimetable.Part), Id<Group>>> Parts(Tx tx, SchoolYear year, List<Group> classes, CancellationToken stop)
    {
        var pupils = (await tx.Db.GroupPupils.Where(m => m.SchoolYear == year.Year).OrderBy(m => m.Pupil).ToListAsync(stop)).ToLookup(m => m.Group, m => m.Pupil);
        var parts = new Dictionary<(int, DemoTimetable.Part), Id<Group>>();
        for (var c = 0; c < DemoTimetable.Halved; c++)
        {
            var own = pupils[classes[c].Id].ToList();
            parts[(c, DemoTimetable.Part.First)] = Add(tx, year, $"{classes[c].Code}G1", $"{classes[c].Label} groupe 1", own[..15]);
            parts[(c, DemoTimetable.Part.Second)] = Add(tx, year, $"{classes[c].Code}G2", $"{classes[c].Label} groupe 2", own[15..]);
        }
        var (one, other) = (pupils[classes[DemoTimetable.Mixed.One].Id].ToList(), pupils[classes[DemoTimetable.Mixed.Other].Id].ToList());
        parts[(DemoTimetable.Mixed.One, DemoTimetable.Part.Spanish)] = Add(tx, year, "1ESP1", "1re espagnol 1", [.. one[..15], .. other[..15]]);
        parts[(DemoTimetable.Mixed.Other, DemoTimetable.Part.German)] = Add(tx, year, "1ALL1", "1re allemand 1", [.. one[15..], .. other[15..]]);
        return parts;
    }

    private static Id<Group> Add(Tx tx, SchoolYear year, string code, string label, IEnumerable<Id<Pupil>> pupils)
    {
        var group = new Group { Establishment = tx.Act.Establishment, SchoolYear = year.Year, Id = Id<Group>.New(), Code = code, Label = label, Kind = GroupKind.Group };
        tx.Db.Add(group);
        tx.Db.AddRange(pupils.Select(p => new GroupPupil { Establishment = tx.Act.Establishment, SchoolYear = year.Year, Group = group.Id, Pupil = p, From = year.From }));
        return group.Id;
    }
}
