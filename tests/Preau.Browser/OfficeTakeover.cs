using Preau.Foundation;

namespace Preau.Browser;

/// <summary>A page of the office comes drawn; a moment later its circuit lives and draws it anew. Nobody should notice.</summary>
[Collection("stage")]
public class OfficeTakeover(Stage stage)
{
    [Fact]
    public async Task The_title_stays_while_the_circuit_takes_the_page_over()
    {
        var school = await stage.Open(1);
        await using var machine = await stage.Machine(1280, 800);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        // The circuit's files come a moment later, as on a slow line; the title is read at each frame.
        await page.RouteAsync("**/blazor.web.js", async route => { await Task.Delay(200); await route.ContinueAsync(); });
        await page.AddInitScriptAsync("window.titles = []; const look = () => { if (document.body) titles.push(document.title); setTimeout(look, 0); }; look();");
        foreach (var screen in new[] { "/known", "/nothing-here" })
        {
            await page.GotoAsync($"{stage.Url}/e/{school.Code}{screen}");
            await OfficeBoard.Live(page);
            Assert.Equal([await page.TitleAsync()], await page.EvaluateAsync<string[]>("() => [...new Set(titles)]"));
            Assert.Equal(1, await page.Locator("title").CountAsync());
        }
    }

    [Fact]
    public async Task The_account_s_menu_works_before_the_circuit_and_stays_open_when_it_lives()
    {
        var school = await stage.Open(1);
        await using var machine = await stage.Machine(1280, 800);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        var opened = new TaskCompletionSource();
        await page.RouteAsync("**/blazor.web.js", async route => { await opened.Task; await route.ContinueAsync(); });
        await page.GotoAsync($"{stage.Url}/e/{school.Code}/known", new() { WaitUntil = WaitUntilState.Commit });
        await page.Locator(".me summary").ClickAsync();
        await Expect(page.Locator(".sign-out button")).ToBeVisibleAsync();
        await page.Locator(".languages a[lang=en]").FocusAsync();
        opened.SetResult();
        await OfficeBoard.Live(page);
        await Expect(page.Locator(".me .languages a[lang=en]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".sign-out button")).ToBeHiddenAsync();
        await Expect(page.Locator(".me summary")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_language_is_chosen_in_the_header_and_stays()
    {
        var school = await stage.Open(1);
        await using var machine = await stage.Machine(1280, 800);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        await OfficeBoard.Live(page);
        await page.Locator(".me summary").ClickAsync();
        await page.Locator(".languages a[lang=en]").ClickAsync();
        await OfficeBoard.Live(page);
        await page.Locator(".me summary").ClickAsync();
        await Expect(page.Locator(".sign-out button")).ToHaveTextAsync(Words.In(new("en"), "office.sign-out"));
        await Expect(page).ToHaveURLAsync($"{stage.Url}/e/{school.Code}?when=day");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
    }
}
