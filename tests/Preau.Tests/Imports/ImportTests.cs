using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Families;
using Preau.Foundation;
using Preau.Imports;
using Preau.Imports.Planning;
using Preau.Imports.Reading;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.Tests.Imports;

/// <summary>The verbs, on both engines: what is written, what a second import does, what is refused.</summary>
public sealed class ImportTests
{
    [Theory, OnBothEngines]
    public async Task The_invented_school_arrives_whole(string engine)
    {
        var school = await Fresh.On(engine);
        var ended = await school.Import(Samples.Consistent);
        await using var db = await school.Db();
        Assert.Equal((60, 2, 4), (await db.Pupils.CountAsync(), await db.Groups.CountAsync(g => g.Kind == GroupKind.Class), await db.Groups.CountAsync(g => g.Kind == GroupKind.Group)));
        Assert.Equal((120, 102, 102), (await db.GroupPupils.CountAsync(), await db.Guardians.CountAsync(), await db.Guardianships.CountAsync()));
        var adele = await db.Pupils.SingleAsync(p => p.EleveId == "101002");
        Assert.Equal(("BARON", "Adèle", "3325348894D", new LocalDate(2011, 1, 21), (short)2), (adele.FamilyName, adele.FirstName, adele.Ine, adele.BornOn!.Value, adele.Sex!.Value));
        Assert.Equal(RegisterOrder.Key("BARON", "Adèle"), adele.SortKey);
        Assert.Equal(ended.Import, (await db.Imports.SingleAsync()).Id);
        Assert.Equal(1, await db.Entries.CountAsync(e => e.Kind == "pupils-imported"));
    }

    [Theory, OnBothEngines]
    public async Task The_same_files_again_write_nothing(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        await using var db = await school.Db();
        var before = await db.Counters.Select(c => c.Position).SingleAsync();
        var again = await school.Import(Samples.Consistent);
        Assert.Equal((null, new Tally(0, 0, 0, 60, 0, 0)), (again.Import, again.Prepared!.Plan.Count(Subject.Pupils)));
        Assert.Equal((before, 1), (await db.Counters.Select(c => c.Position).SingleAsync(), await db.Imports.CountAsync()));
    }

    [Theory, OnBothEngines]
    public async Task A_plan_whose_basis_has_passed_is_refused(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        var read = Samples.Outcome(Fresh.Without("101002")).School!;
        var act = await school.Act();
        var prepared = Town.Must(await school.Town.Service<PrepareImport>().Do(act, read, 2026));
        await school.Import(Fresh.Without("101003"));
        var applied = await school.Town.Service<ApplyImport>().Do(act, prepared, ["late.xml"]);
        Assert.Equal("imports.stale", applied.Refusal?.Code);
    }

