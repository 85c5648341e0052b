using System.Text.RegularExpressions;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Browser.Tablet;

/// <summary>A walk through the states of the page in which the same questions are asked everywhere.</summary>
internal sealed class TabletEverywhere(Stage stage, IBrowserContext machine, Lessons day, params string[] questions)
{
    private readonly List<string> told = [];
    private readonly School school = day.School;

    /// <summary>What was told, with the state in which it was: from the door to the classroom tablet that asks who.</summary>
    public async Task<List<string>> Walk(IPage page)
    {
        await school.Employ(school.MrsMartin);
        await page.GotoAsync($"{stage.Url}/tablet/");
        await page.Locator("[data-act=sign-in]").WaitForAsync();
        await Ask(page, "door");
        await TabletAccess.Enter(page, school.MrsMartin, School.Password);
        await Expect(page.Locator("[data-disputed]")).ToHaveCountAsync(1);
        await page.Row(school.Pupils[^1]).Locator("[data-act=late]").ClickAsync();
        await Views(page);
        string[] openers = ["[data-act=pick-class]", "[data-act=pick-period]", "[data-act=safe]", "[data-act=help]", "[data-act=find]", $"[data-pupil='{school.Pupils[^1]}'] [data-act=more]", $"[data-pupil='{school.Pupils[FullClass.Disputed]}'] [data-act=more]"];
        foreach (var opener in openers)
        {
            await page.Locator(opener).ClickAsync();
            await page.Locator("dialog[open]").WaitForAsync();
            await Ask(page, opener);
            await Close(page);
        }
        await FromHelp(page);
        await page.Locator("[data-act=validate]").ClickAsync();
        await Expect(page.Locator("[data-act=validate][data-done]")).ToBeVisibleAsync();
        await Ask(page, "validated");
        await Leaving(page);
        await Who(page);
        return told;
    }

    private async Task Ask(IPage page, string state)
    {
        foreach (var question in questions)
        {
            told.AddRange((await page.EvaluateAsync<string[]>(question)).Select(line => $"{state}: {line}"));
        }
    }

    private static async Task Close(IPage page)
    {
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private async Task Views(IPage page)
    {
        foreach (var view in new[] { "plan", "faces", "list" })
        {
            await page.See(view);
            await Expect(page.Locator(view == "list" ? ".rows" : $".tiles.{view}")).ToBeVisibleAsync();
            await Ask(page, view);
            if (view == "plan")
            {
                await page.Locator("[data-act=arrange]").ClickAsync();
                await page.Locator("[data-seat='0,0'] button").ClickAsync();
                await Ask(page, "arranging");
                await page.Locator("[data-act=arrange-cancel]").ClickAsync();
            }
        }
    }

    /// <summary>The list for an evacuation; a problem, as it is told, received and refused.</summary>
    private async Task FromHelp(IPage page)
    {
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=evacuation]").ClickAsync();
        await page.Locator("[data-act=print]").WaitForAsync();
        await Ask(page, "evacuation");
        await Close(page);
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=problem]").ClickAsync();
        await page.Locator("[name=subject]").WaitForAsync();
        await Ask(page, "problem");
        await Tell(page, "sent");
        await machine.RouteAsync("**/api/problems", route => route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = """{"status":400,"code":"problem.bad-text","title":"Le texte compte de 1 à 4000 caractères."}""" }));
        await Tell(page, "refused");
        await machine.UnrouteAsync("**/api/problems");
        await Ask(page, "problems told");
        await Close(page);
    }

    private static async Task Tell(IPage page, string state)
    {
        await page.Locator("[name=subject]").FillAsync("Ça clignote");
        await page.Locator("[name=text]").FillAsync("Depuis ce matin.");
        await page.Locator("[data-act=send-problem]").ClickAsync();
        await page.Locator($"[data-problem={state}]").WaitForAsync();
    }

    /// <summary>Leaving while something waits; what waits; then all is sent.</summary>
    private async Task Leaving(IPage page)
    {
        await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await page.Row(school.Pupils[^2]).Locator("[data-act=absent]").ClickAsync();
        await page.Locator("[data-safe=tablet]").WaitForAsync();
        await page.Locator("[data-act=safe]").ClickAsync();
        await page.Locator("[data-act=send]").WaitForAsync();
        await Ask(page, "what waits");
        await Close(page);
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-act=sign-out]").ClickAsync();
        await page.Locator("[data-act=stay]").WaitForAsync();
        await Ask(page, "leaving");
        await Close(page);
        await machine.UnrouteAsync("**/api/sync/push");
        await page.EvaluateAsync("() => dispatchEvent(new Event('online'))");
        await page.Received();
    }

    /// <summary>A classroom tablet: the names, then the code of one of them, refused.</summary>
    private async Task Who(IPage page)
    {
        var martin = await school.Employ(school.MrsMartin);
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(day.Act, new("Tablette 204", "B12")));
        await page.GotoAsync("about:blank");
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        await page.Locator("dialog [data-act=enrol]").WaitForAsync();
        await Ask(page, "one's own to be a classroom's");
        await page.Locator("dialog [data-act=enrol]").ClickAsync();
        await page.Locator($"[data-person='{martin}']").WaitForAsync();
        await Ask(page, "who");
        await page.Locator($"[data-person='{martin}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync("9876");
        await page.Locator("[data-act=prove]").ClickAsync();
        await Expect(page.Locator(".who [role=alert]")).ToHaveTextAsync(new Regex("."));
        await Ask(page, "code refused");
    }
}
