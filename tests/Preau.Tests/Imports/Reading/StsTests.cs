using NodaTime;
using Preau.Imports.Reading;
using Xunit;

namespace Preau.Tests.Imports.Reading;

/// <summary>STS_EDT and EDT_STS: what is read of them, to the letter, and what is refused alone.</summary>
public sealed class StsTests
{
    private static ReadSchool Read(params GivenFile[] files)
    {
        var outcome = Samples.Outcome(files);
        Assert.True(outcome.School is not null, outcome.Refused?.Reason.Code);
        return outcome.School;
    }

    /// <summary>An EDT_STS of one class around given alternations and services.</summary>
    private static ReadSchool Edt(string services, string alternations = "", string root = "EDT_STS") => Read(Samples.Text($"""
        <?xml version="1.0" encoding="UTF-8"?><{root}><PARAMETRES><UAJ CODE="9990001X"/><ANNEE_SCOLAIRE ANNEE="2026"/></PARAMETRES>
        <NOMENCLATURES><MATIERES><MATIERE CODE="1"><CODE_GESTION>FR</CODE_GESTION><LIBELLE_EDITION>Français</LIBELLE_EDITION></MATIERE></MATIERES></NOMENCLATURES>
        <DONNEES><ALTERNANCES>{alternations}</ALTERNANCES><SALLES_COURS><SALLE_COURS CODE="S1"><LIBELLE_LONG>Salle 1</LIBELLE_LONG></SALLE_COURS></SALLES_COURS>
        <INDIVIDUS><INDIVIDU ID="7" TYPE="epp"><NOM_USAGE>UN</NOM_USAGE><PRENOM>Ève</PRENOM><FONCTION>ENS</FONCTION></INDIVIDU>
        <INDIVIDU ID="8" TYPE="local"><NOM_USAGE>DEUX</NOM_USAGE><PRENOM>Léo</PRENOM><FONCTION>ADM</FONCTION></INDIVIDU>
        <INDIVIDU ID="9" TYPE="epp"><NOM_USAGE>TROIS</NOM_USAGE><PRENOM>Jo</PRENOM><FONCTION>DIR</FONCTION></INDIVIDU></INDIVIDUS>
        <STRUCTURE><DIVISIONS><DIVISION CODE="6A"><SERVICES>{services}</SERVICES></DIVISION></DIVISIONS></STRUCTURE></DONNEES></{root}>
        """));

    private static string Service(string teachers) => $"""<SERVICE CODE_MATIERE="1" CODE_MOD_COURS="CG"><ENSEIGNANTS>{teachers}</ENSEIGNANTS></SERVICE>""";

    private static string Teacher(string id, string type, string lessons) => $"""<ENSEIGNANT ID="{id}" TYPE="{type}"><COURS_RATTACHES>{lessons}</COURS_RATTACHES></ENSEIGNANT>""";

    private static string Lesson(string day, string start, string duration, string alternation = "H", string room = "S1") =>
        $"<COURS><CODE_ALTERNANCE>{alternation}</CODE_ALTERNANCE><JOUR>{day}</JOUR><HEURE_DEBUT>{start}</HEURE_DEBUT><DUREE>{duration}</DUREE><CODE_SALLE>{room}</CODE_SALLE></COURS>";

    private static string Alternation(string code, params string[] days) =>
        $"""<ALTERNANCE CODE="{code}"><SEMAINES>{string.Concat(days.Select(d => $"<DATE_DEBUT_SEMAINE>{d}</DATE_DEBUT_SEMAINE>"))}</SEMAINES></ALTERNANCE>""";

    private static string EveryWeek => Alternation("H", [.. Enumerable.Range(0, 40).Select(i => new LocalDate(2026, 8, 31).PlusWeeks(i).ToString("uuuu-MM-dd", null))]);

