
namespace Preau.Browser.Tablet;

/// <summary>axe finds nothing on any state of the page, in both themes and both languages.</summary>
[Collection("stage")]
public class TabletAccess(Stage stage)
{
    [Theory]
    [InlineData(ColorScheme.Light, "fr-FR", 820, 1180)]
    [InlineData(ColorScheme.Dark, "fr-FR", 390, 844)]
    [InlineData(ColorScheme.Light, "en-GB", 390, 844)]
    [InlineData(ColorScheme.Dark, "en-GB", 1180, 820)]
    public async Task Nothing_stands_in_the_way(ColorScheme theme, string locale, int width, int height)
    {
        var school = await stage.Town.Open(36);
        await using var machine = await stage.Machine(width, height, locale, theme);
        var door = await machine.NewPageAsync();
        await door.GotoAsync($"{stage.Url}/tablet/");
        await door.Locator("[data-act=sign-in]").WaitForAsync();
        await Clean(door, "door");
        await door.CloseAsync();

        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.Locator("[data-class]").First.WaitForAsync();
        await Clean(page, "classes");
        await page.PickRoll("2NDE4", 1);
        await Dispute(school, page);
        await Clean(page, "roll");
        await page.Locator("[data-act=next-hour]").ClickAsync();
        await Clean(page, "next hour");
        await page.Locator("[data-act=previous-hour]").ClickAsync();
        foreach (var opener in new[] { "[data-act=pick-class]", "[data-act=pick-period]", "[data-act=safe]", "[data-act=help]", $"[data-pupil='{school.Pupils[1]}'] [data-act=more]", $"[data-pupil='{school.Pupils[2]}'] [data-act=more]" })
        {
            await page.Locator(opener).ClickAsync();
            await page.Locator("dialog[open]").WaitForAsync();
            await Clean(page, opener);
            await page.Keyboard.PressAsync("Escape");
        }
        await page.Locator("[data-act=validate]").ClickAsync();
        await Clean(page, "validated");
    }

    /// <summary>An absence, a late pupil, and a pupil about whom two teachers differ.</summary>
    private static async Task Dispute(School school, IPage page)
    {
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.Row(school.Pupils[1]).Locator("[data-act=late]").ClickAsync();
        await page.Row(school.Pupils[2]).Locator("[data-act=absent]").ClickAsync();
        await Expect(page.Locator("[data-safe=received]")).ToBeVisibleAsync();
    }

    private static async Task Clean(IPage page, string state)
    {
        Assert.Equal("", string.Join('\n', await page.AxeFaults(state)));
    }
}
