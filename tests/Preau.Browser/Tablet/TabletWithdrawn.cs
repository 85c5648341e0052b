using Microsoft.EntityFrameworkCore;
using Preau.Devices;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>A classroom tablet that the office withdraws, and one whose storage was copied: it says so, keeps what waits, and sends it once it is enrolled anew.</summary>
[Collection("stage")]
public class TabletWithdrawn(Stage stage)
{
    private const string Code = "4815";

    /// <summary>Somebody's seating plan, as the tablet keeps it.</summary>
    private const string Plan = """
        () => new Promise((done, no) => {
          const open = indexedDB.open('preau');
          open.onsuccess = () => {
            const tx = open.result.transaction('meta', 'readwrite');
            tx.objectStore('meta').put([], 'plans:somebody');
            tx.oncomplete = () => { open.result.close(); done(); };
            tx.onabort = () => no(tx.error);
          };
        })
        """;

    /// <summary>What is left on a withdrawn tablet of what the server told; asked until it is nothing.</summary>
    internal const string Left = """
        async () => {
          const left = () => new Promise(done => {
            const open = indexedDB.open('preau');
            open.onsuccess = () => {
              const tx = open.result.transaction(['meta', 'marks', 'rolls']), keys = tx.objectStore('meta').getAllKeys(), marks = tx.objectStore('marks').count(), rolls = tx.objectStore('rolls').count();
              tx.oncomplete = async () => {
                open.result.close();
                const told = keys.result.filter(k => /^(snapshot|me|slips|position|plans:.*)$/.test(k));
                if (marks.result || rolls.result) told.push('marks');
                if (await caches.has('preau-photos')) told.push('photos');
                for (const k of await (await caches.open('preau-kept')).keys()) if (/meta\/(snapshot|me|slips|plans)/.test(k.url)) told.push(k.url);
                for (const name of await caches.keys()) for (const k of await (await caches.open(name)).keys()) if (k.url.includes('/tablet/pictures')) told.push(`${name}: ${k.url}`);
                done(told.join());
              };
            };
          });
          let told;
          for (let i = 0; i < 100 && (told = await left()); i++) await new Promise(r => setTimeout(r, 50));
          return told;
        }
        """;

