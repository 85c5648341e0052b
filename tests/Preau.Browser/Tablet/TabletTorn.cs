using Microsoft.EntityFrameworkCore;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>Killed within a write, Chromium throws its database away two starts later: what was promised is still there (docs/decisions/0010).</summary>
[Collection("stage")]
public class TabletTorn(Stage stage)
{
    /// <summary>Waits until so many facts are promised: in the database and beside it.</summary>
    private const string Copied = """
        async wanted => {
          const copied = async () => (await (await caches.open('preau-kept')).keys()).filter(k => k.url.includes('/outbox/')).length;
          for (let i = 0; i < 400; i++) { if (await copied() === wanted) return; await new Promise(r => setTimeout(r, 50)); }
          throw new Error(`${await copied()} copied, not ${wanted}`);
        }
        """;

    [Fact]
    public async Task A_database_thrown_away_by_the_browser_loses_nothing()
    {
        var school = await stage.Open(8);
        var profile = Repository.Scratch("torn");
        await Meet(profile, school);
        Tear(profile);

        // The first start reads as far as the tear and writes on behind it; the next finds nonsense in the middle.
        await Reopen(profile, school, absent: 1);
        await using var last = await Installed(profile);
        await last.SetOfflineAsync(true);
        var page = last.Pages[0];
        await page.AddInitScriptAsync("const open = indexedDB.open; indexedDB.open = function (...a) { const r = open.apply(this, a); r.addEventListener('upgradeneeded', e => { window.loss ??= e.dataLoss; }); return r; };");
        await page.GotoAsync($"{stage.Url}/tablet/");

        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(2);
        Assert.Equal("total", await page.EvaluateAsync<string>("window.loss")); // the case is what it says it is
        await page.OnTablet();
        await last.SetOfflineAsync(false);
        await page.Received();
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(2, await db.Marks.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_tablet_of_before_the_copy_is_copied_at_its_next_start()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("delete ServiceWorkerRegistration.prototype.sync");
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.SetOfflineAsync(true);
        await Absent(page, school.Pupils[0], 1);
        await page.EvaluateAsync("() => caches.delete('preau-kept')");
        await page.ReloadAsync();
        await page.EvaluateAsync(Copied, 1);
        await page.EvaluateAsync("""
            async () => {
              const missing = async () => { for (const key of ['me', 'device', 'sequence', 'snapshot']) if (!await caches.match(`/tablet/kept/meta/${key}`)) return key; };
              for (let i = 0; i < 400 && await missing(); i++) await new Promise(r => setTimeout(r, 50));
              if (await missing()) throw new Error(`${await missing()} is not copied`);
            }
            """);
    }

    /// <summary>The first day: signed in, the page kept, one absent without network; then the power is gone.</summary>
    private async Task Meet(string profile, School school)
    {
        var machine = await Installed(profile);
        await machine.Pages[0].CloseAsync();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.SetOfflineAsync(true);
        await Absent(page, school.Pupils[0], 1);
        await Killed.Now(profile, machine);
    }

    /// <summary>Without Background Sync, which knows another way into the network.</summary>
    private async Task<IBrowserContext> Installed(string profile)
    {
        var machine = await stage.Installed(profile);
        await machine.AddInitScriptAsync("delete ServiceWorkerRegistration.prototype.sync");
        return machine;
    }

    private async Task Reopen(string profile, School school, int absent)
    {
        var machine = await Installed(profile);
        await machine.SetOfflineAsync(true);
        var page = machine.Pages[0];
        await page.GotoAsync($"{stage.Url}/tablet/");
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(absent);
        await Absent(page, school.Pupils[absent], absent + 1);
        await Killed.Now(profile, machine);
    }

    private static async Task Absent(IPage page, Guid pupil, int waiting)
    {
        await page.Row(pupil).ClickAsync();
        await Expect(page.Locator($"[data-pupil='{pupil}'][data-state=absent]")).ToBeVisibleAsync();
        await page.OnTablet();
        await page.EvaluateAsync(Copied, waiting);
    }

    /// <summary>The end of the database's log, as a process that died between two writes leaves it: a head that announces more than there is.</summary>
    private static void Tear(string profile)
    {
        var log = Directory.GetFiles(Path.Combine(profile, "Default", "IndexedDB"), "*.log", SearchOption.AllDirectories).Single();
        using var file = File.OpenWrite(log);
        file.Seek(0, SeekOrigin.End);
        file.Write([0x11, 0x22, 0x33, 0x44, 0x40, 0x00, 0x01, 0x05, 0x06]); // checksum, 64 bytes announced, whole record; two there
    }
}
