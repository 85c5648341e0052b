using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Browser;

/// <summary>Every screen of the office: usable by everyone in both themes and languages, nothing in the console.</summary>
[Collection("stage")]
public class OfficeScreens(Stage stage)
{
    /// <summary>The screens of the school's day and of its settings.</summary>
    private static readonly string[] day = ["/today?when=day", "/slips", "/permanence?hour=1", "/pupils?find=eleve", "/settings", "/bell", "/closures", "/kinds", "/lessons", "/problems", "/fire", "/classes/2NDE4/register"];

    /// <summary>The form that is opened on a screen before it is looked at.</summary>
    private static readonly Dictionary<string, string> forms = new()
    {
        ["/today?when=day"] = "add", ["/closures"] = "holidays", ["/kinds"] = "add-kind", ["/lessons"] = "plan", ["/slips"] = "report",
    };

    [Theory]
    [InlineData("fr-FR", ColorScheme.Light)]
    [InlineData("en-GB", ColorScheme.Dark)]
    public async Task No_screen_has_a_fault(string locale, ColorScheme theme)
    {
        var school = await stage.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var other = await school.TabletOf(school.MrBernard);
        await tablet.Push(tablet.Marked(school, school.Pupils[2], "R", 5), tablet.Marked(school, school.Pupils[4]));
        await other.Push(other.Marked(school, school.Pupils[4], "R", 10));
        await using var machine = await stage.Machine(1280, 720, locale, theme);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel);
        var faults = new List<string>();
        page.Console += (_, said) => { if (said.Type == "error") { faults.Add(said.Text); } };
        page.PageError += (_, error) => faults.Add(error);
        string[] screens = ["", "?when=day&kind=A", "/roll/2NDE4/1", "/classes", "/classes/2NDE4", "/people", "/devices", "/imports", "/known", .. day, "/nothing-here"];
        foreach (var screen in screens)
        {
            await page.GotoAsync($"{stage.Url}/e/{school.Code}{screen}");
            await page.Locator("h1").First.WaitForAsync();
            await OfficeBoard.Live(page);
            if (screen == "/known")
            {
                await page.Locator("[data-act=place]").ClickAsync();
                await page.Locator("[data-form=place]").WaitForAsync();
                faults.AddRange(await page.AxeFaults(screen));
                await page.Locator("[data-act=announce]").ClickAsync();
                await page.Locator("#announce-who").FillAsync("eleve03");
                await page.Locator("#announce-who").PressAsync("Enter");
                await page.Locator("[data-act=say-absent]").WaitForAsync();
            }
            if (forms.TryGetValue(screen, out var form))
            {
                await page.Locator($"[data-act={form}]").ClickAsync();
                await page.Locator("[data-form]").First.WaitForAsync();
            }
            if (screen == "/people")
            {
                await page.Locator("[data-act=add]").ClickAsync();
                await page.Locator(".line-head").First.ClickAsync();
                await page.Locator(".line-body").WaitForAsync();
            }
            faults.AddRange(await page.AxeFaults(screen));
        }
        foreach (var screen in new[] { "/sign-in?refused=sign-in.refused", "/welcome?link=x", "/not-found", "/install", "/trust", "/" })
        {
            await page.GotoAsync(stage.Url + screen);
            faults.AddRange(await page.AxeFaults(screen));
        }
        // The browser itself notes a page that answers 404.
        Assert.Equal("", string.Join(" | ", faults.Where(fault => !fault.Contains("404"))));
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(820, 1180)]
    [InlineData(1280, 720)]
    [InlineData(1440, 900)]
    public async Task Nothing_sticks_out_of_the_screen(int width, int height)
    {
        var school = await stage.Open();
        await using var machine = await stage.Machine(width, height);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel);
        foreach (var screen in day.Concat(["", "/roll/2NDE4/1", "/classes/2NDE4", "/known", "/people", "/devices"]))
        {
            await page.GotoAsync($"{stage.Url}/e/{school.Code}{screen}");
            await page.Locator("h1").First.WaitForAsync();
            Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }
    }

    [Fact]
    public async Task Somebody_is_invited_by_a_link_that_works_once()
    {
        var school = await stage.Open(1);
        await using var machine = await stage.Machine(1280, 800);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel, $"/e/{school.Code}/people");
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=add]").ClickAsync();
        await page.Locator("#new-name").FillAsync("Paul DURAND");
        await page.Locator("#new-user").FillAsync($"durand-{school.Code}");
        await page.Locator("#new-level").SelectOptionAsync(nameof(Level.Cpe));
        await page.Locator("[data-form=add-person] [data-act=save]").ClickAsync();
        var link = await page.Locator("[data-link]").InputValueAsync();

        await using var theirs = await stage.Machine(390, 844);
        var phone = await theirs.NewPageAsync();
        await phone.GotoAsync(link);
        await phone.Locator("#password").FillAsync("un-mot-bien-long");
        await phone.Locator("button[type=submit]").ClickAsync();
        await phone.Locator("#userName").FillAsync($"durand-{school.Code}");
        await phone.Locator("#password").FillAsync("un-mot-bien-long");
        await phone.Locator("[data-act=sign-in]").ClickAsync();
        await Expect(phone).ToHaveURLAsync($"{stage.Url}/e/{school.Code}");
        await phone.GotoAsync(link);
        await Expect(phone.Locator("form[action='/welcome']")).ToHaveCountAsync(0);
    }
}
