using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Browser;

/// <summary>Whatever stands in an address, a page of the office answers like a page.</summary>
[Collection("stage")]
public class OfficeRubbish(Stage stage)
{
    [Fact]
    public async Task No_address_breaks_a_page()
    {
        var school = await stage.Open(2);
        await using var machine = await stage.Machine(1280, 720);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel);
        string[] addresses =
        [
            "?when=%3Cscript%3E&class=%27&kind=Z&pupil=zz", "/roll/NOPE/1", "/roll/2NDE4/99", "/roll/2NDE4/999999999999", "/roll/%22%27%3E/2", "/classes/NOPE",
            "/classes/2NDE4?on=garbage", "/classes/2NDE4?on=9999-12-31", "/classes/2NDE4?on=0001-01-01", "/classes/" + new string('x', 3000),
        ];
        foreach (var address in addresses)
        {
            var answer = await page.GotoAsync($"{stage.Url}/e/{school.Code}{address}");
            Assert.InRange(answer!.Status, 200, 499);
            await Expect(page.Locator("h1").First).ToBeVisibleAsync();
        }
        await page.GotoAsync($"{stage.Url}/sign-in?refused=Appelez%20le%2001");
        await Expect(page.Locator(".refused")).Not.ToContainTextAsync("Appelez");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    public async Task A_language_leads_nowhere_else(string back)
    {
        using var answer = await stage.Town.Http.GetAsync($"/language?to=en&back={Uri.EscapeDataString(back)}");
        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_date_at_the_end_of_time_is_refused_in_sight()
    {
        var school = await stage.Open(1);
        await using var machine = await stage.Machine(390, 500);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel, $"/e/{school.Code}/closures");
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=close-days]").ClickAsync();
        await page.Locator("#x-label").FillAsync("Travaux");
        await page.Locator("#x-from").FillAsync("9999-12-31");
        await page.Locator("#x-last").FillAsync("9999-12-31");
        await page.Locator("[data-form=closure] [data-act=save]").ClickAsync();
        await Expect(page.Locator(".refused")).ToBeInViewportAsync();
        await page.Locator("#x-last").FillAsync("");
        await page.Locator("#x-last").BlurAsync();
        await Expect(page.Locator("#x-last")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_locked_account_loses_the_page_that_it_has_open()
    {
        var school = await stage.Open(1);
        await using var machine = await stage.Machine(1280, 720);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/known");
        await OfficeBoard.Live(page);
        await Expect(page.Locator("#content h1")).ToBeVisibleAsync();
        var admin = new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Service<SchoolClock>().Now, "test");
        Town.Must(await stage.Town.Service<LockPerson>().Do(admin, await school.Employ(school.MrsLauriac), locked: true));
        await Expect(page.Locator("[data-act=announce]")).ToHaveCountAsync(0);
        await Expect(page.Locator("h1")).ToContainTextAsync("Accès refusé");
    }
}
