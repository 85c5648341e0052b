using System.Text;
using NodaTime;
using Preau.Imports.Reading;
using Xunit;

namespace Preau.Tests.Imports.Reading;

public sealed class SiecleTests
{
    static ReadSchool Read(params GivenFile[] files)
    {
        var outcome = Samples.Outcome(files);
        Assert.True(outcome.Refused is null, outcome.Refused?.Reason.Code);
        return outcome.School!;
    }

    static string? Refused(params GivenFile[] files) => Samples.Outcome(files).Refused?.Reason.Code;

    [Fact]
    public void The_invented_school_is_read_whole()
    {
        var school = Read(Samples.Consistent);
        Assert.Equal(("9990001X", 2026), (school.Uai, school.Year));
        Assert.Equal(60, school.Pupils.Length);
        Assert.Equal(2, school.Groups.Count(g => g.IsClass));
        Assert.Equal(4, school.Groups.Count(g => !g.IsClass));
        Assert.Equal(102, school.Guardians.Length);
        Assert.Equal(102, school.Guardianships.Length);
        Assert.Empty(school.Refused);
        Assert.Empty(school.Notices);
        Assert.All(school.Pupils, p => Assert.NotNull(p.Class));
        Assert.All(school.Guardians, g => Assert.NotNull(g.Address));
    }

    [Fact]
    public void A_pupil_is_read_field_by_field()
    {
        var pupil = Read(Samples.Consistent).Pupils.Single(p => p.SiecleId == "101002");
        Assert.Equal(("BARON", "Adèle", "3325348894D", "2002"), (pupil.FamilyName, pupil.FirstName, pupil.Ine, pupil.Elenoet));
        Assert.Equal((new LocalDate(2011, 1, 21), (short?)2, "30"), (pupil.BirthDate, pupil.Sex, pupil.Regime));
        Assert.Equal(("2NDE1", "2NDE1GR2"), (pupil.Class, Assert.Single(pupil.Groups)));
        Assert.Equal(("20010015110", new LocalDate(2026, 9, 1)), (pupil.Mef, pupil.Entry));
        Assert.Equal(6, pupil.Where.Line);
    }

    [Fact]
    public void Names_of_files_are_never_believed()
    {
        var disguised = Samples.Consistent.Select((f, i) => f with { Name = $"photo{i}.jpg" }).ToArray();
        Assert.Equal(60, Read(disguised).Pupils.Length);
    }

