using System.Text.Json.Nodes;

namespace Preau.Browser.Tablet;

/// <summary>Two people said different things of a pupil on another day: whoever has a word there is told, whatever lies on the desk.</summary>
[Collection("stage")]
public class TabletQuarrels(Stage stage)
{
    [Fact]
    public async Task A_disagreement_of_three_days_ago_is_told_and_settled()
    {
        var school = await stage.Open(6);
        var day = school.Today.PlusDays(-3);
        await using var machine = await stage.Machine();
        var (martin, bernard) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        await martin.Push(Then(martin, school, "A"));
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        await bernard.Push(Then(bernard, school, "R"));
        await Told(page, day.Day);
        await page.ReloadAsync(); // it is not forgotten with the page
        await Told(page, day.Day);

        await page.Locator("[data-act=notice]").ClickAsync();
        await page.Locator("[data-disputed] [data-act=settle]").First.ClickAsync();
        await Expect(page.Locator("[data-disputed]")).ToHaveCountAsync(0);
        await page.Locator("[data-act=now]").ClickAsync();
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0);

        JsonObject Then(Preau.Tests.Cast.Tablet who, School at, string kind)
        {
            var fact = who.Marked(at, at.Pupils[0], kind);
            fact["body"]!["date"] = day.ToString("uuuu-MM-dd", null);
            return fact;
        }
    }

    private static async Task Told(IPage page, int day)
    {
        await Expect(page.Locator(".notice")).ToContainTextAsync("ÉLÈVE01 Zoé");
        await Expect(page.Locator(".notice")).ToContainTextAsync(day == 1 ? "1er " : $" {day} ");
        await Expect(page.Locator(".notice")).ToContainTextAsync("08:00");
    }
}
