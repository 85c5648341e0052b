using Microsoft.Playwright;

namespace Preau.Bench.Tablets;

/// <summary>One tablet's visits to the page, each as a teacher makes it.</summary>
internal sealed class Visits(IPlaywright playwright, string url, string profile)
{
    private const int Pupils = 32;
    private static readonly (int, int) portrait = (820, 1180);

    /// <summary>What a cold opening took and cost: the page with its files, and apart from it the school's register.</summary>
    internal sealed record Cold(double Milliseconds, double PageKilobytes, double RegisterKilobytes, int Requests, int Modules);

    /// <summary>Signs the teacher in once, takes a class once, and waits until the page is kept.</summary>
    public async Task Install(string group)
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        var page = machine.Context.Pages[0];
        await page.GotoAsync($"{url}/tablet/");
        await page.Locator("input[name=userName]").FillAsync(TabletSchool.Teacher);
        await page.Locator("input[name=password]").FillAsync(TabletSchool.Password);
        await page.Locator("[data-act=sign-in]").ClickAsync();
        await page.Locator($"[data-class='{group}']").First.ClickAsync();
        await page.Locator("[data-pupil]").First.WaitForAsync();
        await Kept(page);
    }

    /// <summary>Who signed in and which class was last taken are known; page, register and marks are not, and nothing is in a cache.</summary>
    public async Task<Cold> OpenCold()
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        await Forget(machine);
        var (page, session) = await machine.Page(Pupils, slower: 4);
        await Machine.Slow(session);
        var counted = new Counted(session);
        await page.GotoAsync($"{url}/tablet/", new() { WaitUntil = WaitUntilState.Commit });
        var milliseconds = await page.EvaluateAsync<double>("window.list");
        var cold = counted.Until(milliseconds);
        await session.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 });
        await Kept(page);
        return cold;
    }

    /// <summary>The network is cut; the installed page is opened in a browser that has just started, then again in the same browser, which runs by then.</summary>
    public async Task<(double First, double Again)> OpenWarm()
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        await machine.Context.SetOfflineAsync(true);
        var first = await Open(machine);
        // A browser that runs: what is left of its own start is over, and it has opened the page before.
        await Task.Delay(1000);
        await Open(machine);
        await Open(machine);
        return (first, await Open(machine));
    }

    /// <summary>Pupil after pupil of a class of 36 with photos is tapped; from the finger's leaving to the frame that shows it.</summary>
    /// <param name="view">How the class is shown: <c>list</c> or <c>faces</c>.</param>
    public async Task<double[]> TapPupils(string view)
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        var (page, session) = await machine.Page(Pupils, slower: 1);
        await page.GotoAsync($"{url}/tablet/");
        await Pick(page, TabletSchool.Class36, 36);
        await page.Locator($"[data-view={view}]").ClickAsync(); // kept by the page: the next visit begins with it
        if (view == "faces")
        {
            await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.face img')].filter(i => i.complete).length === 36");
        }
        await page.WaitForTimeoutAsync(500);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 6 });
        await page.EvaluateAsync("""
            () => {
              window.taken = [];
              addEventListener('click', e => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => window.taken.push(performance.now() - e.timeStamp);
                requestAnimationFrame(() => channel.port2.postMessage(0));
              }, true);
            }
            """);
        for (var row = 0; row < 12; row++)
        {
            // By the bare touch: Playwright's own tap looks at the page between the finger and the answer.
            var box = (await page.Locator("[data-pupil] .name").Nth(row * 3).BoundingBoxAsync())!;
            await page.Touchscreen.TapAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
            await page.WaitForTimeoutAsync(400);
        }
        return await page.EvaluateAsync<double[]>("window.taken");
    }

    /// <summary>Three absent, one late, validated, as the page stands open; each tap is a real one and is counted by the page.</summary>
    public async Task<Dictionary<string, object>> Taps()
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        var (page, _) = await machine.Page(Pupils, slower: 1);
        await page.AddInitScriptAsync("window.taps = 0; addEventListener('click', e => { if (e.isTrusted) window.taps++; }, true);");
        await page.GotoAsync($"{url}/tablet/");
        await page.EvaluateAsync("window.list");
        foreach (var row in new[] { 1, 8, 20 })
        {
            await page.Locator(".row").Nth(row).Locator(".name").TapAsync();
        }
        await page.Locator(".row").Nth(27).Locator("[data-act=late]").TapAsync();
        await page.Locator("[data-act=validate]").TapAsync();
        await page.Locator("[data-safe=received]").WaitForAsync(new() { Timeout = 20_000 });
        var shown = await page.EvaluateAsync<int[]>("[window.taps, ...['absent', 'late'].map(s => document.querySelectorAll(`.row[data-state=${s}]`).length), document.querySelectorAll('[data-act=validate][data-done=yes]').length]");
        return shown is [var taps, >= 3, >= 1, 1] ? new() { ["case"] = "taps", ["count"] = taps } : throw new InvalidOperationException($"The roll stands at {string.Join(", ", shown)}.");
    }

    /// <summary>How many of 36 rows are whole on the screen at once, none lower than 48 px.</summary>
    public async Task<Dictionary<string, object>> Visible() => new()
    {
        ["case"] = "visible", ["pupils"] = 36, ["portrait"] = await Seen(portrait), ["landscape"] = await Seen((1180, 820)), ["phone"] = await Seen((390, 844)),
    };

    private async Task<int> Seen((int, int) screen)
    {
        await using var machine = await Machine.Start(playwright, profile, screen);
        var (page, _) = await machine.Page(Pupils, slower: 1);
        await page.GotoAsync($"{url}/tablet/");
        await Pick(page, TabletSchool.Class36, 36);
        await page.WaitForTimeoutAsync(300);
        return await page.EvaluateAsync<int>("""
            () => {
              const sheet = document.querySelector('.sheet').getBoundingClientRect();
              const rows = [...document.querySelectorAll('.row[data-pupil]')].map(r => r.getBoundingClientRect());
              return rows.filter(b => b.height >= 48 && b.top >= sheet.top - .5 && b.bottom <= Math.min(sheet.bottom, innerHeight) + .5 && b.left >= 0 && b.right <= innerWidth).length;
            }
            """);
    }

    private async Task<double> Open(Machine machine)
    {
        var (page, _) = await machine.Page(Pupils, slower: 4);
        await page.GotoAsync($"{url}/tablet/", new() { WaitUntil = WaitUntilState.Commit });
        var milliseconds = await page.EvaluateAsync<double>("window.list");
        await page.CloseAsync();
        return milliseconds;
    }

    private async Task Pick(IPage page, string group, int pupils)
    {
        await page.Locator("[data-act=pick-class]").ClickAsync();
        await page.Locator($"dialog[open] [data-class='{group}']").First.ClickAsync();
        await page.WaitForFunctionAsync($"() => document.querySelectorAll('main [data-pupil]').length === {pupils}");
    }

    /// <summary>Leaves the sign-in and the habits; takes the worker, the caches, the register and what was told.</summary>
    private async Task Forget(Machine machine)
    {
        var page = machine.Context.Pages[0];
        await page.GotoAsync($"{url}/health/live");
        await page.EvaluateAsync("""
            async () => {
              for (const r of await navigator.serviceWorker.getRegistrations()) await r.unregister();
              for (const name of await caches.keys()) await caches.delete(name);
              const db = await new Promise((ok, no) => { const r = indexedDB.open('preau'); r.onsuccess = () => ok(r.result); r.onerror = no; });
              const tx = db.transaction(['meta', 'marks', 'rolls'], 'readwrite');
              for (const key of ['snapshot', 'etag', 'position']) tx.objectStore('meta').delete(key);
              tx.objectStore('marks').clear();
              tx.objectStore('rolls').clear();
              await new Promise(ok => { tx.oncomplete = ok; });
              db.close();
            }
            """);
        await page.GotoAsync("about:blank");
    }

    private static Task Kept(IPage page) => page.EvaluateAsync("""
        async () => {
          await navigator.serviceWorker.ready;
          for (let i = 0; i < 200; i++) { if (await caches.match('/tablet/')) return; await new Promise(r => setTimeout(r, 50)); }
          throw new Error('the page was not kept');
        }
        """);
}
