namespace Preau.Browser.Tablet;

/// <summary>Somebody with a tablet of their own in a random schedule: a browser on a profile that stays, which may be killed.</summary>
internal sealed class Player(Stage stage, string url, string userName) : IAsyncDisposable
{
    /// <summary>How many facts of ours the tablet's storage holds about a class: on their way, or received.</summary>
    private const string Held = """
        ([group, author]) => new Promise((told, no) => {
          const open = indexedDB.open('preau');
          open.onerror = () => no(open.error);
          open.onsuccess = () => {
            const db = open.result, tx = db.transaction(['outbox', 'marks']), box = tx.objectStore('outbox').getAll(), marks = tx.objectStore('marks').getAll();
            tx.oncomplete = () => {
              db.close();
              const ids = new Set([...box.result.filter(w => w.kind === 'marked').map(w => ({ id: w.id, author: w.author, ...w.body })), ...marks.result].filter(m => m.author === author && m.group === group).map(m => m.id));
              told(ids.size);
            };
          };
        })
        """;

    /// <summary>How many facts wait in the tablet's storage.</summary>
    private const string Waiting = """
        () => new Promise((told, no) => {
          const open = indexedDB.open('preau');
          open.onerror = () => no(open.error);
          open.onsuccess = () => { const all = open.result.transaction('outbox').objectStore('outbox').count(); all.onsuccess = () => { open.result.close(); told(all.result); }; };
        })
        """;

    private readonly string profile = Repository.Scratch("player");
    private IBrowserContext? machine;
    private IPage? page;
    private bool offline;

    /// <summary>Who it is, for the server.</summary>
    public Guid Person { get; private set; }

    /// <summary>Marks made in this schedule whose tablet has them: none of these may be lost.</summary>
    public int Promised { get; private set; }

    /// <summary>Marks made in this schedule.</summary>
    public int Made { get; private set; }

    /// <summary>Signs in, once; the page is kept from here on.</summary>
    public async Task Enter(Guid person)
    {
        Person = person;
        await Launch();
        await TabletAccess.Enter(page!, userName, School.Password);
        await page!.Locator("[data-act=pick-class]").WaitForAsync();
        await page.Kept();
    }

    /// <summary>Takes a class for a new schedule.</summary>
    public async Task Begin(string group)
    {
        (Promised, Made) = (0, 0);
        await Pick(group);
    }

    /// <summary>Marks somebody, or settles what is disputed; returns at once.</summary>
    public async Task Mark(Guid pupil, bool late)
    {
        var row = page!.Row(pupil);
        await row.Locator(await row.GetAttributeAsync("data-disputed") is null ? $"[data-act={(late ? "late" : "absent")}]" : "[data-act=settle]").First.ClickAsync();
        Made++;
    }

    /// <summary>Waits until the tablet has what was marked.</summary>
    public async Task Keep(Guid group)
    {
        await Until(async () => await HeldOf(group) >= Made, "the tablet never keeps what was marked");
        Promised = Made;
    }

    /// <summary>Presses the button; where nothing is to be said anew it does nothing.</summary>
    public Task Validate() => page!.Locator("[data-act=validate]").DispatchEventAsync("click");

    /// <summary>Into the network or out of it.</summary>
    public async Task Walk()
    {
        offline = !offline;
        await machine!.SetOfflineAsync(offline);
    }

    /// <summary>The browser is killed, and opened again at the same class.</summary>
    public async Task Die(string group, Guid id)
    {
        await Killed.Now(profile, machine!);
        await Launch();
        await Pick(group);
        // What was under the finger at that moment was promised to nobody: what the tablet has is what counts from here on.
        Made = Math.Max(Promised, await HeldOf(id));
        Promised = Made;
    }

    /// <summary>Comes back to the network; nothing waits any more.</summary>
    public async Task Arrive()
    {
        await machine!.SetOfflineAsync(true);
        await machine.SetOfflineAsync(offline = false);
        await Expect(page!.Locator("[data-link=live]")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Until(async () => await page.EvaluateAsync<int>(Waiting) == 0, "what waits is never received");
    }

    /// <summary>What the screen shows of each pupil: the kind, and whether it is disputed.</summary>
    public async Task<Dictionary<Guid, string>> Seen() => (await page!.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('[data-pupil]')].map(r => `${r.dataset.pupil} ${r.dataset.kind}${r.dataset.disputed ? '?' : ''}`)
        """)).Select(told => told.Split(' ')).ToDictionary(told => Guid.Parse(told[0]), told => told[1]);

    public async ValueTask DisposeAsync()
    {
        await (machine?.CloseAsync() ?? Task.CompletedTask);
        Directory.Delete(profile, true);
    }

    private Task<int> HeldOf(Guid group) => page!.EvaluateAsync<int>(Held, new object[] { group.ToString(), Person.ToString() });

    /// <summary>Asks again until it is so, for a minute. (The browser's own wait takes a promise for a yes.)</summary>
    private static async Task Until(Func<Task<bool>> so, string otherwise)
    {
        for (var end = TimeProvider.System.GetUtcNow().AddMinutes(1); !await so(); await Task.Delay(50))
        {
            Assert.True(TimeProvider.System.GetUtcNow() < end, otherwise);
        }
    }

    private async Task Launch()
    {
        machine = await stage.Installed(profile);
        page = machine.Pages[0];
        offline = false;
        await page.GotoAsync($"{url}/tablet/");
    }

    private async Task Pick(string group)
    {
        await page!.Locator("[data-act=pick-class]").ClickAsync();
        await page.Locator($"dialog[open] [data-class='{group}']").First.ClickAsync();
        await Expect(page.Locator(".where")).ToContainTextAsync(group);
        await page.Locator("[data-pupil]").First.WaitForAsync();
    }
}
