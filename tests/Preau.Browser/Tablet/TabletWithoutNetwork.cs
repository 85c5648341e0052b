using Microsoft.EntityFrameworkCore;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>What a tablet says it keeps, it keeps.</summary>
[Collection("stage")]
public class TabletWithoutNetwork(Stage stage, ITestOutputHelper output)
{
    [Fact]
    public async Task The_page_opens_without_network_and_two_tabs_never_send_twice()
    {
        var school = await stage.Open();
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.SetOfflineAsync(true);
        await page.Row(school.Pupils[3]).ClickAsync();
        await page.OnTablet();

        await page.ReloadAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[3]}'][data-state=absent]")).ToBeVisibleAsync();
        var other = await machine.NewPageAsync();
        await other.GotoAsync($"{stage.Url}/tablet/");
        await other.Row(school.Pupils[8]).ClickAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[8]}'][data-state=absent]")).ToBeVisibleAsync();

        var sent = Sent.From(machine);
        await machine.RouteAsync("**/api/sync/push", async route =>
        {
            await Task.Delay(1000); // long enough for the other tab to begin
            await route.ContinueAsync();
        });
        await machine.SetOfflineAsync(false);
        await page.Received();
        await other.Received();
        await Idle(page, other);
        sent.EachOnce(2);
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(2, await db.Marks.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Refused_storage_is_said_and_the_roll_still_leaves()
    {
        var school = await stage.Open();
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); };");
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickRoll("2NDE4", 1);
        await Expect(page.Locator(".notice")).ToContainTextAsync("refuse le stockage");
        await machine.SetOfflineAsync(true);
        await page.Row(school.Pupils[0]).ClickAsync();
        await Expect(page.Locator("[data-safe]")).ToContainTextAsync("en mémoire");
        await Expect(page.Locator("[data-safe=tablet]")).ToHaveCountAsync(0);
        await machine.SetOfflineAsync(false);
        await page.Received();
    }

    [Fact]
    public async Task A_full_disk_is_said_the_roll_goes_on_and_room_is_found_again()
    {
        var school = await stage.Open();
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync(TabletBackground.MayBeFull);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickRoll("2NDE4", 1);
        await machine.SetOfflineAsync(true);
        await page.EvaluateAsync("window.full = true");
        await page.Row(school.Pupils[0]).ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("n’a plus de place");
        await Expect(page.Locator("[data-safe]")).ToContainTextAsync("en mémoire");
        await page.Locator("[data-act=validate]").ClickAsync();
        await Expect(page.Locator("[data-act=validate][data-done]")).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => { const leaving = new Event('beforeunload', { cancelable: true }); dispatchEvent(leaving); return leaving.defaultPrevented; }")); // closing asks first

        await machine.SetOfflineAsync(false); // still full: what is in memory leaves
        await page.Received(20_000);
        await page.Row(school.Pupils[1]).ClickAsync();
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(2);
        await page.Received(20_000);
        await machine.SetOfflineAsync(true);
        await page.EvaluateAsync("window.full = false");
        await page.Row(school.Pupils[2]).ClickAsync();
        await page.OnTablet();
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0);
        await machine.SetOfflineAsync(false);
        await page.Received(20_000);
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal((3, 1), (await db.Marks.CountAsync(TestContext.Current.CancellationToken), await db.Rolls.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task After_a_full_disk_a_reload_is_no_copied_tablet()
    {
        var school = await stage.Open();
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync(TabletBackground.MayBeFull);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.EvaluateAsync("window.full = true");
        for (var i = 0; i < 3; i++)
        {
            await page.Row(school.Pupils[i]).ClickAsync();
            await Received(school, i + 1);
            await page.Received();
        }
        await page.ReloadAsync(); // there is room again
        await page.Row(school.Pupils[3]).ClickAsync();
        await Received(school, 4);
        await page.Received();
        await Expect(page.Locator(".door")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await page.Row(school.Pupils[4]).ClickAsync();
        await Received(school, 5);
    }

    [Fact]
    public async Task Without_storage_another_tab_takes_nothing_away()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); };");
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await page.Row(school.Pupils[0]).ClickAsync();
        await Expect(page.Locator("[data-safe]")).ToContainTextAsync("en mémoire");
        await page.EvaluateAsync("() => { window.heard = new Promise(done => { new BroadcastChannel('preau').onmessage = () => done(); }); window.stays = true; }");
        await stage.SignInOnTablet(machine, school, school.MrBernard);
        await page.EvaluateAsync("() => window.heard");
        await page.BringToFrontAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.stays === true))))"));
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_browser_that_would_not_keep_the_storage_is_asked_again_at_a_later_start()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("StorageManager.prototype.persisted = async () => false; StorageManager.prototype.persist = async () => { window.asked = true; return false; };");
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.WaitForFunctionAsync("() => window.asked");
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("() => window.asked");
    }

    [Fact]
    public async Task Every_write_of_a_fact_asks_for_strict_durability()
    {
        var school = await stage.Open();
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("""
            window.asked = [];
            const transaction = IDBDatabase.prototype.transaction;
            IDBDatabase.prototype.transaction = function (names, mode, options) {
              if (mode === 'readwrite' && [names].flat().includes('outbox')) window.asked.push(options?.durability ?? 'nothing');
              return transaction.call(this, names, mode, options);
            };
            """);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickRoll("2NDE4", 1);
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.Received();
        var asked = await page.EvaluateAsync<string[]>("window.asked");
        Assert.True(asked.Length >= 2);
        Assert.All(asked, durability => Assert.Equal("strict", durability));
    }

    [Fact]
    public async Task A_browser_killed_right_after_on_the_tablet_has_the_mark()
    {
        // PREAU_KILLS=50 for the whole measure; ten are enough to fall over a broken promise in the suite.
        var kills = int.TryParse(Environment.GetEnvironmentVariable("PREAU_KILLS"), out var asked) ? asked : 10;
        var school = await stage.Open(Math.Max(30, kills));
        var profile = Repository.Scratch("profile");
        for (var i = 0; i < kills; i++)
        {
            var machine = await stage.Installed(profile);
            var page = machine.Pages[0];
            if (i == 0)
            {
                await page.CloseAsync();
                page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
                await page.PickClass("2NDE4");
            }
            else
            {
                await page.GotoAsync($"{stage.Url}/tablet/");
                await Expect(page.Locator($"[data-pupil='{school.Pupils[i - 1]}'][data-state=absent]")).ToBeVisibleAsync();
                await page.Received(); // else the mark before it would answer for this one
            }
            await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
            await page.Row(school.Pupils[i]).ClickAsync();
            await page.OnTablet();
            await Killed.Now(profile, machine);
        }
        await using var last = await stage.Installed(profile);
        await last.Pages[0].GotoAsync($"{stage.Url}/tablet/");
        await last.Pages[0].Received();
        await using var db = stage.Town.Database.Read(school.Id);
        var there = await db.Marks.CountAsync(TestContext.Current.CancellationToken);
        output.WriteLine($"measured kills after «sur la tablette»: {kills}, lost {kills - there}");
        Assert.Equal(kills, there);
    }

    /// <summary>Waits until no tab is sending: the pages' own lock is free.</summary>
    private static async Task Idle(params IPage[] pages)
    {
        foreach (var page in pages)
        {
            await page.Until("async () => { const { held, pending } = await navigator.locks.query(); return !held.length && !pending.length; }");
        }
    }

    private async Task Received(School school, int marks)
    {
        await using var db = stage.Town.Database.Read(school.Id);
        for (var tries = 0; tries < 300 && await db.Marks.CountAsync(TestContext.Current.CancellationToken) < marks; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Equal(marks, await db.Marks.CountAsync(TestContext.Current.CancellationToken));
    }
}
