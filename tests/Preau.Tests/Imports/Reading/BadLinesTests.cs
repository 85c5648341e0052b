using NodaTime;
using Preau.Imports;
using Preau.Imports.Planning;
using Preau.Imports.Reading;
using Preau.Foundation;
using Xunit;

namespace Preau.Tests.Imports.Reading;

/// <summary>Lines and files that are refused alone, each by its code and place; and undoing what is not the last.</summary>
public sealed class BadLinesTests
{
    private static string? Line(params GivenFile[] files) => Assert.Single(Samples.Outcome(files).School!.Refused).Reason.Code;

    [Fact]
    public void A_pupil_s_bad_name_and_a_structure_of_no_type_are_refused_alone()
    {
        Assert.Equal("imports.line.bad-name", Line(Samples.Text(Samples.Eleves("<ELEVES><ELEVE ELEVE_ID=\"1\"><NOM>A\uFFFDB</NOM><PRENOM>Zoé</PRENOM></ELEVE></ELEVES>"))));
        var typeless = Samples.Pupils(text => new System.Text.RegularExpressions.Regex("<TYPE_STRUCTURE>G").Replace(text, "<TYPE_STRUCTURE>Z", 1));
        Assert.Equal("imports.line.structure-type", Line(typeless));
    }

    [Fact]
    public void Links_to_nobody_are_refused_alone()
    {
        var family = Samples.Changed("ResponsablesAvecAdresses.xml", text =>
            new System.Text.RegularExpressions.Regex("(<RESPONSABLE_ELEVE>(?:(?!</RESPONSABLE_ELEVE>).)*<PERSONNE_ID>)[0-9]+", System.Text.RegularExpressions.RegexOptions.Singleline).Replace(text, "${1}999999", 1));
        Assert.Equal("imports.line.unknown-guardian", Line(Samples.Consistent[0], family));
        var child = Samples.Changed("ResponsablesAvecAdresses.xml", text =>
            new System.Text.RegularExpressions.Regex("(<RESPONSABLE_ELEVE>(?:(?!</RESPONSABLE_ELEVE>).)*<ELEVE_ID>)[0-9]+", System.Text.RegularExpressions.RegexOptions.Singleline).Replace(text, "${1}999999", 1));
        var plan = PlanImport.Of(new KnownSchool { From = new(2026, 9, 1), Until = new(2027, 7, 4) }, Samples.Outcome([Samples.Consistent[0], child]).School!, new LocalDate(2026, 11, 23));
        Assert.Equal("imports.line.unknown-pupil", Assert.Single(plan.Refused).Reason.Code);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_told_apart()
    {
        Assert.Equal("imports.other-archive", Samples.Outcome([GivenFile.Holding("a.7z", [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C])]).Refused!.Reason.Code);
        Assert.Equal("imports.unreadable", Samples.Outcome([new GivenFile("a.xml", 10, () => throw new IOException("gone"))]).Refused!.Reason.Code);
    }

    [Fact]
    public async Task Only_the_import_that_was_seen_as_the_last_is_undone()
    {
        var school = await Fresh.On("sqlite");
        var first = await school.Import(Samples.Consistent);
        await school.Import(Fresh.Without("101002"));
        Assert.Equal("imports.not-the-last", (await school.Town.Service<UndoImport>().Do(await school.Act(), first.Import)).Refusal!.Code);
    }
}
