namespace Preau.Browser.Tablet;

/// <summary>axe finds nothing on any state of the page, in both themes and both languages: a teacher's own tablet, from the door to the door.</summary>
[Collection("stage")]
public class TabletAccess(Stage stage, ITestOutputHelper output)
{
    internal const string Hurt = """
        const add = IDBObjectStore.prototype.add;
        IDBObjectStore.prototype.add = function (...all) { if (window.full) throw new DOMException('no room', 'QuotaExceededError'); return add.apply(this, all); };
        """;

    [Theory]
    [InlineData("fr-FR", 820, 1180)]
    [InlineData("en-GB", 390, 844)]
    [InlineData("fr-FR", 1180, 820)]
    public async Task Nothing_stands_in_the_way(string locale, int width, int height)
    {
        var day = await FullClass.Open(stage);
        await using var machine = await stage.Machine(width, height, locale);
        await machine.AddInitScriptAsync(Hurt);
        var axe = new Axe();
        var page = await Door(machine, day.School, axe);
        await Roll(page, day.School, axe);
        await Views(page, axe);
        await Tastes(page, axe);
        await TabletWalk.Sheets(page, day.School, axe);
        await TabletWalk.Notices(machine, page, day.School, axe);
        await TabletWalk.Waits(machine, page, day, axe);
        await Desk(locale, width, height, day.School, axe);
        output.WriteLine($"measured axe {locale} {width}×{height}: {axe.States} states in light and dark");
        axe.MustBeClean();
    }

    /// <summary>The CPE: the day's sessions are over, the classes beside them; every kind is hers to give.</summary>
    private async Task Desk(string locale, int width, int height, School school, Axe axe)
    {
        await using var machine = await stage.Machine(width, height, locale);
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        await Enter(page, school.MrsLauriac, School.Password);
        await page.Locator(".empty [data-session]").WaitForAsync();
        await axe.See(page, "sessions of the day and classes");
        await page.Locator("[data-class]").First.ClickAsync();
        await TabletWalk.Sheet(page, axe, $"[data-pupil='{school.Pupils[^3]}'] [data-act=more]", "pupil, every kind offered");
    }

    private async Task<IPage> Door(IBrowserContext machine, School school, Axe axe)
    {
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        await page.Locator("[data-act=sign-in]").WaitForAsync();
        await axe.See(page, "door");
        await TabletWalk.Sheet(page, axe, "[data-act=help]", "help on the door");
        await page.Locator("[data-act=classroom]").ClickAsync();
        await page.Locator("input[name=enrol]").FillAsync("ABCDEFGH");
        await axe.See(page, "office's code");
        await page.Locator("[data-act=enrol]").ClickAsync();
        await Expect(page.Locator("[role=alert]")).Not.ToBeEmptyAsync();
        await axe.See(page, "office's code refused");
        await machine.RouteAsync("**/api/devices/sign-in", route => route.FulfillAsync(new()
        {
            Status = 409, ContentType = "application/problem+json",
            Body = """{"status":409,"code":"sign-in.choose","title":"Choisissez / choose","establishments":[{"code":"A","name":"Collège A"},{"code":"B","name":"Lycée B"}]}""",
        }));
        await Enter(page, school.MrsMartin, School.Password);
        await page.Locator("select[name=establishment]").WaitForAsync();
        await axe.See(page, "which school");
        await machine.UnrouteAsync("**/api/devices/sign-in");
        await page.ReloadAsync();
        await Enter(page, school.MrsMartin, "autre chose");
        await Expect(page.Locator("[role=alert]")).Not.ToBeEmptyAsync();
        await axe.See(page, "sign-in refused");
        await Enter(page, school.MrsMartin, School.Password);
        await page.Locator("[data-pupil]").First.WaitForAsync();
        return page;
    }

    internal static async Task Enter(IPage page, string userName, string password)
    {
        await page.Locator("input[name=userName]").FillAsync(userName);
        await page.Locator("input[name=password]").FillAsync(password);
        await page.Locator("[data-act=sign-in]").ClickAsync();
    }

    private static async Task Roll(IPage page, School school, Axe axe)
    {
        await Expect(page.Locator("[data-disputed]")).ToHaveCountAsync(1);
        await Expect(page.Locator("[data-known]")).ToHaveCountAsync(2);
        await Expect(page.Locator("[data-kind]:is([data-kind=IN], [data-kind=ST], [data-kind=RI], [data-kind=CV], [data-kind=DA])")).ToHaveCountAsync(5);
        await Expect(page.Row(school.Pupils[2]).Locator("use[href$='#sign-slip']")).ToHaveCountAsync(1);
        await axe.See(page, "roll with everything");
        await page.Locator("[data-act=validate]").ClickAsync();
        await Expect(page.Locator("[data-act=validate][data-done]")).ToBeVisibleAsync();
        await axe.See(page, "validated");
        await page.Locator("[data-act=next-hour]").ClickAsync();
        await Expect(page.Locator("[data-act=validate][data-quiet]")).ToBeVisibleAsync();
        await axe.See(page, "not open yet");
        await page.Locator("[data-act=next-hour]").ClickAsync();
        await axe.See(page, "lesson cancelled");
        await page.Locator("[data-act=now]").ClickAsync();
        await Expect(page.Locator("[data-disputed]")).ToHaveCountAsync(1);
    }

    /// <summary>First names only, buttons on the left; and as it was.</summary>
    private static async Task Tastes(IPage page, Axe axe)
    {
        foreach (var taste in new[] { "firsts", "left" })
        {
            await Flip(page, taste);
            foreach (var view in new[] { "plan", "faces", "list" })
            {
                await page.See(view);
                await Expect(page.Locator(view == "list" ? ".rows" : $".tiles.{view}")).ToBeVisibleAsync();
                await axe.See(page, $"{view}, {taste}");
            }
            await Flip(page, taste);
        }
    }

    private static async Task Flip(IPage page, string taste)
    {
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator($"dialog [data-taste={taste}]").ClickAsync();
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static async Task Views(IPage page, Axe axe)
    {
        foreach (var view in new[] { "plan", "faces", "list" })
        {
            await page.See(view);
            await Expect(page.Locator(view == "list" ? ".rows" : $".tiles.{view}")).ToBeVisibleAsync();
            await axe.See(page, view);
            if (view == "plan")
            {
                await page.Locator("[data-act=arrange]").ClickAsync();
                await page.Locator("[data-seat='0,0'] button").ClickAsync();
                await axe.See(page, "arranging, a pupil in the hand");
                await page.Locator("[data-act=arrange-cancel]").ClickAsync();
            }
        }
    }
}
