using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>Somebody with a tablet of their own in a random schedule: a browser on a profile that stays, which may be killed.</summary>
internal sealed class Player(Stage stage, string url, string userName) : IAsyncDisposable
{
    /// <summary>Tells every fact given to the storage, and whether its transaction is complete: received ones leave the outbox.</summary>
    private const string Listen = """
        self.given = [];
        self.taken = [];
        const add = IDBObjectStore.prototype.add;
        IDBObjectStore.prototype.add = function (fact, key) {
          if (this.name === 'outbox') {
            self.given.push(fact);
            this.transaction.addEventListener('complete', () => self.taken.push(fact));
          }
          return add.call(this, fact, key);
        };
        """;

    /// <summary>The facts of ours that the tablet's storage has taken about a class: on their way, or received.</summary>
    private const string Held = """
        ([group, author]) => new Promise((told, no) => {
          const open = indexedDB.open('preau');
          open.onerror = () => no(open.error);
          open.onsuccess = () => {
            const db = open.result, tx = db.transaction(['outbox', 'marks', 'rolls']), [box, marks, rolls] = ['outbox', 'marks', 'rolls'].map(name => tx.objectStore(name).getAll());
            tx.oncomplete = () => {
              db.close();
              const all = [...box.result.concat(self.taken).map(w => ({ ...w.body, kind: w.kind, author: w.author, claimed: w.claimedAt })), ...marks.result.map(m => ({ ...m, kind: 'marked', claimed: m.claimedAt })),
                ...rolls.result.map(r => ({ ...r, kind: 'roll-validated', author: r.validatedBy, claimed: r.validatedAt }))];
              told(all.filter(f => f.author === author && f.group === group).map(f => `${f.kind} ${f.pupil ?? ''} ${Date.parse(f.claimed)}`));
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

    /// <summary>What was said in this schedule and the tablet has taken, as <see cref="Said"/>: none of it may be lost.</summary>
    public HashSet<string> Promised { get; } = [];

    /// <summary>Marks made in this schedule.</summary>
    public int Made { get; private set; }

    /// <summary>Validations made in this schedule.</summary>
    public int Validated { get; private set; }

    /// <summary>One press of a button, as the tablet and the server both can tell it: by what, about whom, when.</summary>
    public static string Said(string kind, Guid? pupil, DateTimeOffset claimed) => $"{kind} {pupil} {claimed.ToUnixTimeMilliseconds()}";

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
        Promised.Clear();
        (Made, Validated) = (0, 0);
        await Pick(group);
    }

    /// <summary>Marks somebody, or settles what is disputed; returns at once.</summary>
    public async Task Mark(Guid pupil, bool late)
    {
        await page!.Row(pupil).Locator($"[data-act={(late ? "late" : "absent")}], [data-act=settle]").First.ClickAsync(); // one stands where the other stood, and a colleague's word may come at any moment
        Made++;
    }

    /// <summary>Waits until the tablet has what was said.</summary>
    public Task Keep(Guid group) => Until(async () =>
    {
        await Ask(group);
        return Count(RollFacts.Marked) >= Made && Count(RollFacts.Validated) >= Validated;
    }, "the tablet never keeps what was said");

    /// <summary>Presses the button; where nothing is to be said anew it does nothing, and what is drawn may be a moment behind: what is given to the storage counts.</summary>
    public async Task Validate() => Validated += await page!.Locator("[data-act=validate]").EvaluateAsync<int>("""
        async button => {
          const before = self.given.length;
          button.click();
          await new Promise(done => setTimeout(done, 20));
          return self.given.slice(before).filter(f => f.kind === 'roll-validated').length;
        }
        """);

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
        await Ask(id);
        (Made, Validated) = (Count(RollFacts.Marked), Count(RollFacts.Validated));
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

    /// <summary>Whether the screen says that the roll is called.</summary>
    public Task<bool> SeesCalled() => page!.EvaluateAsync<bool>("() => document.querySelector('[data-act=validate]').dataset.done === 'yes'");

    private async Task Ask(Guid group) => Promised.UnionWith(await page!.EvaluateAsync<string[]>(Held, new object[] { group.ToString(), Person.ToString() }));

    private int Count(string kind) => Promised.Count(said => said.StartsWith($"{kind} ", StringComparison.Ordinal));

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
        await page.AddInitScriptAsync(Listen);
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
