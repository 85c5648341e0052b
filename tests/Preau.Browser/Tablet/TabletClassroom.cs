using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Preau.Devices;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>A classroom tablet from the office's code to a roll that nobody proved.</summary>
[Collection("stage")]
public class TabletClassroom(Stage stage)
{
    private const string Code = "4815";

    [Fact]
    public async Task A_tablet_is_enrolled_in_the_office_and_asks_who()
    {
        var school = await stage.Open(30);
        await using var desk = await stage.Machine(1440, 900);
        var office = await stage.SignInAtOffice(desk, school, school.MrRossel, $"/e/{school.Code}/devices");
        await OfficeBoard.Live(office);
        await office.Locator("[data-act=invite]").ClickAsync();
        await office.Locator("#tablet-name").FillAsync("Tablette 204");
        await office.Locator("#tablet-room").FillAsync("204");
        await office.Locator("[data-act=make-code]").ClickAsync();
        await Expect(office.Locator(".qr svg")).ToBeVisibleAsync();
        var code = await office.Locator("[data-code]").GetAttributeAsync("data-code");
        await GiveCode(school, school.MrsMartin);

        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={code}");
        await Expect(page.Locator(".who .brand")).ToContainTextAsync("Tablette 204 · salle 204");
        Assert.DoesNotContain("enrol", page.Url);
        await Prove(page, await school.Employ(school.MrsMartin), "0000");
        await Expect(page.Locator(".who [role=alert]")).ToContainTextAsync("pas le bon");
        await page.Locator("input[name=code]").FillAsync(Code);
        await page.Locator("[data-act=prove]").ClickAsync();
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.Received();

        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=sign-out]").ClickAsync();
        await Expect(page.Locator(".who h1")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.Locator(".who h1")).ToBeVisibleAsync();
        Assert.Empty(await Unproven(school));
    }

    /// <summary>The office's code works once: a tablet that never heard the answer asks again, and is the same.</summary>
    [Fact]
    public async Task An_enrolment_whose_answer_was_lost_is_asked_for_again_by_the_same_code()
    {
        var school = await stage.Open(6);
        await GiveCode(school, school.MrsMartin);
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(await Admin(school), new("Tablette 204", "204")));
        await using var machine = await stage.Machine();
        var lost = 0;
        await machine.RouteAsync("**/api/devices/enrol", async route =>
        {
            var answer = await route.FetchAsync();
            await (answer.Ok && Interlocked.Increment(ref lost) == 1 ? route.AbortAsync() : route.FulfillAsync(new() { Response = answer }));
        });
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        await Expect(page.Locator(".door [role=alert]").Last).ToContainTextAsync("Le serveur ne répond pas");
        await page.Kept();
        await page.ReloadAsync(); // nor is it forgotten
        await page.Locator("[data-act=classroom]").ClickAsync();
        await page.Locator("input[name=enrol]").FillAsync("AAAAABBBBB");
        await page.Locator("[data-act=enrol]").ClickAsync();
        await Expect(page.Locator(".door [role=alert]").Last).Not.ToBeEmptyAsync();
        await page.Locator("input[name=enrol]").FillAsync($" {invited.Code[..5].ToLowerInvariant()}-{invited.Code[5..]}");
        await page.Locator("[data-act=enrol]").ClickAsync();
        await Expect(page.Locator(".who .brand")).ToContainTextAsync("Tablette 204 · salle 204");
        await Prove(page, await school.Employ(school.MrsMartin), Code);
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.Received();
        Assert.Equal(2, lost); // the first answer, and the same again
        await using var db = stage.Town.Database.Read(EstablishmentId.Platform);
        Assert.Single(await db.Set<Device>().Where(d => d.Establishment == school.Id).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Offline_two_people_follow_each_other_and_nothing_is_lost()
    {
        var school = await stage.Open(30);
        await GiveCode(school, school.MrsMartin);
        var (martin, bernard) = (await school.Employ(school.MrsMartin), await school.Employ(school.MrBernard));
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(await Admin(school), new("Tablette 204", "204")));
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        await Expect(page.Locator($"[data-person='{martin}']")).ToBeVisibleAsync();
        await page.Kept();
        await machine.SetOfflineAsync(true);

        await Unverified(page, martin);
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();
        await Expect(page.Locator(".notice")).ToContainTextAsync("auteur non vérifié");
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=sign-out]").ClickAsync();
        await Unverified(page, bernard);
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[1]).ClickAsync();
        await page.OnTablet();
        await page.ReloadAsync();
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(2);

        await machine.SetOfflineAsync(false);
        await page.Received();
        Assert.Equal(2, (await Unproven(school)).Count);
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=sign-out]").ClickAsync();
        await Prove(page, martin, Code);
        await Expect(page.Locator("dialog[open] h2")).ToHaveTextAsync("Était-ce vous\u202f?");
        Assert.Equal(2, (await Unproven(school)).Count); // a code says who is here now, not who was
        var axe = new Axe();
        await axe.See(page, "was it you");
        axe.MustBeClean();
        await page.Locator("dialog [name=stay]").CheckAsync();
        await machine.SetOfflineAsync(true);
        await page.Locator("[data-act=own]").ClickAsync();
        await Expect(page.Locator("dialog [role=alert]")).ToHaveTextAsync(new Regex("Rien n’est perdu"));
        await machine.SetOfflineAsync(false);
        await page.Locator("[data-act=own]").ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        Assert.Single(await Unproven(school)); // his stays in doubt, hers is proved
    }

    /// <summary>Who has no code either, a substitute: without network nothing else is asked.</summary>
    [Fact]
    public async Task Without_network_a_name_is_enough()
    {
        var school = await stage.Open(3);
        var martin = await school.Employ(school.MrsMartin);
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(await Admin(school), new("Tablette 204", "204")));
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        await page.Locator("[data-act=classroom]").ClickAsync();
        await Expect(page.Locator("[name=enrol]")).ToBeFocusedAsync();
        await page.Locator("[name=enrol]").FillAsync("NOTACODE");
        await page.Locator("[data-act=enrol]").ClickAsync();
        await Expect(page.Locator("form:has([name=enrol]) [role=alert]")).ToContainTextAsync("Ce code ne marche pas");
        await Expect(page.Locator("form:has([name=password]) .is-absent")).ToHaveCountAsync(0);
        await page.Locator("[name=enrol]").FillAsync(invited.Code);
        await page.Locator("[data-act=enrol]").ClickAsync();
        await page.Locator($"[data-person='{martin}']").ClickAsync();
        await Expect(page.Locator("[data-act=unproven]")).ToHaveCountAsync(0);
        await page.Locator("[data-act=not-me]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".who h1")).ToBeFocusedAsync();
        await page.Kept();
        await machine.SetOfflineAsync(true);
        await page.Locator($"[data-person='{martin}']").ClickAsync();
        await page.Locator("[data-act=unproven]").ClickAsync();
        await Expect(page.Locator("[data-act=pick-class]")).ToBeVisibleAsync();
    }

    /// <summary>The page looks at the clock every few seconds: whoever goes through it by Tab is left where they are.</summary>
    [Fact]
    public async Task The_clock_leaves_the_focus_where_it_is()
    {
        var school = await stage.Open(3);
        var martin = await school.Employ(school.MrsMartin);
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(await Admin(school), new("Tablette 204", "204")));
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        await page.Locator($"[data-person='{martin}']").ClickAsync();
        await Expect(page.Locator("input[name=code]")).ToBeFocusedAsync();
        await page.Locator("[data-act=password]").FocusAsync();

        await page.EvaluateAsync("() => { document.dispatchEvent(new Event('visibilitychange')); return new Promise(done => requestAnimationFrame(() => setTimeout(done, 400))); }");

        await Expect(page.Locator("[data-act=password]")).ToBeFocusedAsync();
    }

    private static async Task Unverified(IPage page, Guid person)
    {
        await Prove(page, person, "4321");
        await page.Locator("[data-act=unproven]").ClickAsync();
        await page.Locator("[data-act=pick-class]").WaitForAsync();
    }

    private static async Task Prove(IPage page, Guid person, string code)
    {
        await page.Locator($"[data-person='{person}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync(code);
        await page.Locator("[data-act=prove]").ClickAsync();
    }

    private async Task GiveCode(School school, string userName) =>
        Town.Must(await stage.Town.Service<SetPersonCode>().Do(await Admin(school), await school.Employ(userName), Code));

    private async Task<Act> Admin(School school) => new(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test");

    private async Task<IReadOnlyCollection<Guid>> Unproven(School school)
    {
        await using var db = stage.Town.Database.Read(school.Id);
        var act = new Act(await school.Employ(school.MrsLauriac), school.Id, null, stage.Town.Now, "test");
        var found = new List<Guid>();
        foreach (var start in db.Set<Mark>().Select(m => m.Start).Distinct().ToList())
        {
            found.AddRange(Town.Must(await stage.Town.Service<ReadRoll>().Do(act, new(school.Class), school.Today, start)).Unproven);
        }
        return found;
    }
}
