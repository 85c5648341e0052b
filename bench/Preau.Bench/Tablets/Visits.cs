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

    /// <summary>Keeps the floor beside the page.</summary>
    public async Task KeepPlain()
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        var page = machine.Context.Pages[0];
        await page.GotoAsync($"{url}/tablet/");
        await page.Locator("#app [data-pupil]").First.WaitForAsync();
        await Plain(page);
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

    /// <summary>The installed page opened: the list, then the page's own drawing of it; the same as the first thing a browser does; the floor.</summary>
    internal sealed record Warm(double List, double Drawn, double JustStarted, double Floor);

    /// <summary>The network is cut; the installed page is opened in a browser that has just started, then again in the same browser, which runs by then.</summary>
    public async Task<Warm> OpenWarm()
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        await machine.Context.SetOfflineAsync(true);
        var (first, _) = await Open(machine, "tablet/");
        // A browser that runs: what is left of its own start is over, and it has opened the page before.
        await Task.Delay(1000);
        await Open(machine, "tablet/");
        await Open(machine, "tablet/");
        var (floor, _) = await Open(machine, plain!);
        var (again, drawn) = await Open(machine, "tablet/");
        return new(again, drawn, first, floor);
    }

    /// <summary>Pupil after pupil of a class of 36 with photos is tapped; from the finger's leaving to the frame that shows it.</summary>
    /// <param name="view">How the class is shown: <c>list</c> or <c>faces</c>.</param>
    public async Task<double[]> TapPupils(string view)
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        var (page, session) = await machine.Page(Pupils, slower: 1);
        await page.GotoAsync($"{url}/tablet/");
        await Pick(page, TabletSchool.Class36, 36);
        await page.Locator($"[data-view={view}]").TapAsync(); // kept by the page: the next visit begins with it
        if (view == "faces")
        {
            await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.face img')].filter(i => i.complete).length === 36");
        }
        await page.WaitForTimeoutAsync(500);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 6 });
        return await Touch(page);
    }

    /// <summary>The same class as plain rows, without anything but the one line that changes a row: what the browser itself needs from a finger to a frame.</summary>
    public async Task<double[]> TapPlain()
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        var (page, session) = await machine.Page(Pupils, slower: 1);
        await page.GotoAsync($"{url}/tablet/");
        await Pick(page, TabletSchool.Class36, 36);
        await Plain(page);
        await page.GotoAsync($"{url}/{plain}");
        await page.WaitForTimeoutAsync(500);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 6 });
        return await Touch(page);
    }

    /// <summary>Twelve rows are touched; each time from the finger's leaving, by the event's own time stamp, to the frame that shows the mark.</summary>
    private static async Task<double[]> Touch(IPage page)
    {
        await page.EvaluateAsync("""
            () => {
              const channel = new MessageChannel(), taken = window.taken = [];
              let left = 0;
              channel.port1.onmessage = () => { taken.push(performance.now() - left); left = 0; };
              addEventListener('pointerup', e => { left = e.timeStamp; }, true);
              new MutationObserver(() => { if (left) requestAnimationFrame(() => channel.port2.postMessage(0)); })
                .observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
            }
            """);
        for (var row = 0; row < 12; row++)
        {
            // By the bare touch: Playwright's own tap looks at the page between the finger and the answer.
            var box = (await page.Locator("[data-pupil] .name").Nth(row * 3).BoundingBoxAsync())!;
            await page.Touchscreen.TapAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
            await page.WaitForTimeoutAsync(400);
        }
        var taken = await page.EvaluateAsync<double[]>("window.taken");
        return taken.Length == 12 ? taken : throw new InvalidOperationException($"{taken.Length} of 12 touches were answered.");
    }

    /// <summary>Three absent, one late, validated, as the page stands open; each tap is a real one and is counted by the page.</summary>
    public async Task<Dictionary<string, object>> Taps()
    {
        await using var machine = await Machine.Start(playwright, profile, portrait);
        var (page, _) = await machine.Page(Pupils, slower: 1);
        await page.AddInitScriptAsync("window.taps = 0; addEventListener('pointerup', e => { if (e.isTrusted) window.taps++; }, true);");
        await page.GotoAsync($"{url}/tablet/");
        await page.EvaluateAsync("window.list");
        foreach (var row in new[] { 1, 8, 20 })
        {
            await page.Locator(".row").Nth(row).Locator(".name").TapAsync();
        }
        await page.Locator(".row").Nth(27).Locator("[data-act=late]").TapAsync();
        await page.Locator("[data-act=validate]").TapAsync();
        await page.Locator("[data-act=validate][data-done=yes]").WaitForAsync(new() { Timeout = 20_000 }); // till then the head may speak of what was received before
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

    private async Task<(double List, double Drawn)> Open(Machine machine, string path)
    {
        var (page, _) = await machine.Page(Pupils, slower: 4);
        await page.GotoAsync($"{url}/{path}", new() { WaitUntil = WaitUntilState.Commit });
        var list = await page.EvaluateAsync<double>("window.list");
        var drawn = path == plain ? list : await page.EvaluateAsync<double>("window.drawn");
        await page.CloseAsync();
        return (list, drawn);
    }

    /// <summary>Where the floor stands: the list as it is shown, as plain HTML with its style in it, in the same cache; no script but the line that a touch needs.</summary>
    private string? plain;

    private async Task Plain(IPage page) => plain = await page.EvaluateAsync<string>("""
        async () => {
          const name = (await caches.keys()).find(n => n.startsWith('preau-tablet-')), path = `tablet/${name.split('-')[2]}/plain.html`;
          const style = await (await fetch(`/tablet/${name.split('-')[2]}/tablet/page.css`)).text(), shown = document.querySelector('.page').outerHTML;
          const line = "addEventListener('pointerup', e => { const row = e.target.closest('.row'); if (row) { row.dataset.state = 'absent'; row.querySelector('.name').append(Object.assign(document.createElement('small'), { textContent: 'absence' })); } }); addEventListener('touchend', e => e.preventDefault(), { passive: false });";
          const html = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>.</title><meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head><body><div id="app">${shown}</div><script>${line}</script></body></html>`;
          await (await caches.open(name)).put(`/${path}`, new Response(html, { headers: { 'Content-Type': 'text/html' } }));
          return path;
        }
        """);

    private async Task Pick(IPage page, string group, int pupils)
    {
        await page.Locator("[data-act=pick-class]").TapAsync();
        await page.Locator($"dialog[open] [data-class='{group}']").First.TapAsync();
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

    /// <summary>Waits until page and picture are on the tablet.</summary>
    private static Task Kept(IPage page) => page.EvaluateAsync("""
        async () => {
          await navigator.serviceWorker.ready;
          for (let i = 0; i < 400; i++) { if (await caches.match('/tablet/pictures')) return; await new Promise(r => setTimeout(r, 50)); }
          throw new Error('the page was not kept');
        }
        """);
}
