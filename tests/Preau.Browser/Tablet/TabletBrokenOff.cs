using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Preau.Devices;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>Closed between two writes, or beside another window: the next start makes up for what was broken off, and nobody comes back, is taken for another or is left behind.</summary>
[Collection("stage")]
public class TabletBrokenOff(Stage stage)
{
    private const string Code = "4815";

    /// <summary>Changes the tablet's database by hand, as a page that was closed has left it: a function of the transaction's stores.</summary>
    private static Task InDatabase(IPage page, string act) => page.EvaluateAsync($$"""
        () => new Promise((done, no) => {
          const open = indexedDB.open('preau');
          open.onsuccess = () => {
            const tx = open.result.transaction(['meta', 'outbox', 'marks', 'rolls'], 'readwrite');
            tx.oncomplete = () => { open.result.close(); done(); };
            tx.onabort = () => no(tx.error);
            ({{act}})(name => tx.objectStore(name));
          };
          open.onerror = () => no(open.error);
        })
        """);

    /// <summary>What waits is moved to a registration that is no more.</summary>
    private const string OfAnEarlierOne = """
        of => { of('outbox').openCursor().onsuccess = e => {
          const c = e.target.result;
          if (c) { c.update({ ...c.value, device: '01900000-0000-7000-8000-000000000001', signIn: '01900000-0000-7000-8000-000000000002' }); c.continue(); }
        }; }
        """;