    [Fact]
    public void The_upward_file_has_teachers_and_hours()
    {
        var school = Read(Samples.Sts[1]);
        var timetable = school.Timetable!;
        Assert.Equal((6, 56, 0, true), (timetable.Teachers.Length, timetable.Lessons.Length, timetable.Weeks.Count, timetable.HasHours));
        Assert.Equal(("epp:7102", "BŒUF", "Mohamed"), (timetable.Teachers[1].Key, timetable.Teachers[1].FamilyName, timetable.Teachers[1].FirstName));
        var first = timetable.Lessons[0];
        Assert.Equal((true, "2NDE1", "FRANCAIS", null, IsoDayOfWeek.Monday, new LocalTime(14, 0), new LocalTime(14, 55), "Salle 101"),
            (first.IsClass, first.Group, first.Subject, first.Alternation, first.Weekday, first.Start, first.End, first.Room));
        Assert.Equal(["epp:7101"], first.Teachers);
        Assert.Equal(6, school.Groups.Length);
        Assert.Equal(("9990001X", 2026, new LocalDate(2026, 9, 1)), (school.Uai, school.Year, school.Start));
        Assert.Empty(school.Refused);
    }

    [Fact]
    public void The_downward_file_has_teachers_and_no_hours_and_the_two_together_are_one()
    {
        var down = Read(Samples.Sts[0]).Timetable!;
        Assert.Equal((6, 0, 12, false), (down.Teachers.Length, down.Lessons.Length, down.ServicesWithoutHours, down.HasHours));
        var both = Read(Samples.Sts).Timetable!;
        Assert.Equal((6, 56, 0, true), (both.Teachers.Length, both.Lessons.Length, both.ServicesWithoutHours, both.HasHours));
    }

    [Fact]
    public void Its_name_says_nothing_the_root_says_all()
    {
        var swapped = Read(Samples.Sts[1] with { Name = "sts_emp_9990001X_2026.xml" }, Samples.Sts[0] with { Name = "emp_sts_9990001X_2026.xml" }).Timetable!;
        Assert.Equal((56, true), (swapped.Lessons.Length, swapped.HasHours));
        Assert.Equal("imports.unknown-root", Samples.Outcome([Samples.Text("<TABLE nom=\"Cours\"><x/></TABLE>")]).Refused!.Reason.Code);
        Assert.Equal("imports.no-school", Samples.Outcome([Samples.Text("<EDT_STS><DONNEES/></EDT_STS>")]).Refused!.Reason.Code);
        Assert.Equal("imports.mixed-schools", Samples.Outcome([Samples.Sts[1], Samples.Real("eleves_avec_adresse_simple.xml")]).Refused!.Reason.Code);
    }

    [Fact]
    public void Co_teachers_have_one_lesson_and_who_has_a_service_teaches()
    {
        var timetable = Edt(Service(Teacher("7", "epp", Lesson("1", "0800", "0155")) + Teacher("8", "local", Lesson("1", "0800", "0155", room: "S9"))), EveryWeek).Timetable!;
        Assert.Equal(["epp:7", "local:8"], timetable.Teachers.Select(t => t.Key));
        var lesson = Assert.Single(timetable.Lessons);
        Assert.Equal(["epp:7", "local:8"], lesson.Teachers);
        Assert.Equal(("Français", "Salle 1", new LocalTime(9, 55), null), (lesson.Subject, lesson.Room, lesson.End, lesson.Alternation));
    }

    [Fact]
    public void Weeks_a_and_b_stay_and_what_holds_every_week_needs_none()
    {
        string[] a = [.. Enumerable.Range(0, 20).Select(i => new LocalDate(2026, 8, 31).PlusWeeks(2 * i).ToString("uuuu-MM-dd", null))];
        string[] b = [.. Enumerable.Range(0, 20).Select(i => new LocalDate(2026, 9, 8).PlusWeeks(2 * i).ToString("uuuu-MM-dd", null))];
        var timetable = Edt(Service(Teacher("7", "epp", Lesson("1", "0800", "0055", "A") + Lesson("2", "0800", "0055", "B") + Lesson("3", "0800", "0055"))),
            EveryWeek + Alternation("A", a) + Alternation("B", b)).Timetable!;
        Assert.Equal(["A", "B", null], timetable.Lessons.Select(l => l.Alternation));
        Assert.Equal((20, 20), (timetable.Weeks["A"].Count, timetable.Weeks["B"].Count));
        // A Tuesday says its week.
        Assert.Equal(new LocalDate(2026, 9, 7), timetable.Weeks["B"].First());
    }

