using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>The first page that a tablet ever kept (<c>first-page.zip</c>, as it was served then) against the server of today: a tablet may come back after months in a drawer.</summary>
[Collection("stage")]
public class TabletOldPage(Stage stage)
{
    private const string Old = "0123456789ab";

    [Fact]
    public async Task The_first_page_takes_a_roll_on_today_s_server_and_today_s_page_finds_what_it_kept()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        await machine.RouteAsync("**/tablet/**", Serve);
        await school.Employ(school.MrsMartin);
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/"); // no worker keeps it: a worker fetches beside the test's routes
        await TabletAccess.Enter(page, school.MrsMartin, School.Password);
        await page.Locator("[data-act=pick-class]").WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>($"() => !!document.querySelector('script[src*=\"{Old}\"]')"));
        await page.PickRoll("2NDE4", 1);
        await page.Row(school.Pupils[0]).Locator("[data-act=absent]").ClickAsync();
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.Received();

        // What it does not know does not hurt it: a kind with hours and a note, by the desk.
        var desk = await school.TabletOf(school.MrsLauriac);
        var start = await page.Locator("[data-act=pick-period] b").InnerTextAsync();
        await desk.Push(FullClass.Mark(desk, school, school.Pupils[1], "IN", from: start[..5], start: start[..5], end: start[^5..]));
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'] [data-act=absent][aria-pressed=false]")).ToBeVisibleAsync();
        await machine.SetOfflineAsync(true);
        await page.Row(school.Pupils[2]).Locator("[data-act=late]").ClickAsync();
        await page.OnTablet();

        // The first page cannot send it any more; the page of today opens what it kept, and sends it.
        await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await machine.UnrouteAsync("**/tablet/**");
        await machine.SetOfflineAsync(false);
        await page.ReloadAsync();
        await machine.UnrouteAsync("**/api/sync/push");
        Assert.False(await page.EvaluateAsync<bool>($"() => !!document.querySelector('script[src*=\"{Old}\"]')"));
        await page.PickRoll("2NDE4", 1);
        await page.Received(20_000);
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-kind=A]")).ToBeVisibleAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-kind=IN]")).ToBeVisibleAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[2]}'][data-kind=R]")).ToBeVisibleAsync();
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(["A", "IN", "R"], await db.Set<Mark>().OrderBy(m => m.Kind).Select(m => m.Kind).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await db.Rolls.CountAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The first page's files at the addresses they had.</summary>
    private static async Task Serve(IRoute route)
    {
        var path = new Uri(route.Request.Url).AbsolutePath["/tablet/".Length..];
        var name = path.Length == 0 ? "tablet/index.html" : path.StartsWith(Old + "/", StringComparison.Ordinal) ? path[(Old.Length + 1)..] : $"tablet/{path}";
        await using var zip = await ZipFile.OpenReadAsync(Path.Combine(Repository.Root, "tests", "Preau.Browser", "Tablet", "first-page.zip"));
        if (zip.GetEntry(name) is not { } entry)
        {
            await route.FulfillAsync(new() { Status = 404 });
            return;
        }
        using var reader = new StreamReader(await entry.OpenAsync());
        var type = Path.GetExtension(name) switch { ".js" => "text/javascript", ".css" => "text/css", ".svg" => "image/svg+xml", ".html" => "text/html; charset=utf-8", _ => "application/json" };
        await route.FulfillAsync(new() { ContentType = type, Body = (await reader.ReadToEndAsync()).Replace("__HASH__", Old) });
    }
}
