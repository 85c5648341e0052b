using Microsoft.EntityFrameworkCore;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>A server that was built anew serves another page: the worker fetches it whole, waits, takes over when told, and the page opens again; never while something could be lost.</summary>
[Collection("stage")]
public class TabletNewer(Stage stage)
{
    /// <summary>Minutes pass without a finger; then the page has looked around once, five seconds after the last time.</summary>
    private const string Quiet = """
        minutes => new Promise(done => {
          const now = Date.now;
          Date.now = () => now() + minutes * 60_000;
          setTimeout(done, 6_000);
        })
        """;

    private const string Opened = "document.querySelector('script[type=module]')?.src.split('/').at(-3)"; // a page that is being opened has none yet

    private const string Caches = "async () => (await caches.keys()).filter(name => name.startsWith('preau-tablet-'))";

    [Fact]
    public async Task It_is_taken_by_itself_once_the_roll_is_done_and_all_is_sent_and_no_sooner()
    {
        var (day, server) = (await Lessons.Open(stage, 6), await Rebuilt.Before(stage));
        await using var _ = server;
        await day.Plan("10:30", "12:00", "Physique", day.School.MrsMartin); // begun long ago, whatever the minute: the server's answers set the clock back
        await using var machine = await stage.Machine();
        var page = await Entered(machine, server, day.School);
        var own = await page.EvaluateAsync<string>(Opened);
        await Ready(page, server);
        Assert.Equal(own, await page.EvaluateAsync<string>(Opened));

        await page.Row(day.School.Pupils[0]).ClickAsync();
        await page.Received();
        await page.EvaluateAsync(Quiet, 12); // the hour is no longer in its first ten minutes
        Assert.Equal(own, await page.EvaluateAsync<string>(Opened)); // a roll is begun
        await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.OnTablet();
        await page.EvaluateAsync(Quiet, 2);
        Assert.Equal(own, await page.EvaluateAsync<string>(Opened)); // something waits
        Assert.Equal(new[] { $"preau-tablet-{own}", $"preau-tablet-{Rebuilt.Page}" }.Order(), (await page.EvaluateAsync<string[]>(Caches)).Order()); // each whole, beside the other
        await machine.UnrouteAsync("**/api/sync/push");
        await page.EvaluateAsync("() => { dispatchEvent(new Event('online')); }");
        await page.WaitForFunctionAsync($"() => {Opened} === '{Rebuilt.Page}'", null, new() { Timeout = 60_000 + Stage.Patience }); // the last finger was minutes ago: once all is received it may open again at any time
        await Expect(page.Locator($"[data-pupil='{day.School.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0);
        Assert.Equal([$"preau-tablet-{Rebuilt.Page}"], await page.EvaluateAsync<string[]>(Caches));
        await machine.SetOfflineAsync(true);
        await page.ReloadAsync();
        await Expect(page.Locator($"[data-pupil='{day.School.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
        Assert.Equal(Rebuilt.Page, await page.EvaluateAsync<string>(Opened));
    }

    [Fact]
    public async Task It_is_taken_at_once_by_hand()
    {
        var school = await stage.Open(3);
        await using var server = await Rebuilt.Before(stage);
        await using var machine = await stage.Machine();
        var page = await Entered(machine, server, school);
        await Ready(page, server);
        await page.Locator("[data-act=notice]").ClickAsync();
        await page.WaitForFunctionAsync($"() => {Opened} === '{Rebuilt.Page}'");
        await Expect(page.Locator("[data-pupil]")).ToHaveCountAsync(3);
    }

    /// <summary>The page is too old: it says so, sends what it keeps, and waits for nothing more than the first ten minutes of the hour.</summary>
    [Fact]
    public async Task Below_the_minimum_it_is_taken_once_what_waits_is_sent_and_the_hour_has_begun_in_peace()
    {
        var day = await Lessons.Open(stage, 3);
        var school = day.School;
        await day.Plan($"11:{stage.Town.Now.InUtc().Minute:00}", "12:55", "Physique", school.MrsMartin); // it has just begun
        await using var server = await Rebuilt.Before(stage);
        await using var machine = await stage.Machine();
        var page = await Entered(machine, server, school);
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.Received();
        await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();
        server.Minimum = "9.0.0";
        var own = await page.EvaluateAsync<string>(Opened);
        await Ready(page, server, "trop ancienne");
        await page.EvaluateAsync(Quiet, 1);
        Assert.Equal(own, await page.EvaluateAsync<string>(Opened)); // what waits may be lost on another page
        await machine.UnrouteAsync("**/api/sync/push");
        await page.EvaluateAsync("() => { dispatchEvent(new Event('online')); }");
        await page.Received();
        await page.EvaluateAsync(Quiet, 1);
        Assert.Equal(own, await page.EvaluateAsync<string>(Opened)); // never in the first ten minutes
        await page.EvaluateAsync("() => { const now = Date.now; Date.now = () => now() + 12 * 60_000; }");
        await page.WaitForFunctionAsync($"() => {Opened} === '{Rebuilt.Page}'");
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(1, await db.Set<Mark>().CountAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Mrs Martin on a page that the worker keeps.</summary>
    private static async Task<IPage> Entered(IBrowserContext machine, Rebuilt server, School school)
    {
        await school.Employ(school.MrsMartin);
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{server.Url}/tablet/");
        await TabletAccess.Enter(page, school.MrsMartin, School.Password);
        await page.Locator("[data-pupil]").Or(page.Locator("[data-class]")).First.WaitForAsync();
        if (await page.Locator("[data-pupil]").CountAsync() == 0)
        {
            await page.PickClass("2NDE4");
        }
        await page.Kept();
        await page.ReloadAsync(); // through the worker
        await page.Locator("#app [data-pupil]").First.WaitForAsync();
        return page;
    }

    /// <summary>The server is exchanged, and the page learns of it when it is opened the next time.</summary>
    private static async Task Ready(IPage page, Rebuilt server, string said = "nouvelle version")
    {
        server.IsServed = true;
        await page.ReloadAsync();
        await Expect(page.Locator(".notice").First).ToContainTextAsync(said);
        await page.Until("async () => !!(await navigator.serviceWorker.getRegistration()).waiting");
    }
}