    [Theory, OnBothEngines]
    public async Task Files_of_elsewhere_or_of_another_year_are_refused_by_name(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Consistent);
        var run = school.Town.Service<RunImport>();
        Task<RunImport.Ended> Try(short? year, bool create, params GivenFile[] files) => run.Do(null, new(school.Code, files, create, year, false, new()));
        Assert.Equal("imports.mixed-schools", (await Try(null, false, Samples.Real("eleves_avec_adresse_simple.xml"), Samples.Real("responsables_avec_adresses_simple.xml"))).Refused?.Reason.Code);
        Assert.Equal("imports.other-school", (await Try(2019, true, Samples.Real("eleves_avec_adresse_simple.xml"))).Refused?.Reason.Code);
        var old = Samples.Pupils(t => t.Replace("<ANNEE_SCOLAIRE>2026<", "<ANNEE_SCOLAIRE>2020<", StringComparison.Ordinal));
        Assert.Equal("imports.old-year", (await Try(null, true, old)).Refused?.Reason.Code);
        Assert.Equal("imports.other-year", (await Try(2026, false, old)).Refused?.Reason.Code);
        Assert.Null((await Try(2020, false, old)).Refused);
        var list = Samples.Text("Nom;Prénom;Classe\nA;B;6A\n");
        Assert.Equal("imports.no-year", (await Try(2031, false, list)).Refused?.Reason.Code);
        await using var db = await school.Db();
        Assert.Equal([(short)2020, (short)2026], await db.SchoolYears.Select(y => y.Year).Order().ToListAsync());
        Assert.Equal("establishment.unknown", (await run.Do(null, new("NOWHERE", Samples.Consistent, false, null, false, new()))).Refused?.Reason.Code);
    }

    [Theory, OnBothEngines]
    public async Task A_list_alone_makes_a_school_in_the_present_year(string engine)
    {
        var school = await Fresh.On(engine);
        var ended = await school.Town.Service<RunImport>().Do(null, new(school.Code, [Samples.Text("Nom;Prénom;Classe\nA;B;6A\n")], true, null, false, new()));
        await using var db = await school.Db();
        var today = school.Town.Now.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).Date;
        Assert.Equal(SchoolYears.At(await db.SchoolYears.ToListAsync(), today), ended.Prepared!.SchoolYear);
        Assert.Equal((1, 8), (await db.Pupils.CountAsync(), await db.Periods.CountAsync()));
    }

    [Theory, OnBothEngines]
    public async Task A_school_without_a_code_takes_that_of_its_first_files(string engine)
    {
        var school = await Fresh.On(engine);
        await school.Import(Samples.Text("Nom;Prénom;Classe\nA;B;6A\n"));
        await school.Import(Samples.Consistent);
        await using var db = await school.Db();
        Assert.Equal("9990001X", (await db.Establishments.SingleAsync(e => e.Code == school.Code)).Uai);
        var other = Samples.Pupils(t => t.Replace("9990001X", "9990002Y", StringComparison.Ordinal));
        var ended = await school.Town.Service<RunImport>().Do(null, new(school.Code, [other], false, null, false, new()));
        Assert.Equal("imports.other-school", ended.Refused?.Reason.Code);
    }

    [Theory, OnBothEngines]
    public async Task Only_those_who_manage_may_import(string engine)
    {
        var town = await Town.On(engine);
        var (school, other) = (await town.Open(1), await town.Open(1));
        var read = Samples.Outcome([Samples.Text("Nom;Prénom;Classe\nA;B;6A\n")]).School!;
        foreach (var (name, level) in school.Staff.Append((other.MrRossel, Level.Teacher)))
        {
            var who = name == other.MrRossel ? await other.Employ(name) : await school.Employ(name);
            var act = new Act(who, school.Id, null, town.Now, "test");
            var answer = await town.Service<PrepareImport>().Do(act, read, null);
            var undo = await town.Service<UndoImport>().Do(act);
            var prepared = new PrepareImport.Prepared(school.Id, school.Year, new ImportPlan { On = school.Today });
            var applied = await town.Service<ApplyImport>().Do(act, prepared, []);
            var expected = level == Level.Administrator ? null : "access.denied";
            Assert.Equal((expected, expected ?? "imports.nothing-to-undo", expected), (answer.Refusal?.Code, undo.Refusal?.Code, applied.Refusal?.Code));
        }
    }

    [Theory, OnBothEngines]
    public async Task A_list_with_guardians_arrives_and_arrives_once(string engine)
    {
        var school = await Fresh.On(engine);
        var list = Samples.Text("Nom;Prénom;Classe;Groupes;Parent 1 nom;Parent 1 mail\nÉté;Zoé;6A;ANG1,LAT;Été;a@exemple.invalid\nHiver;Max;6A;;;\nX;;6A;;;\n");
        var ended = await school.Import(list);
        Assert.Equal(new Tally(2, 0, 0, 0, 1, 0), ended.Prepared!.Plan.Count(Subject.Pupils));
        Assert.Equal(new Tally(0, 0, 0, 2, 1, 0), (await school.Import(list)).Prepared!.Plan.Count(Subject.Pupils));
        await using var db = await school.Db();
        Assert.Equal((2, 3, 4, 1), (await db.Pupils.CountAsync(), await db.Groups.CountAsync(), await db.GroupPupils.CountAsync(), await db.Guardianships.CountAsync()));
    }
}