    [Fact]
    public async Task A_sign_in_closed_before_what_waits_was_taken_over_sends_it_at_the_next_start()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.SetOfflineAsync(true);
        await Absent(page, school.Pupils[0]);
        await InDatabase(page, OfAnEarlierOne);
        await machine.SetOfflineAsync(false);
        await page.ReloadAsync();
        await page.Received();
        Assert.Equal([(school.Pupils[0], await school.Employ(school.MrsMartin))], await Marks(school));
    }

    [Fact]
    public async Task An_enrolment_closed_before_unproven_entries_were_claimed_sends_them_at_the_next_start()
    {
        var school = await stage.Open(6);
        var bernard = await school.Employ(school.MrBernard);
        await using var machine = await stage.Machine();
        var page = await Classroom(machine, school, "204");
        await machine.SetOfflineAsync(true);
        await page.Locator($"[data-person='{bernard}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync(Code);
        await page.Locator("[data-act=prove]").ClickAsync();
        await page.Locator("[data-act=unproven]").ClickAsync();
        await page.PickClass("2NDE4");
        await Absent(page, school.Pupils[1]);
        await InDatabase(page, OfAnEarlierOne);
        await InDatabase(page, "of => { of('meta').delete('claims'); of('meta').delete('me'); }");
        await machine.SetOfflineAsync(false);
        await page.ReloadAsync();
        await page.Until("async () => new Promise(done => { const open = indexedDB.open('preau'); open.onsuccess = () => { const all = open.result.transaction('outbox').objectStore('outbox').count(); all.onsuccess = () => { open.result.close(); done(all.result === 0); }; }; })");
        Assert.Equal([(school.Pupils[1], bernard)], await Marks(school));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Closed_while_somebody_signed_out_it_lets_go_of_what_was_theirs(bool online)
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await Absent(page, school.Pupils[0]);
        await page.Received();
        await page.Kept();
        await page.Until("async () => !!await caches.match('/tablet/pictures')"); // the class stands drawn beforehand
        await machine.SetOfflineAsync(!online);
        await InDatabase(page, "of => { of('meta').delete('me'); }");
        await page.ReloadAsync();
        await Expect(page.Locator("[data-act=sign-in]")).ToBeVisibleAsync();
        Assert.Equal("", await page.EvaluateAsync<string>(TabletWithdrawn.Left));
    }

    [Fact]
    public async Task A_register_that_comes_while_somebody_signs_out_does_not_bring_them_back()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.Kept();
        var (asked, come) = (new TaskCompletionSource(), new TaskCompletionSource());
        await machine.RouteAsync("**/api/sync/snapshot", async route =>
        {
            var headers = route.Request.Headers.Where(h => h.Key != "if-none-match").ToDictionary();
            var answer = await route.FetchAsync(new() { Headers = headers });
            asked.TrySetResult();
            await come.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await page.ReloadAsync();
        await page.Locator("[data-pupil]").First.WaitForAsync();
        await asked.Task.WaitAsync(TimeSpan.FromMilliseconds(Stage.Patience), TestContext.Current.CancellationToken);
        // The first of the writes of signing out takes its time.
        await page.EvaluateAsync("""
            () => {
              const gone = Cache.prototype.delete;
              Cache.prototype.delete = async function (...what) { window.leaving = true; await new Promise(done => { window.go = done; setTimeout(done, 1500); }); return gone.apply(this, what); };
            }
            """);
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-act=sign-out]").ClickAsync();
        await page.Until("() => !!window.leaving");
        come.SetResult();
        await Expect(page.Locator("[data-act=sign-in]")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("[data-act=sign-in]")).ToBeVisibleAsync();
        Assert.Equal("", await page.EvaluateAsync<string>(TabletWithdrawn.Left));
    }

    [Fact]
    public async Task Whoever_signed_in_without_hearing_of_it_is_not_taken_for_who_was_here_before()
    {
        var school = await stage.Open(6);
        var bernard = await school.Employ(school.MrBernard);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        var device = await page.EvaluateAsync<Kept>("() => new Promise(done => { const open = indexedDB.open('preau'); open.onsuccess = () => { const one = open.result.transaction('meta').objectStore('meta').get('device'); one.onsuccess = () => { open.result.close(); done({ id: one.result.id, secret: one.result.secret }); }; }; })");
        using var http = new HttpClient { BaseAddress = new(stage.Url) };
        using var signed = await http.PostAsJsonAsync("/api/devices/sign-in", new JsonObject
        {
            ["userName"] = school.MrBernard, ["password"] = School.Password,
            ["device"] = new JsonObject { ["id"] = device.Id, ["secret"] = device.Secret, ["name"] = "Tablette", ["kind"] = "tablet" },
        }, TestContext.Current.CancellationToken);
        Assert.True(signed.IsSuccessStatusCode);
        await page.ReloadAsync();
        await Expect(page.Locator("[data-act=sign-in]")).ToBeVisibleAsync(); // not Mrs Martin's name over Mr Bernard's classes
        await TabletAccess.Enter(page, school.MrBernard, School.Password);
        await page.PickClass("2NDE4");
        await Absent(page, school.Pupils[2]);
        await page.Received();
        Assert.Equal([(school.Pupils[2], bernard)], await Marks(school));
    }

    [Fact]
    public async Task A_window_left_open_takes_up_the_registration_that_another_has_made()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var old = await Classroom(machine, school, "204");
        var page = await Classroom(machine, school, "205");
        await Expect(old.Locator(".who .brand")).ToContainTextAsync("salle 205");
        Assert.NotNull(page);
    }

    [Fact]
    public async Task A_window_that_only_now_hears_of_a_withdrawal_leaves_the_new_registration_alone()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var old = await machine.NewPageAsync();
        await old.AddInitScriptAsync("if (!sessionStorage.getItem('hears')) delete window.BroadcastChannel;"); // it sleeps
        await Enrol(old, school, "204");
        await old.RouteAsync("**/api/**", route => route.AbortAsync());
        await using (var db = stage.Town.Database.Read(EstablishmentId.Platform))
        {
            var first = await db.Set<Device>().SingleAsync(d => d.Establishment == school.Id, TestContext.Current.CancellationToken);
            Town.Must(await stage.Town.Service<RevokeDevice>().Do(await Admin(school), new(first.Id.Value)));
        }
        var page = await Classroom(machine, school, "205");
        await old.EvaluateAsync("() => { sessionStorage.setItem('hears', 'yes'); setTimeout(() => document.dispatchEvent(new Event('visibilitychange')), 500); }"); // not asked afterwards: it may open anew at once
        await old.UnrouteAsync("**/api/**");
        await Expect(old.Locator(".who .brand")).ToContainTextAsync("salle 205");
        await page.ReloadAsync();
        await Expect(page.Locator(".who .brand")).ToContainTextAsync("salle 205");
    }

    [Fact]
    public async Task What_the_worker_has_booked_meanwhile_stays_on_the_screen()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("delete ServiceWorkerRegistration.prototype.sync");
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.SetOfflineAsync(true);
        await Absent(page, school.Pupils[0]);
        await InDatabase(page, """
            of => { of('outbox').openCursor().onsuccess = e => {
              const c = e.target.result;
              if (!c) return;
              const w = c.value;
              of('marks').put({ id: w.id, position: 1, author: w.author, rank: w.rank, claimedAt: w.claimedAt, receivedAt: w.claimedAt, ...w.body });
              c.delete();
              c.continue();
            }; }
            """);
        await page.EvaluateAsync("() => { dispatchEvent(new Event('online')); }"); // it tries to send, and finds that nothing waits
        await Expect(page.Locator("[data-safe=tablet]")).ToHaveCountAsync(0);
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-safe=received]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_copy_agrees_with_the_database_again_after_a_start()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("delete ServiceWorkerRegistration.prototype.sync");
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.Kept();
        await machine.SetOfflineAsync(true);
        await Absent(page, school.Pupils[0]);
        await page.EvaluateAsync("""
            async () => {
              const copies = await caches.open('preau-kept');
              for (const k of await copies.keys()) if (k.url.includes('/outbox/')) await copies.delete(k);
              await copies.put('/tablet/kept/outbox/9999', new Response('[9999,{}]'));
              await copies.put('/tablet/kept/meta/old', new Response('["old",[]]'));
            }
            """);
        await page.ReloadAsync();
        await page.Until("""
            async () => {
              const keys = (await (await caches.open('preau-kept')).keys()).map(k => k.url.split('/kept/')[1]);
              return keys.filter(k => k.startsWith('outbox/')).length === 1 && !keys.includes('outbox/9999') && !keys.some(k => k.includes('old')) && keys.includes('meta/me') && keys.includes('meta/device');
            }
            """);
    }

    [Fact]
    public async Task A_copy_that_was_not_put_back_is_put_back_the_next_time()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("delete ServiceWorkerRegistration.prototype.sync");
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.Kept();
        await machine.SetOfflineAsync(true);
        await Absent(page, school.Pupils[0]);
        await InDatabase(page, "of => { for (const name of ['meta', 'outbox', 'marks', 'rolls']) of(name).clear(); }"); // made anew, and closed before the copy was put back
        await page.ReloadAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
        await machine.SetOfflineAsync(false);
        await page.Received();
        Assert.Equal([(school.Pupils[0], await school.Employ(school.MrsMartin))], await Marks(school));
    }

    /// <summary>What the page keeps of its registration.</summary>
    private sealed class Kept
    {
        public required Guid Id { get; init; }

        public required string Secret { get; init; }
    }

    private static async Task Absent(IPage page, Guid pupil)
    {
        await page.Row(pupil).ClickAsync();
        await Expect(page.Locator($"[data-pupil='{pupil}'][data-state=absent]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-safe=tablet], [data-safe=received]")).ToBeVisibleAsync();
    }

    private static async Task<Act> Admin(School school) => new(await school.Employ(school.MrRossel), school.Id, null, school.Town.Now, "test");

    private async Task<IPage> Classroom(IBrowserContext machine, School school, string room)
    {
        var page = await machine.NewPageAsync();
        await Enrol(page, school, room);
        return page;
    }

    private async Task Enrol(IPage page, School school, string room)
    {
        var code = Town.Must(await stage.Town.Service<InviteTablet>().Do(await Admin(school), new($"Tablette {room}", room))).Code;
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={code}");
        await Expect(page.Locator(".who .brand")).ToContainTextAsync($"salle {room}");
        await page.Kept();
    }

    private async Task<List<(Guid Pupil, Guid Author)>> Marks(School school)
    {
        await using var db = stage.Town.Database.Read(school.Id);
        return [.. (await db.Marks.ToListAsync(TestContext.Current.CancellationToken)).Select(m => (m.Pupil.Value, m.Author))];
    }
}