    [Fact]
    public void Zipped_nested_and_mixed_with_plain_is_the_same()
    {
        var plain = Read(Samples.Consistent);
        var inner = Samples.Zip(("dossier/ExportXML_Eleves.xml", Samples.Bytes(Samples.Consistent[0])));
        var zip = Samples.Zip(("__MACOSX/._x", [1]), ("sous/dossier/", []), ("r.xml", Samples.Bytes(Samples.Consistent[1])), ("e.zip", Samples.Bytes(inner)));
        var zipped = Read(zip, Samples.Consistent[2], Samples.Consistent[3]);
        Assert.Equal(plain.Pupils.Select(p => p.Ine), zipped.Pupils.Select(p => p.Ine));
        Assert.Equal(plain.Guardianships.Length, zipped.Guardianships.Length);
        Assert.Contains("envoi.zip", zipped.Pupils[0].Where.File, StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_export_with_its_faults_is_read_and_the_faults_are_said()
    {
        var school = Read(Samples.Real("eleves_avec_adresse_simple.xml"));
        Assert.Equal(("0752387M", 2019), (school.Uai, school.Year));
        Assert.Equal(["3 A", "TS3"], school.Pupils.Select(p => p.Class));
        Assert.Equal("8193", school.Pupils[1].Elenoet);
        Assert.Equal(["imports.notice.mended", "imports.notice.elenoet", "imports.notice.misspelt"], school.Notices.Select(n => n.Reason.Code));
        Assert.Empty(school.Refused);
    }

    [Fact]
    public void Guardians_of_a_real_export_are_read()
    {
        var school = Read(Samples.Real("responsables_avec_adresses_simple.xml"), Samples.Real("nomenclature_simple.xml"));
        Assert.Equal(3, school.Guardians.Length);
        var (ada, link) = (school.Guardians[2], school.Guardianships[2]);
        Assert.Equal(("LOVELACE", "Ada", "+33768666668"), (ada.FamilyName, ada.FirstName, ada.MobilePhone));
        Assert.Contains("14270 MEZIDON VALLEE D AUGE", ada.Address, StringComparison.Ordinal);
        Assert.Equal(("610305", "209400", 1, "mother"), (link.Pupil, link.Guardian, link.Level, link.Relation));
    }

    [Fact]
    public void Files_of_two_schools_are_refused_by_name()
    {
        var outcome = Samples.Outcome([Samples.Real("eleves_avec_adresse_simple.xml"), Samples.Real("responsables_avec_adresses_simple.xml")]);
        Assert.Equal("imports.mixed-schools", outcome.Refused?.Reason.Code);
        Assert.Equal("responsables_avec_adresses_simple.xml", outcome.Refused?.Where.File);
        Assert.Contains("0752387M", outcome.Refused!.Reason.Arguments);
    }

    [Fact]
    public void Files_of_two_years_are_refused()
    {
        var old = Samples.Changed("Structures.xml", t => t.Replace("<ANNEE_SCOLAIRE>2026<", "<ANNEE_SCOLAIRE>2025<", StringComparison.Ordinal));
        Assert.Equal("imports.mixed-years", Refused(Samples.Consistent[0], old));
    }

    [Fact]
    public void One_bad_element_refuses_its_pupil_alone_and_says_where()
    {
        var school = Read(Samples.Pupils(t => t.Replace("21/01/2011", "31/02/2011", StringComparison.Ordinal)));
        Assert.Equal(59, school.Pupils.Length);
        var remark = Assert.Single(school.Refused);
        Assert.Equal((6, "DATE_NAISS", "imports.line.bad-date"), (remark.Where.Line, remark.Where.Element, remark.Reason.Code));
        Assert.Equal("101002", Assert.Single(school.RefusedPupils).SiecleId);
    }

    [Fact]
    public void Old_names_and_the_variant_root_are_read()
    {
        var text = Samples.Eleves("""
            <ELEVES><ELEVE ELEVE_ID="1"><NOM>ANCIEN</NOM><PRENOM>Jo</PRENOM><DATE_NAISS>03/02/2012</DATE_NAISS></ELEVE>
            <ELEVE ELEVE_ID="2"><NOM_DE_FAMILLE>NAISSANCE</NOM_DE_FAMILLE><NOM_USAGE>USAGE</NOM_USAGE><PRENOM>Zoé</PRENOM></ELEVE></ELEVES>
            """).Replace("BEE_ELEVES", "BEE_EPHC_ELEVES", StringComparison.Ordinal);
        Assert.Equal(["ANCIEN", "USAGE"], Read(Samples.Text(text)).Pupils.Select(p => p.FamilyName));
    }

    [Fact]
    public void The_same_file_twice_and_both_kinds_of_pupils_exports_are_one()
    {
        var without = Samples.Pupils(t => t.Replace("<ADRESSES>", "<!-- --><ADRESSES>", StringComparison.Ordinal));
        var school = Read([.. Samples.Consistent, Samples.Consistent[0] with { Name = "copie.xml" }, without with { Name = "sans.xml" }]);
        Assert.Equal((60, 0), (school.Pupils.Length, school.Refused.Length));
        Assert.Equal("imports.notice.same-file", Assert.Single(school.Notices).Reason.Code);
    }

    [Fact]
    public void A_pupil_said_twice_differently_is_refused_the_second_time()
    {
        var school = Read(Samples.Consistent[0], Samples.Pupils(t => t.Replace("CARON</NOM_DE_FAMILLE><PRENOM>Ethan", "CARON</NOM_DE_FAMILLE><PRENOM>Nathan", StringComparison.Ordinal)) with { Name = "b" });
        Assert.Equal(60, school.Pupils.Length);
        Assert.Equal("imports.line.twice", Assert.Single(school.Refused).Reason.Code);
    }

    [Fact]
    public void Timetable_files_give_the_schools_name_and_dates_too()
    {
        var school = Read([.. Samples.Consistent, GivenFile.At(Samples.PathOf("siecle-consistent", "sts_emp_9990001X_2026.xml"))]);
        Assert.Equal(("LYCEE EXEMPLE", new LocalDate(2026, 9, 1), new LocalDate(2027, 7, 3)), (school.Name, school.Start, school.End));
        Assert.False(school.Timetable!.HasHours);
        Assert.Empty(school.Notices);
    }

    [Theory]
    [InlineData("utf-8", "ISO-8859-15")]
    [InlineData("iso-8859-15", "ISO-8859-15")]
    [InlineData("iso-8859-15", "iso-8859-1")]
    [InlineData("windows-1252", "Windows-1252")]
    [InlineData("utf-8", "UTF-8")]
    public void Accents_survive_every_encoding(string real, string declared)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = Samples.Eleves("""<ELEVES><ELEVE ELEVE_ID="1"><NOM>ÇÉLESTE</NOM><PRENOM>Zoë Maël</PRENOM></ELEVE></ELEVES>""")
            .Replace("UTF-8", declared, StringComparison.Ordinal);
        var school = Read(Samples.Text(text, encoding: Encoding.GetEncoding(real)));
        Assert.Equal(("ÇÉLESTE", "Zoë Maël"), (school.Pupils[0].FamilyName, school.Pupils[0].FirstName));
    }
}
