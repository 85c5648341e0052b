using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Browser.Tablet;

/// <summary>axe finds nothing on the states that few see: a classroom tablet that asks who, a window without storage, a school without classes, hours or pupils.</summary>
[Collection("stage")]
public class TabletEdges(Stage stage, ITestOutputHelper output)
{
    private const string Code = "4815";

    private const string NoStorage = "Object.defineProperty(self, 'indexedDB', { value: { open() { throw new DOMException('no', 'SecurityError'); } } });";

    [Theory]
    [InlineData("fr-FR", 820, 1180)]
    [InlineData("en-GB", 390, 844)]
    [InlineData("en-GB", 1180, 820)]
    public async Task A_classroom_tablet_asks_who(string locale, int width, int height)
    {
        var day = await Lessons.Open(stage, 6);
        var (school, axe) = (day.School, new Axe());
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await day.Plan("14:00", "14:55", "Histoire-géographie", school.MrBernard);
        await Colleagues(day);
        var martin = await school.Employ(school.MrsMartin);
        Town.Must(await stage.Town.Service<SetPersonCode>().Do(day.Act, martin, Code));
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(day.Act, new("Tablette B12", "B12")));
        await using var machine = await stage.Machine(width, height, locale);
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        await page.Locator($"[data-person='{martin}']").WaitForAsync();
        await axe.See(page, "who");
        await page.Locator("[type=search]").FillAsync("personne de ce nom");
        await Expect(page.Locator(".who [role=status]")).Not.ToBeEmptyAsync();
        await axe.See(page, "who: nobody found");
        await page.Locator("[type=search]").FillAsync("");
        await page.Locator($"[data-person='{martin}']").ClickAsync();
        await page.Locator("input[name=code]").WaitForAsync();
        await axe.See(page, "code asked");
        await Tried(page, axe);
        await page.Locator("[data-act=not-me]").ClickAsync();
        await Unproven(machine, page, await school.Employ(school.MrBernard), axe);
        await Withdrawn(page, day, axe);
        output.WriteLine($"measured axe, classroom tablet, {locale} {width}×{height}: {axe.States} states in light and dark");
        axe.MustBeClean();
    }

    [Theory]
    [InlineData("fr-FR", 390, 844)]
    [InlineData("en-GB", 820, 1180)]
    public async Task A_window_without_storage_says_so(string locale, int width, int height)
    {
        var day = await Lessons.Open(stage, 6);
        var (school, axe) = (day.School, new Axe());
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine(width, height, locale);
        await machine.AddInitScriptAsync(NoStorage);
        await school.Employ(school.MrsMartin);
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        await page.Locator("[data-act=sign-in]").WaitForAsync();
        await axe.See(page, "door without storage");
        await TabletAccess.Enter(page, school.MrsMartin, School.Password);
        await page.Locator("[data-pupil]").First.WaitForAsync();
        await Expect(page.Locator(".notice")).ToHaveCountAsync(1);
        await axe.See(page, "roll without storage");
        await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await page.Row(school.Pupils[2]).Locator("[data-act=absent]").ClickAsync();
        await page.Locator(".counts .is-absent").WaitForAsync();
        await axe.See(page, "a mark in memory alone");
        await TabletWalk.Sheet(page, axe, "[data-act=safe]", "what waits: in memory");
        await TabletWalk.Sheet(page, axe, "[data-act=help]", "help without storage", async () =>
        {
            await page.Locator("dialog [data-act=sign-out]").ClickAsync();
            await page.Locator("[data-act=stay]").WaitForAsync();
            await axe.See(page, "leaving with a mark in memory");
        });
        await page.SetViewportSizeAsync(390, 844);
        await TabletWalk.Sheet(page, axe, "[data-act=views]", "how the class is shown");
        output.WriteLine($"measured axe, without storage, {locale} {width}×{height}: {axe.States} states in light and dark");
        axe.MustBeClean();
    }

    /// <summary>The register as it is in a school that has only begun.</summary>
    [Theory]
    [InlineData("fr-FR", 820, 1180)]
    [InlineData("en-GB", 390, 844)]
    public async Task A_school_that_has_only_begun_is_told_what_is_missing(string locale, int width, int height)
    {
        var day = await Lessons.Open(stage, 6);
        var (school, axe) = (day.School, new Axe());
        await school.Employ(school.MrBernard);
        await using var machine = await stage.Machine(width, height, locale);
        await stage.Keep(machine);
        await machine.RouteAsync("**/api/sync/snapshot", route => route.AbortAsync());
        var page = await stage.SignInOnTablet(machine, school, school.MrBernard);
        await page.Locator("main.empty p").WaitForAsync();
        await axe.See(page, "no register yet");
        await TabletWalk.Sheet(page, axe, "[data-act=pick-class]", "classes: no register yet");
        await Register(machine, _ => { });
        await Seen("choose a class", "main.empty [data-class]");
        await Register(machine, register => register["groups"] = new JsonArray());
        await Seen("no class", "main.empty p");
        await TabletWalk.Sheet(page, axe, "[data-act=pick-class]", "classes: none");
        await Register(machine, register => register["periods"] = new JsonArray());
        await Seen("no hours", "main.empty p");
        await Register(machine, register => register["groups"]![0]!["pupils"] = new JsonArray());
        await Seen("nobody in the class", "main.empty [data-class]", "main.empty p");
        await using var early = await stage.Machine(width, height, locale);
        await stage.Keep(early);
        await Register(early, register => register["periods"] = new JsonArray(new JsonObject { ["number"] = 1, ["label"] = "S1", ["start"] = "20:00", ["end"] = "20:55" }));
        var before = await stage.SignInOnTablet(early, school, school.MrBernard);
        await before.PickClass("2NDE4");
        await before.Locator("[data-act=validate][data-quiet]").WaitForAsync();
        await axe.See(before, "before the first bell");
        output.WriteLine($"measured axe, a school that has only begun, {locale} {width}×{height}: {axe.States} states in light and dark");
        axe.MustBeClean();

        async Task Seen(string state, string shown, string? afterPick = null)
        {
            await page.ReloadAsync();
            await page.Locator(shown).First.WaitForAsync();
            if (afterPick is not null)
            {
                await page.Locator(shown).First.ClickAsync();
                await page.Locator(afterPick).First.WaitForAsync();
            }
            await axe.See(page, state);
        }
    }

    /// <summary>A wrong code, then one too many.</summary>
    private static async Task Tried(IPage page, Axe axe)
    {
        for (var i = 0; i <= CodeRules.FreeTries; i++)
        {
            await page.Locator("input[name=code]").FillAsync("0000");
            await page.Locator("[data-act=prove]").ClickAsync();
            await Expect(page.Locator("[data-act=prove]:not([aria-disabled])")).ToBeVisibleAsync();
            await Expect(page.Locator(".who [role=alert]")).Not.ToBeEmptyAsync();
            if (i == 0)
            {
                await axe.See(page, "code wrong");
            }
        }
        await Expect(page.Locator(".who [role=alert]")).ToContainTextAsync(new Regex(@"\b(60|5[5-9])\s")); // counted in whole seconds, one may be over
        await axe.See(page, "code: too many tries");
    }

    /// <summary>Without network a name is taken as it is said; with network it can be proved.</summary>
    private static async Task Unproven(IBrowserContext machine, IPage page, Guid person, Axe axe)
    {
        await machine.SetOfflineAsync(true);
        await page.Locator($"[data-person='{person}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync("4321");
        await page.Locator("[data-act=prove]").ClickAsync();
        await page.Locator("[data-act=unproven]").WaitForAsync();
        await axe.See(page, "code: no network");
        await page.Locator("[data-act=unproven]").ClickAsync();
        await page.Locator("[data-pupil] [data-act=absent]").First.ClickAsync();
        await page.Locator("[data-safe=tablet]").WaitForAsync();
        await axe.See(page, "author not verified");
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-act=sign-out]").ClickAsync();
        await page.Locator(".who .well").WaitForAsync();
        await axe.See(page, "who, something waits");
        await machine.SetOfflineAsync(false);
        await Expect(page.Locator(".who .well")).ToHaveCountAsync(0);
    }

    private async Task Withdrawn(IPage page, Lessons day, Axe axe)
    {
        await using (var db = stage.Town.Database.Read(day.School.Id))
        {
            Town.Must(await stage.Town.Service<RevokeDevice>().Do(day.Act, (await db.Set<Device>().SingleAsync(d => d.Establishment == day.School.Id)).Id));
        }
        await page.ReloadAsync();
        await page.Locator("[data-act=enrol]").WaitForAsync();
        await axe.See(page, "door of a withdrawn classroom tablet");
    }

    private async Task Colleagues(Lessons day)
    {
        for (var i = 1; i <= 9; i++)
        {
            await stage.Town.Hire(day.School.Id, $"collegue{i}-{day.School.Code}".ToLowerInvariant(), Level.Teacher);
        }
    }

    private static async Task Register(IBrowserContext machine, Action<JsonNode> change)
    {
        await machine.UnrouteAsync("**/api/sync/snapshot");
        await machine.RouteAsync("**/api/sync/snapshot", async route =>
        {
            var headers = route.Request.Headers.Where(h => !h.Key.Equals("if-none-match", StringComparison.OrdinalIgnoreCase)).ToDictionary(h => h.Key, h => h.Value);
            var answer = await route.FetchAsync(new() { Headers = headers });
            var register = JsonNode.Parse(await answer.TextAsync())!;
            change(register);
            await route.FulfillAsync(new() { ContentType = "application/json", Body = register.ToJsonString() });
        });
    }
}
