using System.Collections.Immutable;
using System.Text;
using CsCheck;
using NodaTime;
using Preau.Imports.Reading;
using Xunit;

namespace Preau.Tests.Imports.Reading;

public sealed class CsvTests
{
    static ReadSchool Read(ReadingOptions? options, params GivenFile[] files)
    {
        var outcome = Samples.Outcome(files, options);
        Assert.True(outcome.Refused is null, outcome.Refused?.Reason.Code);
        return outcome.School!;
    }

    static ReadSchool Read(string content) => Read(null, Samples.Text(content));

    static string? Refused(string content) => Samples.Outcome([Samples.Text(content)]).Refused?.Reason.Code;

    [Theory]
    [InlineData("Nom;Prénom;Classe;Né(e) le;Sexe;Régime\nÉTÉ;Zoé;6A;03/02/2012;F;DP\n")]
    [InlineData("Family name,First name,Class,Date of birth,Gender,Boarding\r\nÉTÉ,Zoé,6A,2012-02-03,Female,half-board\r\n")]
    [InlineData("NOM\tPRENOM\tDIVISION\tDATE NAISS\tSEXE\tREGIME\nÉTÉ\tZoé\t6A\t3/2/2012\t2\t22\n")]
    [InlineData("\"Nom de famille\";\"Prénom\";\"Classe\";\"Date de naissance\";\"Sexe\";\"Régime\"\n\"ÉTÉ\";\"Zoé\";\"6A\";\"03/02/2012\";\"Fille\";\"Demi-pensionnaire\"")]
    public void Lists_are_known_by_their_headers(string content)
    {
        var pupil = Assert.Single(Read(content).Pupils);
        Assert.Equal(("ÉTÉ", "Zoé", "6A", new LocalDate(2012, 2, 3)), (pupil.FamilyName, pupil.FirstName, pupil.Class, pupil.BirthDate));
        Assert.Equal(((short?)2, '2', 2), (pupil.Sex, pupil.Regime![0], pupil.Where.Line));
    }

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("windows-1252", false)]
    [InlineData("iso-8859-15", false)]
    public void The_encoding_is_found(string encoding, bool mark)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var by = Encoding.GetEncoding(encoding);
        var content = (byte[])[.. mark ? by.GetPreamble() : [], .. by.GetBytes("Nom;Prénom;Classe\nBŒUF;Anaïs-Zoë;6ème\n")];
        var pupil = Assert.Single(Read(null, GivenFile.Holding("x", content)).Pupils);
        Assert.Equal(("BŒUF", "Anaïs-Zoë", "6ème"), (pupil.FamilyName, pupil.FirstName, pupil.Class));
    }

    [Fact]
    public void Quoted_cells_hold_separators_quotes_and_line_breaks()
    {
        var school = Read("Nom;Prénom;Classe;Groupes\n\"O'NEIL; dit \"\"Neil\"\"\";\"Jean\nLuc\";6A;\"ANG1, LAT\"\nB;C;6A;\n");
        Assert.Equal(("O'NEIL; dit \"Neil\"", "Jean Luc"), (school.Pupils[0].FamilyName, school.Pupils[0].FirstName));
        Assert.Equal(["ANG1", "LAT"], school.Pupils[0].Groups);
        Assert.Equal(4, school.Pupils[1].Where.Line);
    }

    [Fact]
    public void A_spreadsheets_hint_of_its_separator_is_passed_over() =>
        Assert.Equal(("A", 3), (Read("sep=;\nNom;Prénom;Classe\nA;B;6A\n").Pupils[0].FamilyName, Read("sep=;\nNom;Prénom;Classe\nA;B;6A\n").Pupils[0].Where.Line));

    [Fact]
    public void Guardians_stand_on_the_pupils_line()
    {
        var school = Read("""
            Nom;Prénom;Classe;Responsable 1 nom;Responsable 1 prénom;Responsable 1 e-mail;Nom responsable légal 2;Tél. portable responsable 2
            A;Léa;6A;A;Anne;anne@exemple.invalid;B;06 00 00 00 01
            A;Tom;5A;A;Anne;anne@exemple.invalid;;
            """);
        Assert.Equal((2, 3), (school.Guardians.Length, school.Guardianships.Length));
        Assert.Equal(("anne@exemple.invalid", "0600000001"), (school.Guardians[0].Email, school.Guardians[1].MobilePhone));
        Assert.True(school.Covers.HasFlag(Coverage.Guardians));
    }

    [Fact]
    public void One_line_per_guardian_is_one_pupil()
    {
        var school = Read("Nom;Prénom;Classe;Nom parent;Mail parent\nA;Léa;6A;A;x@exemple.invalid\nA;Léa;6A;B;y@exemple.invalid\n");
        Assert.Equal((1, 2, 2), (school.Pupils.Length, school.Guardians.Length, school.Guardianships.Length));
    }

    [Fact]
    public void Bad_lines_are_refused_one_by_one()
    {
        var school = Read("Nom;Prénom;Classe;Naissance\nA;Léa;6A;31/02/2012\n;Tom;6A;\nC;Zoé;6A;01/01/2012;trop\nD;\"Al\"ex;6A;\nE;Max;6A;\n");
        Assert.Equal("E", Assert.Single(school.Pupils).FamilyName);
        Assert.Equal([(2, "imports.line.bad-date"), (3, "imports.line.missing"), (4, "imports.line.too-many-cells"), (5, "imports.line.bad-quotes")],
            school.Refused.Select(r => (r.Where.Line!.Value, r.Reason.Code)));
        Assert.Equal(["Naissance", "Nom", null, null], school.Refused.Select(r => r.Where.Element));
    }

    [Fact]
    public void A_mapping_names_columns_that_nobody_could_guess()
    {
        var options = new ReadingOptions { Mapping = ImmutableDictionary<string, string>.Empty.Add("familyName", "Col A").Add("firstName", "col b").Add("class", "C") };
        var pupil = Assert.Single(Read(options, Samples.Text("Col A;Col B;C\nX;Y;6A\n")).Pupils);
        Assert.Equal(("X", "Y", "6A"), (pupil.FamilyName, pupil.FirstName, pupil.Class));
        var wrong = options with { Mapping = options.Mapping.SetItem("class", "D") };
        Assert.Equal("imports.mapping-header", Samples.Outcome([Samples.Text("Col A;Col B;C\nX;Y;6A\n")], wrong).Refused?.Reason.Code);
        var unknown = options with { Mapping = options.Mapping.Add("shoeSize", "D") };
        Assert.Equal("imports.mapping-column", Samples.Outcome([Samples.Text("Col A;Col B;C\nX;Y;6A\n")], unknown).Refused?.Reason.Code);
    }

    [Fact]
    public void A_list_without_class_says_what_it_lacks()
    {
        var outcome = Samples.Outcome([Samples.Text("Nom;Prénom;Sexe\nA;B;F\n")]);
        Assert.Equal("imports.csv-columns", outcome.Refused?.Reason.Code);
        Assert.Contains("classe", outcome.Refused!.Reason.Arguments);
    }

    [Fact]
    public void Names_in_one_column_are_parted_at_the_capitals()
    {
        var school = Read("Élève;Classe\nDE LA TOUR Jean Luc;6A\nMartin Zoé;6A\n");
        Assert.Equal([("DE LA TOUR", "Jean Luc"), ("Martin", "Zoé")], school.Pupils.Select(p => (p.FamilyName, p.FirstName)));
    }

    [Fact]
    public void Gepis_lists_without_headers_are_read()
    {
        var pupils = Samples.Text("EXEMPLE;Zoé;03/02/2012;501;1234567890A;;NON;DP DAN;F\nAUTRE;Max;04/02/2012;502;;;OUI;EXTERN;M\n");
        var school = Read(null, Samples.Text("501;6A;Sixième A\n502;6B\n"), pupils);
        Assert.Equal([("6A", 2, "2"), ("6B", 1, "0")], school.Pupils.Select(p => (p.Class!, (int)p.Sex!, p.Regime!)));
        Assert.Equal("imports.unrecognised", Refused("501;6A\n502;6B\n"));
    }

    [Fact]
    public void What_a_list_holds_comes_back_whatever_its_separator_and_quotes()
    {
        var cell = Gen.Char["abcÉéï ;,'\"\n-"].Array[1, 12].Select(c => "x" + new string(c));
        Gen.Select(cell, cell, cell, Gen.Char[";,\t"]).Sample((family, first, form, separator) =>
        {
            var line = string.Join(separator, new[] { family, first, form }.Select(c => '"' + c.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'));
            var pupil = Read($"Nom{separator}Prénom{separator}Classe\n{line}\n").Pupils.Single();
            return (pupil.FamilyName, pupil.FirstName, pupil.Class) == (Clean(family), Clean(first), Clean(form));
        }, iter: 500);
    }

    static string Clean(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