    [Theory]
    [InlineData("revoked", "retirée par l’administrateur")]
    [InlineData("forked", "semble avoir été copiée")]
    public async Task It_says_so_keeps_what_waits_and_sends_it_once_enrolled_anew(string how, string said)
    {
        var school = await stage.Open(6);
        var (admin, martin) = (new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test"), await school.Employ(school.MrsMartin));
        Town.Must(await stage.Town.Service<SetPersonCode>().Do(admin, martin, Code));
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={await Invite(admin)}");
        await Prove(page, martin);
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await Received(school, 1);
        await page.Received();
        await page.Row(school.Pupils[1]).ClickAsync();
        await Received(school, 2);
        await page.Received(); // what it has booked is not written over what goes back

        await page.EvaluateAsync(Plan);
        await machine.SetOfflineAsync(how == "revoked"); // else it may hear of it before the finger
        await (how == "revoked" ? Revoke(school, admin) : GoBack(page));
        await page.Row(school.Pupils[2]).ClickAsync();
        if (how == "revoked")
        {
            await page.OnTablet();
            await machine.SetOfflineAsync(false);
        }
        await Expect(page.Locator(".door")).ToContainTextAsync(said);
        await Expect(page.Locator(".door")).ToContainTextAsync("1 saisie attend sur cette tablette");
        if (how == "revoked")
        {
            await Expect(page.Locator(".door")).ToContainTextAsync("classes, photos et appels en sont effacés");
            Assert.Equal("", await page.EvaluateAsync<string>(Left));
        }
        await page.ReloadAsync(); // it is not forgotten with the page
        await Expect(page.Locator(".door")).ToContainTextAsync(said);
        await Expect(page.Locator(".door")).ToContainTextAsync("1 saisie attend sur cette tablette");
        Assert.Equal(2, await Marks(school));

        // Nobody's password is asked for: the tablet would become theirs.
        await Expect(page.Locator(".door")).ToContainTextAsync("un nouveau code à l’administrateur");
        await Expect(page.Locator("input[name=password]")).ToHaveCountAsync(0);
        await page.Locator("input[name=enrol]").FillAsync(await Invite(admin));
        await page.Locator("[data-act=enrol]").ClickAsync();
        await Prove(page, martin);
        await page.Locator("[data-pupil]").Or(page.Locator("[data-class='2NDE4']")).First.WaitForAsync();
        if (await page.Locator("[data-pupil]").CountAsync() == 0)
        {
            await page.PickClass("2NDE4");
        }
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(3);
        await Received(school, 3);
        await page.Received(20_000);
    }

    /// <summary>What was entered without proof needs nobody to come: it leaves under the new registration, and stays in doubt whoever gives their code.</summary>
    [Fact]
    public async Task What_nobody_proved_leaves_once_enrolled_anew_and_stays_in_doubt()
    {
        var school = await stage.Open(6);
        var (admin, martin) = (new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test"), await school.Employ(school.MrsMartin));
        Town.Must(await stage.Town.Service<SetPersonCode>().Do(admin, martin, Code));
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={await Invite(admin)}");
        await page.Locator($"[data-person='{martin}']").WaitForAsync();
        await page.Kept();
        await machine.SetOfflineAsync(true);
        await Prove(page, martin);
        await page.Locator("[data-act=unproven]").ClickAsync();
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();
        await Revoke(school, admin);
        await machine.SetOfflineAsync(false);
        await page.Locator("input[name=enrol]").FillAsync(await Invite(admin));
        await page.Locator("[data-act=enrol]").ClickAsync();
        await Received(school, 1);
        await Prove(page, martin);
        await Expect(page.Locator("dialog[open] [name=stay]")).ToHaveCountAsync(1);
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(0, (await db.Marks.SingleAsync(TestContext.Current.CancellationToken)).Rank);
        Assert.Equal(1, await db.DeviceSignIns.CountAsync(s => s.UnprovenSince != null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_comes_by_password_to_one_that_is_no_longer_known_is_asked_for_a_code()
    {
        var school = await stage.Open(6);
        var admin = new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test");
        await school.Employ(school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={await Invite(admin)}");
        await page.Locator(".who [data-person]").First.WaitForAsync();
        await page.Locator("[data-act=password]").ClickAsync();
        await page.Locator("input[name=password]").WaitForAsync();
        await page.Kept();
        await machine.RouteAsync("**/api/sync/**", route => route.AbortAsync()); // the ring tells it nothing before the password does
        await using (var db = stage.Town.Database.Read(school.Id))
        {
            var device = (await db.Set<Device>().SingleAsync(d => d.Establishment == school.Id)).Id;
            Town.Must(await stage.Town.Database.Write<Done>(admin, async tx =>
            {
                (await tx.Db.Set<Device>().SingleAsync(d => d.Id == device)).SuspendedAt = admin.At;
                await tx.Log("test-suspended", 0, new { }, Touches.Access);
                return Done.It;
            }));
        }
        await page.Locator("input[name=userName]").FillAsync(school.MrsMartin);
        await page.Locator("input[name=password]").FillAsync(School.Password);
        await page.Locator("[data-act=sign-in]").ClickAsync();
        await Expect(page.Locator(".is-absent[role=alert]")).ToContainTextAsync("demandez un nouveau code à l’administrateur");
        await Expect(page.Locator("input[name=password]")).ToHaveCountAsync(0);
        await machine.UnrouteAsync("**/api/sync/**");
        await page.Locator("input[name=enrol]").FillAsync(await Invite(admin));
        await page.Locator("[data-act=enrol]").ClickAsync();
        await Expect(page.Locator(".who .brand")).ToContainTextAsync("Tablette 204");
        await using var after = stage.Town.Database.Read(school.Id);
        Assert.All(await after.Set<Device>().Where(d => d.Establishment == school.Id).ToListAsync(), d => Assert.True(d.IsShared));
    }

    [Fact]
    public async Task The_door_of_ones_own_tablet_says_why_also_after_a_reload()
    {
        var school = await stage.Open(6);
        var admin = new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test");
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.Until("async () => !!await caches.match('/tablet/pictures')"); // the list stands drawn beforehand, with its names
        await machine.SetOfflineAsync(true); // else it may hear of it before the finger
        await Revoke(school, admin);
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();
        await machine.SetOfflineAsync(false);
        await Expect(page.Locator(".door")).ToContainTextAsync("retirée par l’administrateur");
        await page.EvaluateAsync("""
            () => new Promise((done, no) => {
              const open = indexedDB.open('preau');
              open.onsuccess = () => {
                const tx = open.result.transaction('outbox', 'readwrite');
                tx.objectStore('outbox').clear();
                tx.oncomplete = () => { open.result.close(); done(); };
                tx.onabort = () => no(tx.error);
              };
            })
            """); // nothing waits that would ask the server again
        Assert.Equal("", await page.EvaluateAsync<string>(Left));
        await page.ReloadAsync();
        await Expect(page.Locator(".door")).ToContainTextAsync("retirée par l’administrateur");
    }

    /// <summary>Withdrawing is written before what was told is let go: a page closed in between, or when the database has let go and its copy (mirror.js) has not, opens at the door and lets go of the rest.</summary>
    [Theory, InlineData(true, false), InlineData(false, false), InlineData(false, true)]
    public async Task Closed_before_it_has_let_everything_go_it_opens_at_the_door(bool online, bool halfway)
    {
        var school = await stage.Open(6);
        var admin = new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test");
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.EvaluateAsync("""
            halfway => new Promise((done, no) => {
              const open = indexedDB.open('preau');
              open.onsuccess = () => {
                const tx = open.result.transaction('meta', 'readwrite'), meta = tx.objectStore('meta'), kept = meta.get('device');
                kept.onsuccess = () => meta.put({ ...kept.result, withdrawn: true }, 'device');
                if (halfway) meta.delete('me');
                tx.oncomplete = () => { open.result.close(); done(); };
                tx.onabort = () => no(tx.error);
              };
            })
            """, halfway);
        await machine.SetOfflineAsync(true); // nor does it hear of it once more
        await Revoke(school, admin);
        await machine.SetOfflineAsync(!online);
        await page.ReloadAsync();
        await Expect(page.Locator(".door")).ToContainTextAsync("retirée par l’administrateur");
        await Expect(page.Locator("[data-act=sign-in]")).ToBeVisibleAsync();
        Assert.Equal("", await page.EvaluateAsync<string>(Left));
    }

    private async Task<string> Invite(Act admin) => Town.Must(await stage.Town.Service<InviteTablet>().Do(admin, new("Tablette 204", "204"))).Code;

    private static async Task Prove(IPage page, Guid person)
    {
        await page.Locator($"[data-person='{person}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync(Code);
        await page.Locator("[data-act=prove]").ClickAsync();
    }

    private async Task Revoke(School school, Act admin)
    {
        await using var db = stage.Town.Database.Read(school.Id);
        Town.Must(await stage.Town.Service<RevokeDevice>().Do(admin, (await db.Set<Device>().SingleAsync(d => d.Establishment == school.Id)).Id));
    }

    /// <summary>The storage as a copy of it has it: two answers of the server behind.</summary>
    private static Task GoBack(IPage page) => page.EvaluateAsync("""
        () => new Promise((done, no) => {
          const open = indexedDB.open('preau');
          open.onsuccess = () => {
            const tx = open.result.transaction('meta', 'readwrite'), meta = tx.objectStore('meta'), kept = meta.get('sequence');
            kept.onsuccess = () => meta.put(kept.result - 2, 'sequence');
            tx.oncomplete = () => { open.result.close(); done(); };
            tx.onabort = () => no(tx.error);
          };
        })
        """);

    private async Task Received(School school, int marks)
    {
        for (var tries = 0; tries < 300 && await Marks(school) < marks; tries++)
        {
            await Task.Delay(100);
        }
        Assert.Equal(marks, await Marks(school));
    }

    private async Task<int> Marks(School school)
    {
        await using var db = stage.Town.Database.Read(school.Id);
        return await db.Set<Mark>().CountAsync();
    }
}
