using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Group = Preau.Classes.Group;
using Preau.Foundation;
using Preau.Imports;
using Preau.Imports.Planning;
using Preau.Imports.Reading;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Timetable;
using Xunit;

namespace Preau.Tests.Imports;

/// <summary>A timetable out of STS files, on both engines: imported, imported again in mid-year, undone; the past stands still.</summary>
public sealed class TimetableImportTests
{
    private static readonly DateTimeZone paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static LocalDate Today(Fresh school) => school.Town.Now.InZone(paris).Date;

    /// <summary>The upward file, its year around today whatever the day of the test.</summary>
    private static GivenFile Edt(Fresh school, Func<string, string>? change = null) => Samples.Changed("emp_sts_9990001X_2026.xml", text =>
    {
        var (from, until) = (Today(school).PlusDays(-120), Today(school).PlusDays(120));
        text = Regex.Replace(text, "<DATE_DEBUT>.*?</DATE_DEBUT>", $"<DATE_DEBUT>{from:uuuu-MM-dd}</DATE_DEBUT>");
        text = Regex.Replace(text, "<DATE_FIN>.*?</DATE_FIN>", $"<DATE_FIN>{until:uuuu-MM-dd}</DATE_FIN>");
        return change?.Invoke(text) ?? text;
    });

    private static async Task<RunImport.Ended> Run(Fresh school, LocalDate? from, params GivenFile[] files)
    {
        var ended = await school.Town.Service<RunImport>().Do(null, new(school.Code, files, true, 2026, false, new ReadingOptions(), from));
        Assert.True(ended.Refused is null, ended.Refused?.Reason.Code);
        return ended;
    }

