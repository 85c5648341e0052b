using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Imports;
using Preau.Imports.Reading;
using Preau.RollCall;
using Preau.Tests.Cast;

namespace Preau.Browser;

/// <summary>Official files given on the page, seen before they are written, a roll taken on an imported class, undone where it can be.</summary>
[Collection("stage")]
public class ImportJourney(Stage stage)
{
    private static readonly string[] consistent = ["ElevesAvecAdresses.xml", "ResponsablesAvecAdresses.xml", "Nomenclature.xml", "Structures.xml"];
    private static int codes;

    private static string Sample(string folder, string name) => Path.Combine(Repository.Root, "tests", "Preau.Tests", "Imports", "Data", folder, name);

    [Fact]
    public async Task Files_are_given_shown_applied_called_and_undone()
    {
        var school = await Empty();
        await using var office = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(office, school, school.MrRossel, $"/e/{school.Code}/imports");
        await Give(page, [.. consistent.Select(n => Sample("siecle-consistent", n))]);
        await Expect(page.Locator("[data-import=planned]")).ToBeAttachedAsync();
        await Expect(page.Locator("[data-kind=pupils] [data-count=new]")).ToHaveTextAsync("60");
        await Expect(page.Locator("[data-kind=guardians] [data-count=new]")).ToHaveTextAsync("102");
        Assert.Equal("", string.Join(" | ", await page.AxeFaults("/imports")));
        await page.Locator("[data-act=apply-import]").ClickAsync();
        await Expect(page.Locator("[data-import=done]")).ToBeVisibleAsync();

        await TakeRollOffline(school);

        await page.ReloadAsync();
        await Live(page);
        await page.Locator("[data-act=undo-import]").ClickAsync();
        await page.Locator("[data-act=undo-sure]").ClickAsync();
        await Expect(page.Locator("[data-act=undo-import]")).ToHaveCountAsync(0);
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(30, await db.Set<Preau.Pupils.Pupil>().CountAsync());
    }

    [Fact]
    public async Task Files_of_two_schools_are_refused_with_words_and_nothing_is_written()
    {
        var school = await Empty();
        await using var office = await stage.Machine(1440, 900, locale: "en-GB");
        var page = await stage.SignInAtOffice(office, school, school.MrRossel, $"/e/{school.Code}/imports");
        await Give(page, Sample("siecle", "eleves_avec_adresse_simple.xml"), Sample("siecle", "responsables_avec_adresses_simple.xml"));
        await Expect(page.Locator(".refused")).ToContainTextAsync("Nothing was changed");
        await Expect(page.Locator("[data-act=apply-import]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_page_is_closed_to_a_teacher()
    {
        var school = await Empty();
        await using var office = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(office, school, school.MrsMartin, $"/e/{school.Code}/imports");
        await Expect(page.Locator("#import-files")).ToHaveCountAsync(0);
    }

    /// <summary>Nothing on the page is heard before the circuit stands.</summary>
    private static Task Live(IPage page) => Expect(page.Locator("[data-live=yes]")).ToBeVisibleAsync();

    private static async Task Give(IPage page, params string[] files)
    {
        await Live(page);
        await page.Locator("#import-files").SetInputFilesAsync(files);
    }

    private async Task TakeRollOffline(School school)
    {
        await using var machine = await stage.Machine();
        var tablet = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await machine.SetOfflineAsync(true);
        await tablet.PickRoll("2NDE1", 1);
        await tablet.Locator("[data-pupil] [data-act=absent]").First.ClickAsync();
        await tablet.Locator("[data-act=validate]").ClickAsync();
        await tablet.OnTablet();
        await machine.SetOfflineAsync(false);
        await tablet.Received();
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal((1, 1), (await db.Marks.CountAsync(), await db.Rolls.CountAsync()));
    }

    /// <summary>A school with a year and a bell, and nobody in it.</summary>
    private async Task<School> Empty()
    {
        var code = $"JOURNEY-{Interlocked.Increment(ref codes)}";
        var today = stage.Town.Now.InZone(NodaTime.DateTimeZoneProviders.Tzdb["Europe/Paris"]).Date;
        var id = Town.Must(await stage.Town.Service<OpenForImport>().Do(null, code, new ReadSchool { Year = 2026 }, 2026));
        return new School(stage.Town, code, id, 2026, today);
    }
}