    [Theory]
    [InlineData("0", "0800", "0055", "imports.line.bad-hours")]
    [InlineData("8", "0800", "0055", "imports.line.bad-hours")]
    [InlineData("lundi", "0800", "0055", "imports.line.bad-hours")]
    [InlineData("1", "2560", "0055", "imports.line.bad-hours")]
    [InlineData("1", "0800", "", "imports.line.bad-hours")]
    [InlineData("1", "0800", "0000", "imports.line.bad-hours")]
    [InlineData("1", "2330", "0055", "imports.line.bad-hours")]
    [InlineData("1", "0800", "0055", "imports.line.unknown-alternation", "Q7")]
    public void A_bad_lesson_is_refused_alone_with_its_place(string day, string start, string duration, string code, string alternation = "H")
    {
        var school = Edt(Service(Teacher("7", "epp", Lesson(day, start, duration, alternation) + Lesson("2", "0800", "0055"))), EveryWeek);
        var refused = Assert.Single(school.Refused);
        Assert.Equal((code, Subject.Lessons, "COURS"), (refused.Reason.Code, refused.Subject, refused.Where.Element));
        Assert.NotNull(refused.Where.Line);
        Assert.Single(school.Timetable!.Lessons);
        Assert.Equal(["6A"], school.Timetable.RefusedGroups);
    }

    [Theory]
    [InlineData("800", "08:00")]
    [InlineData("08:00", "08:00")]
    [InlineData("1755", "17:55")]
    public void Hours_are_read_as_they_are_written(string written, string read)
    {
        var lesson = Assert.Single(Edt(Service(Teacher("7", "epp", Lesson("1", written, "0055"))), EveryWeek).Timetable!.Lessons);
        Assert.Equal(read, lesson.Start.ToString("HH:mm", null));
    }

    [Fact]
    public void A_downward_file_never_gives_hours_even_if_it_has_some()
    {
        var timetable = Edt(Service(Teacher("7", "epp", Lesson("1", "0800", "0055"))), EveryWeek, "STS_EDT").Timetable!;
        Assert.Equal((0, false), (timetable.Lessons.Length, timetable.HasHours));
    }

    [Fact]
    public void A_real_lycee_s_hours_fit_the_bounds()
    {
        var lessons = string.Concat(Enumerable.Range(0, 60).Select(i => Lesson($"{1 + (i % 5)}", $"{8 + (i / 5 % 9):00}{i % 6}0", "0055")));
        var services = string.Concat(Enumerable.Range(0, 11).Select(_ => Service(Teacher("7", "epp", lessons))));
        Assert.Equal(60, Edt(services, EveryWeek).Timetable!.Lessons.Length);
        var outcome = Samples.Outcome([Samples.Text($"<EDT_STS><PARAMETRES><UAJ CODE=\"9990001X\"/><ANNEE_SCOLAIRE ANNEE=\"2026\"/></PARAMETRES><DONNEES><STRUCTURE><DIVISIONS><DIVISION CODE=\"A\">{string.Concat(Enumerable.Repeat("<SERVICE/>", 5001))}</DIVISION></DIVISIONS></STRUCTURE></DONNEES></EDT_STS>")]);
        Assert.Equal("imports.text-too-long", outcome.Refused!.Reason.Code);
    }

    [Fact]
    public void More_lessons_or_teachers_than_any_school_has_are_refused()
    {
        ReadingOptions Few(int lessons, int teachers) => new() { Limits = new ReadingLimits { Lessons = lessons, Teachers = teachers } };
        Assert.Equal("imports.too-many-lessons", Samples.Outcome([Samples.Sts[1]], Few(20, 100)).Refused!.Reason.Code);
        Assert.Equal("imports.too-many-lessons", Samples.Outcome([Samples.Sts[1]], Few(100, 5)).Refused!.Reason.Code);
        Assert.Null(Samples.Outcome([Samples.Sts[1]], Few(56, 6)).Refused);
    }
}