    /// <summary>Pupils and timetable since thirty days ago, open every day of the week.</summary>
    private static async Task<Fresh> Opened(string engine)
    {
        var school = await Fresh.On(engine);
        await Run(school, Today(school).PlusDays(-30), [Edt(school), .. Samples.Consistent]);
        Town.Must(await school.Town.Service<ArrangeDay>().Do(await school.Act(), new(2026, [.. Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)], new(12, 0))));
        return school;
    }

    [Theory, OnBothEngines]
    public async Task It_arrives_whole_and_once_and_goes_by_an_undo(string engine)
    {
        var school = await Fresh.On(engine);
        var ended = await Run(school, null, [Edt(school), .. Samples.Consistent]);
        var (teachers, lessons) = (ended.Prepared!.Plan.Count(Subject.Teachers), ended.Prepared.Plan.Count(Subject.Lessons));
        Assert.Equal((new Tally(6, 0, 0, 0, 0, 0), new Tally(56, 0, 0, 0, 0, 0), Today(school)), (teachers, lessons, ended.Prepared.Plan.LessonsFrom));
        await using var db = await school.Db();
        Assert.Equal((56, 56, 6, 60), (await db.Lessons.CountAsync(), await db.LessonTeachers.CountAsync(), await db.TeacherNumbers.CountAsync(), await db.Pupils.CountAsync()));
        var id = await school.Id();
        var colleague = await db.People.SingleAsync(p => p.DisplayName == "Mohamed BŒUF" && db.Set<Membership>().Any(m => m.Establishment == id && m.Person == p.Id));
        Assert.StartsWith("mohamed.boeuf", colleague.UserName);
        Assert.Null(colleague.PasswordHash);
        Assert.Equal(6, await db.LessonTeachers.Select(t => t.Person).Distinct().CountAsync());

        var again = await Run(school, null, Edt(school));

        Assert.Equal((null, 56, 6), (again.Import, again.Prepared!.Plan.Count(Subject.Lessons).Unchanged, again.Prepared.Plan.Count(Subject.Teachers).Unchanged));
        var undone = await school.Undo();
        Assert.Empty(undone.Kept);
        Assert.Equal(0, await db.Lessons.CountAsync() + await db.LessonTeachers.CountAsync() + await db.TeacherNumbers.CountAsync() + await db.Memberships.CountAsync(m => m.Establishment == id));
        Assert.False(await db.People.AnyAsync(p => p.Id == colleague.Id));
    }

    [Theory, OnBothEngines]
    public async Task A_changed_timetable_in_mid_year_changes_nothing_of_the_past(string engine)
    {
        var school = await Opened(engine);
        var today = Today(school);
        await TakeRolls(school);
        var (past, ahead) = (await Told(school, -9, 0), await Told(school, 1, 14));
        Assert.True(past.Length > 20_000, $"{past.Length}");

        // Mondays end, the last hour moves, two teachers change places, one room is another.
        var ended = await Run(school, null, Edt(school, text => Regex.Replace(text, "<COURS>(?:(?!</COURS>).)*<JOUR>1</JOUR>.*?</COURS>", "")
            .Replace("<HEURE_DEBUT>1400", "<HEURE_DEBUT>1500").Replace("<ENSEIGNANT ID=\"7101\"", "<ENSEIGNANT ID=\"x\"").Replace("<ENSEIGNANT ID=\"7102\"", "<ENSEIGNANT ID=\"7101\"")
            .Replace("<ENSEIGNANT ID=\"x\"", "<ENSEIGNANT ID=\"7102\"").Replace(">Salle 102<", ">Salle 202<")));

        var tally = ended.Prepared!.Plan.Count(Subject.Lessons);
        Assert.True(tally is { New: > 0, Changed: > 0, Left: > 12, Unchanged: > 0 }, tally.ToString());
        Assert.Equal(today.PlusDays(1), ended.Prepared.Plan.LessonsFrom);
        Assert.Equal(past, await Told(school, -9, 0));
        Assert.NotEqual(ahead, await Told(school, 1, 14));
        await using var db = await school.Db();
        var (marks, rolls) = FromLog.Rows(await db.Entries.ToListAsync());
        Assert.Equal(await db.Marks.CountAsync(), marks.Count);
        Assert.Equal(await db.Rolls.CountAsync(), rolls.Count);
        // And back: an undo before anybody called an hour of the new one.
        await school.Undo();
        Assert.Equal((past, ahead), (await Told(school, -9, 0), await Told(school, 1, 14)));
    }

    [Theory, OnBothEngines]
    public async Task A_lesson_that_was_cancelled_stays_cancelled_when_its_room_changes(string engine)
    {
        var school = await Opened(engine);
        var on = Today(school).PlusDays(1);
        on = on.DayOfWeek > IsoDayOfWeek.Friday ? on.Next(IsoDayOfWeek.Monday) : on;
        var session = (await Sessions(school, on)).First(s => s.Room == "Salle 101");
        Town.Must(await school.Town.Service<CancelSession>().Do(await school.Act(), new(new(session.Lesson!.Value), on)));
        Town.Must(await school.Town.Service<CancelSession>().Do(await school.Act(), new(new(session.Lesson!.Value), on.PlusDays(-7))));

        var ended = await Run(school, null, Edt(school, text => text.Replace(">Salle 101<", ">Salle 301<")));

        Assert.Equal((28, 28), (ended.Prepared!.Plan.Count(Subject.Lessons).Changed, ended.Prepared.Plan.Count(Subject.Lessons).Unchanged));
        var after = (await Sessions(school, on)).Single(s => s.Start == session.Start && s.Group == session.Group);
        Assert.Equal((SessionState.Cancelled, "Salle 301"), (after.State, after.Room));
        Assert.NotEqual(session.Lesson, after.Lesson);
        Assert.Equal((SessionState.Cancelled, "Salle 101"), (await Sessions(school, on.PlusDays(-7))).Where(s => s.Start == session.Start && s.Group == session.Group).Select(s => (s.State, s.Room)).Single());
        await school.Undo();
        var back = (await Sessions(school, on)).Single(s => s.Start == session.Start && s.Group == session.Group);
        Assert.Equal((SessionState.Cancelled, "Salle 101", session.Lesson), (back.State, back.Room, back.Lesson));
    }

    [Theory, OnBothEngines]
    public async Task A_timetable_that_was_used_is_kept_whole_by_an_undo(string engine)
    {
        var school = await Opened(engine);
        await TakeRolls(school);
        await using var db = await school.Db();
        var before = await Told(school, -9, 14);
        var undone = await school.Undo();
        Assert.Equal((56, 56), (undone.Kept.Count(k => k.Subject == Subject.Lessons), await db.Lessons.CountAsync()));
        Assert.All(undone.Kept.Where(k => k.Subject == Subject.Lessons), k => Assert.Equal("imports.kept.used", k.Why));
        Assert.Equal(before, await Told(school, -9, 14));
    }

    [Theory, OnBothEngines]
    public async Task A_teacher_is_found_by_name_then_by_number_and_lessons_by_hand_are_left_alone(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        var lebrun = Town.Must(await school.Town.Service<AddPerson>().Do(await school.Act(), new($"lebrun-{school.Code}".ToLowerInvariant(), "Mathis Lebrun", null, Level.Cpe))).Person;
        await using var db = await school.Db();
        var group = (await db.Groups.SingleAsync(g => g.Code == "2NDE1GR1")).Id;
        var byHand = Town.Must(await school.Town.Service<PlanLesson>().Do(await school.Act(), new(2026, group, "Aide", [], IsoDayOfWeek.Friday, new(17, 0), new(18, 0))));
        var ended = await Run(school, null, Edt(school));
        Assert.Equal((5, 1), (ended.Prepared!.Plan.Count(Subject.Teachers).New, ended.Prepared.Plan.Count(Subject.Teachers).Changed));
        Assert.Equal("epp:7101", (await db.TeacherNumbers.SingleAsync(n => n.Person == lebrun)).Number);

        var renamed = await Run(school, null, Edt(school, text => text.Replace(">LEBRUN<", ">DURAND<")));

        Assert.Equal(new Tally(0, 0, 0, 6, 0, 0), renamed.Prepared!.Plan.Count(Subject.Teachers));
        Assert.Null(renamed.Import);
        var none = await Run(school, null, Edt(school, text => Regex.Replace(text, "<COURS>.*?</COURS>", "")));
        Assert.Contains(none.Prepared!.Plan.Notices, n => n.Reason.Code == "imports.notice.no-lessons");
        Assert.Equal(57, await db.Lessons.CountAsync(l => l.Until > l.From));
        var one = await Run(school, null, Edt(school, text => text.Replace("<JOUR>2</JOUR>", "<JOUR>9</JOUR>").Replace("<JOUR>3</JOUR>", "<JOUR>4</JOUR>")));
        // Lines of both classes were refused: nothing of theirs is ended; what is new begins.
        Assert.Equal((0, 12), (one.Prepared!.Plan.Count(Subject.Lessons).Left, one.Prepared.Plan.Count(Subject.Lessons).Refused));
        Assert.True((await db.Lessons.SingleAsync(l => l.Id == byHand)).Until > Today(school));
    }

    [Theory, OnBothEngines]
    public async Task Two_of_the_same_name_are_not_guessed_and_a_user_name_is_never_given_twice(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        foreach (var n in new[] { 1, 2 })
        {
            Town.Must(await school.Town.Service<AddPerson>().Do(await school.Act(), new($"lebrun{n}-{school.Code}".ToLowerInvariant(), "LEBRUN Mathis", null, Level.Teacher)));
        }
        var read = Samples.Outcome([Edt(school)]).School!;
        var prepared = Town.Must(await school.Town.Service<PrepareImport>().Do(await school.Act(), read, 2026));
        Assert.Contains(prepared.Plan.Notices, n => n.Reason.Code == "imports.notice.homonyms");
        Assert.Equal((5, 56), (prepared.Plan.Count(Subject.Teachers).New, prepared.Plan.Count(Subject.Lessons).New));
        Assert.Equal(5, prepared.Plan.Teachers.Select(t => t.UserName).Distinct().Count());
        Town.Must(await school.Town.Service<AddPerson>().Do(await school.Act() with { Establishment = EstablishmentId.Platform }, new(prepared.Plan.Teachers[0].UserName!, "Quelqu’un", null, Level.Platform)));
        Assert.Equal("imports.stale", (await school.Town.Service<ApplyImport>().Do(await school.Act(), prepared, ["x"])).Refusal!.Code);
        Assert.NotNull((await Run(school, null, Edt(school))).Import);
        Assert.Equal("imports.past-day", (await school.Town.Service<PrepareImport>().Do(await school.Act(), read, 2026, new PlanningOptions { LessonsFrom = Today(school).PlusDays(-1) })).Refusal!.Code);
    }

    private static async Task<IReadOnlyList<Session>> Sessions(Fresh school, LocalDate on)
    {
        await using var db = await school.Db();
        return (await school.Town.Service<Timetables>().At(db, await school.Id(), on)).On(on);
    }

    /// <summary>Somebody of vie scolaire calls every session of the last nine days, and today's.</summary>
    private static async Task TakeRolls(Fresh school)
    {
        var name = $"cpe-{school.Code}".ToLowerInvariant();
        await school.Town.Hire(await school.Id(), name, Level.Cpe);
        var tablet = await Tablet.SignIn(school.Town.Http, name, School.Password, school.Code);
        await using var db = await school.Db();
        var members = (await db.GroupPupils.ToListAsync()).ToLookup(m => m.Group.Value, m => m.Pupil.Value);
        for (var day = -9; day <= 0; day++)
        {
            foreach (var session in await Sessions(school, Today(school).PlusDays(day)))
            {
                var place = new School(school.Town, school.Code, await school.Id(), 2026, session.On) { Class = session.Group, Pupils = [.. members[session.Group]] };
                var (start, end) = (session.Start.ToString("HH:mm", null), session.End.ToString("HH:mm", null));
                var mark = tablet.Marked(place, place.Pupils[session.Start.Hour % 5], session.Start.Hour % 2 == 0 ? "A" : "R", session.Start.Hour % 2 == 0 ? null : 7);
                (mark["body"]!["start"], mark["body"]!["end"]) = (start, end);
                Assert.Equal(["accepted", "accepted"], Tablet.States(await tablet.Push(mark, tablet.Validated(place, null, start, end))));
            }
        }
    }

    /// <summary>Everything that is told of some days: sessions, marks, rolls, each cell of the board, the registers.</summary>
    private static async Task<string> Told(Fresh school, int first, int last)
    {
        var told = new List<string>();
        await using var db = await school.Db();
        var id = await school.Id();
        var (plans, act) = (school.Town.Service<DayPlans>(), await school.Act());
        var classes = await db.Groups.Where(g => g.Kind == GroupKind.Class).OrderBy(g => g.Code).ToListAsync();
        for (var day = Today(school).PlusDays(first); day <= Today(school).PlusDays(last); day = day.PlusDays(1))
        {
            var plan = await plans.At(db, id, day);
            var marks = await db.Marks.Where(m => m.On == day).OrderBy(m => m.Position).ToListAsync();
            var rolls = await db.Rolls.Where(r => r.On == day).OrderBy(r => r.Position).ToListAsync();
            var board = new BoardDay(day, marks, rolls, plan, UsualKinds.For(id, 2026));
            told.Add(JsonSerializer.Serialize(new { day, sessions = await Sessions(school, day), marks, rolls }, Json.Web));
            told.AddRange(classes.SelectMany(c => plan.Day.Hours.Select(h => $"{day} {c.Code} {h.Start} {board.At(c.Id.Value, h.Start, h.End, day.PlusDays(1).AtMidnight())}")));
            told.AddRange(last > 0 ? [] : (await Registers(school, act, classes, day)));
        }
        return string.Join('\n', told);
    }

    private static async Task<IEnumerable<string>> Registers(Fresh school, Act act, List<Group> classes, LocalDate day)
    {
        var texts = new List<string>();
        foreach (var one in classes)
        {
            var register = Town.Must(await school.Town.Service<ReadRegister>().Do(act, one.Id, day));
            texts.Add(string.Join(' ', register.Lines.SelectMany(line => line.Marks.Where(m => m.Key.On == day).Select(m => $"{line.Pupil.Id.Value} {m.Key.Hour} {m.Value.Shown?.Kind} {m.Value.Shown?.Minutes}"))));
        }
        return texts;
    }
}
