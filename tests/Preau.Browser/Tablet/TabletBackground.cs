using Microsoft.EntityFrameworkCore;
using Preau.Devices;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>Background Sync: the browser wakes the worker once the page is closed. It sends what waits, by the rules of the page, and leaves to the page what only the page can do.</summary>
[Collection("stage")]
public class TabletBackground(Stage stage)
{
    /// <summary>A disk that is full when told so: nothing more can be put into the database.</summary>
    internal const string MayBeFull = """
        for (const name of ['add', 'put']) {
          const real = IDBObjectStore.prototype[name];
          IDBObjectStore.prototype[name] = function (...all) {
            if (!window.full) return real.apply(this, all);
            this.transaction.abort();
            throw new DOMException('no room', 'QuotaExceededError');
          };
        }
        """;

    /// <summary>A page that has lost the server when told so; its worker has not. A route would be lifted as the page closes, and the page would send after all.</summary>
    private const string MayBeAway = "const real = window.fetch; window.fetch = (...ask) => window.away ? Promise.reject(new TypeError('away')) : real(...ask);";

    /// <summary>Puts into the tablet's rolls what a colleague said later, and takes it out again.</summary>
    private const string Rolls = """
        later => new Promise((done, no) => {
          const open = indexedDB.open('preau');
          open.onerror = () => no(open.error);
          open.onsuccess = () => {
            const tx = open.result.transaction(['rolls', 'outbox'], 'readwrite'), rolls = tx.objectStore('rolls'), box = tx.objectStore('outbox').getAll(), all = rolls.getAll();
            box.onsuccess = () => { const mine = box.result.find(w => w.kind === 'roll-validated'); if (later) rolls.put({ ...mine.body, position: later, validatedBy: 'colleague' }); };
            tx.oncomplete = () => { open.result.close(); done([box.result.length, all.result[0]?.position ?? 0]); };
            tx.onabort = () => no(tx.error);
          };
        })
        """;

    [Fact]
    public async Task A_roll_whose_author_nobody_proved_leaves_with_the_page_closed()
    {
        var school = await stage.Open(6);
        var (admin, martin) = (new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test"), await school.Employ(school.MrsMartin));
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(admin, new("Tablette 204", "204")));
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync(MayBeAway);
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        await page.Locator($"[data-person='{martin}']").WaitForAsync();
        await page.Kept();
        await page.EvaluateAsync("window.away = true");
        await page.Locator($"[data-person='{martin}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync("4321");
        await page.Locator("[data-act=prove]").ClickAsync();
        await page.Locator("[data-act=unproven]").ClickAsync();
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();

        await Wake(machine, page);
        await Received(school, 1);
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.NotNull((await db.Set<DeviceSignIn>().SingleAsync(TestContext.Current.CancellationToken)).UnprovenSince);
        var again = await machine.NewPageAsync();
        await again.GotoAsync($"{stage.Url}/tablet/");
        await Expect(again.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
        await again.Received();
    }

    [Fact]
    public async Task It_takes_no_roll_back_to_what_was_said_before()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await Away(machine, school);
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.OnTablet();
        await page.EvaluateAsync(Rolls, 1_000_000);

        await Wake(machine, page);
        await using var db = stage.Town.Database.Read(school.Id);
        for (var tries = 0; tries < 300 && !await db.Rolls.AnyAsync(TestContext.Current.CancellationToken); tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        var again = await machine.NewPageAsync();
        await again.RouteAsync("**/api/**", route => route.AbortAsync());
        await again.GotoAsync($"{stage.Url}/tablet/");
        var kept = await again.EvaluateAsync<long[]>(Rolls, 0);
        for (var tries = 0; tries < 300 && kept[0] > 0; tries++) // the worker books what it was told after the server has it
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            kept = await again.EvaluateAsync<long[]>(Rolls, 0);
        }
        Assert.Equal([0, 1_000_000], kept);
    }

    [Fact]
    public async Task With_a_sequence_that_the_storage_could_not_take_it_leaves_the_sending_to_the_page()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync(MayBeFull);
        var page = await Away(machine, school);
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();
        await page.EvaluateAsync("window.full = true");
        await page.EvaluateAsync("window.away = false");
        await page.Received();
        for (var i = 1; i < 3; i++)
        {
            await page.Row(school.Pupils[i]).ClickAsync();
            await Received(school, i + 1);
            await page.Received();
        }

        await Wake(machine, page);
        var again = await machine.NewPageAsync();
        await again.GotoAsync($"{stage.Url}/tablet/");
        await again.Row(school.Pupils[3]).ClickAsync();
        await Received(school, 4);
        await again.Received();
        await Expect(again.Locator(".door")).ToHaveCountAsync(0);
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Null((await db.Set<Device>().SingleAsync(d => d.Establishment == school.Id, TestContext.Current.CancellationToken)).SuspendedAt);
    }

    [Fact]
    public async Task It_is_asked_for_while_a_push_hangs_and_not_when_pushes_are_quick()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("window.asked = []; SyncManager.prototype.register = async tag => { window.asked.push(tag); };");
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.Received();
        Assert.Empty(await page.EvaluateAsync<string[]>("window.asked"));
        await machine.RouteAsync("**/api/sync/push", _ => { }); // a Wi-Fi that swallows everything
        await page.Row(school.Pupils[1]).ClickAsync();
        await page.WaitForFunctionAsync("() => window.asked.length > 0", null, new() { Timeout = 15_000 }); // sooner than the push gives up
        Assert.Equal("push", (await page.EvaluateAsync<string[]>("window.asked"))[0]);
    }

    /// <summary>A tablet of one's own that has just lost the server; its worker has not.</summary>
    private async Task<IPage> Away(IBrowserContext machine, School school)
    {
        await machine.AddInitScriptAsync(MayBeAway);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.EvaluateAsync("window.away = true");
        return page;
    }

    /// <summary>The page is closed, then the browser finds the network and wakes the worker.</summary>
    private async Task Wake(IBrowserContext machine, IPage page)
    {
        var session = await machine.NewCDPSessionAsync(await machine.NewPageAsync());
        var found = new TaskCompletionSource<string>();
        session.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            foreach (var registration in told!.Value.GetProperty("registrations").EnumerateArray().Where(r => r.GetProperty("scopeURL").GetString() == $"{stage.Url}/tablet/"))
            {
                found.TrySetResult(registration.GetProperty("registrationId").GetString()!);
            }
        };
        await session.SendAsync("ServiceWorker.enable");
        var id = await found.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await page.CloseAsync();
        await session.SendAsync("ServiceWorker.dispatchSyncEvent", new() { ["origin"] = stage.Url, ["registrationId"] = id, ["tag"] = "push", ["lastChance"] = false });
    }

    private async Task Received(School school, int marks)
    {
        await using var db = stage.Town.Database.Read(school.Id);
        for (var tries = 0; tries < 300 && await db.Set<Mark>().CountAsync(TestContext.Current.CancellationToken) < marks; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Equal(marks, await db.Set<Mark>().CountAsync(TestContext.Current.CancellationToken));
    }
}
