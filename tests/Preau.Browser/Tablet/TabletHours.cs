using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Browser.Tablet;

/// <summary>How long whoever comes stays on a classroom tablet, and what moves the desk: never another's hour under somebody's name.</summary>
[Collection("stage")]
public class TabletHours(Stage stage)
{
    [Fact]
    public async Task A_stay_ends_with_the_hour_and_not_in_a_colleagues()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var wrong = await page.EvaluateAsync<string[]>("""
            async base => {
              const desk = await import(`${base}desk.js`), { stayUntil } = await import(`${base}sign-in.js`);
              const at = time => `2026-11-23T${time}:00.000Z`, now = time => { desk.clock.skew = Date.parse(at(time)) + 20_000 - Date.now(); desk.tick.value = desk.clock.now; };
              const s = (start, end, teacher, more) => ({ id: start + teacher, date: '2026-11-23', start, end, teachers: [teacher], room: 'B12', group: 'g', state: 'due', ...more });
              const cases = [
                ['alone in the room', '08:40', 'm', [s('08:00', '08:55', 'm')], '09:00'],
                ['a colleague follows at once', '08:40', 'm', [s('08:00', '08:55', 'm'), s('08:55', '09:50', 'b')], '08:55'],
                ['a colleague follows after the break', '08:40', 'm', [s('08:00', '08:55', 'm'), s('09:00', '09:55', 'b')], '08:55'],
                ['a colleague much later', '08:40', 'm', [s('08:00', '08:55', 'm'), s('09:30', '10:25', 'b')], '09:00'],
                ['one who comes before the bell', '08:50', 'b', [s('08:00', '08:55', 'm'), s('08:55', '09:50', 'b')], '09:55'],
                ['two hours in a row', '08:10', 'm', [s('08:00', '08:55', 'm'), s('09:05', '10:00', 'm')], '10:05'],
                ['the colleague\'s lesson is cancelled', '08:40', 'm', [s('08:00', '08:55', 'm'), s('08:55', '09:50', 'b', { state: 'cancelled' })], '09:00'],
                ['who replaces', '08:10', 'x', [s('08:00', '08:55', 'm'), s('08:55', '09:50', 'b')], '08:55'],
                ['another room', '08:10', 'm', [s('08:00', '08:55', 'm', { room: 'A1' })], '09:05'],
                ['between two hours of the bell', '12:30', 'm', [], '13:30'],
              ];
              desk.device.value = { shared: true, room: 'B12' };
              return cases.map(([what, time, who, sessions, want]) => {
                desk.snapshot.value = { establishment: { zone: 'UTC' }, serverTime: at(time), sessions, periods: [{ number: 1, start: '08:05', end: '09:00' }], groups: [], pupils: [], people: [], kinds: [] };
                now(time);
                const until = stayUntil(who);
                return until === at(want) ? null : `${what}: ${until}`;
              }).filter(Boolean);
            }
            """, modules);
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_finger_on_a_woken_tablet_marks_nobody_under_the_name_before()
    {
        var day = await Lessons.Open(stage, 6);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await Classroom(machine, day);
        await page.Locator("[data-pupil]").First.WaitForAsync();
        await page.EvaluateAsync("""
            () => {
              const now = Date.now;
              Date.now = () => now() + 5 * 3600_000;
              document.dispatchEvent(new Event('visibilitychange'));
              document.querySelector('[data-pupil] .name')?.click();
            }
            """);
        await Expect(page.Locator(".who h1")).ToBeVisibleAsync();
        await Expect(page.Locator(".ear").First).ToContainTextAsync("Qui êtes-vous");
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        await Expect(page.Locator(".door .well")).ToHaveCountAsync(0); // nothing waits
        await using var db = stage.Town.Database.Read(day.School.Id);
        Assert.Equal(0, await db.Set<Entry>().CountAsync(e => e.Kind == "marked", TestContext.Current.CancellationToken)); // nothing is sent
    }

    /// <summary>The stay is over, but fingers have not rested: whoever turns to their own class is asked who they are.</summary>
    [Fact]
    public async Task A_colleague_who_turns_to_their_class_marks_nobody_under_the_name_before()
    {
        var day = await Lessons.Open(stage, 6);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin);
        await day.Plan("12:05", "13:00", "Anglais", day.School.MrBernard);
        await using var machine = await stage.Machine();
        var page = await Classroom(machine, day);
        await page.Locator("[data-pupil]").First.WaitForAsync();
        await page.Locator("[data-act=pick-class]").FocusAsync();
        await machine.RouteAsync("**/api/**", route => route.AbortAsync()); // any answer would set the clock back
        await page.EvaluateAsync("""
            () => {
              const now = Date.now, left = 3600_000 - now() % 3600_000 + 10_000; // ten past noon there, in seconds
              Date.now = () => now() + left;
              const touch = () => dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' })); // fingers that do not rest
              touch();
              setInterval(touch, 500);
            }
            """);
        await page.Locator("[data-act=now]").WaitForAsync();
        await Expect(page.Locator("[data-pupil]").First).ToBeVisibleAsync(); // hers, still under her hand
        await page.EvaluateAsync("() => document.querySelector('[data-act=now]').click()");
        await Expect(page.Locator(".who h1")).ToBeFocusedAsync(); // nor is the focus nowhere
    }

    [Fact]
    public async Task Whoever_is_asked_for_the_code_in_mid_roll_may_say_later()
    {
        var day = await Lessons.Open(stage, 6);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await Classroom(machine, day, offline: true);
        await page.Row(day.School.Pupils[0]).ClickAsync();
        await page.Locator("[data-act=notice]").First.ClickAsync();
        await page.Locator("[data-act=not-now]").ClickAsync();
        await Expect(page.Locator($"[data-pupil='{day.School.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("auteur non vérifié");
    }

    [Fact]
    public async Task A_code_in_the_address_asks_whoever_is_signed_in_on_their_own_tablet()
    {
        var day = await Lessons.Open(stage, 6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        var invited = Town.Must(await stage.Town.Service<Preau.Devices.InviteTablet>().Do(day.Act, new("Tablette B12", "B12")));
        await page.EvaluateAsync($"location.hash = 'enrol={invited.Code}'");
        await Expect(page.Locator("dialog[open]")).ToContainTextAsync("tablette de classe");
        Assert.DoesNotContain("enrol", page.Url, StringComparison.Ordinal);
        await page.Locator("dialog [data-act=stay]").ClickAsync();
        await page.ReloadAsync();
        await page.Locator("[data-act=pick-class]").WaitForAsync(); // still hers

        await page.EvaluateAsync($"location.hash = 'enrol={invited.Code}'"); // not used up
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        await Slow(page);
        await machine.RouteAsync("**/api/sync/snapshot", async route =>
        {
            await Task.Delay(800);
            await route.ContinueAsync();
        });
        await page.Locator("dialog [data-act=enrol]").ClickAsync();
        await Expect(page.Locator(".who .brand")).ToContainTextAsync("Tablette B12");
        await Task.Delay(2_500, TestContext.Current.CancellationToken);
        await Expect(page.Locator(".who .brand")).ToContainTextAsync("Tablette B12"); // what was asked for by the key of before is nobody's
        await Expect(page.Locator(".who .brand")).ToContainTextAsync("salle B12");
    }

    /// <summary>The bell rings while the tablet changes hands: its storage takes its time, so the key of before is still in use.</summary>
    private static Task Slow(IPage page) => page.EvaluateAsync("""
        () => {
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (...what) {
            if (what[1] !== 'device') return put.apply(this, what);
            dispatchEvent(new Event('online'));
            const end = performance.now() + 300;
            const spin = () => { if (performance.now() < end) this.get('x').onsuccess = spin; };
            spin();
            return put.apply(this, what);
          };
        }
        """);

    private async Task<IPage> Classroom(IBrowserContext machine, Lessons day, bool offline = false)
    {
        var martin = await day.School.Employ(day.School.MrsMartin);
        Town.Must(await stage.Town.Service<Preau.Devices.SetPersonCode>().Do(day.Act, martin, "4815"));
        var invited = Town.Must(await stage.Town.Service<Preau.Devices.InviteTablet>().Do(day.Act, new("Tablette B12", "B12")));
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        await page.Locator($"[data-person='{martin}']").WaitForAsync();
        await Expect(page.Locator(".who .quiet").First).ToContainTextAsync("Physique"); // the session of its room stands on its door
        await page.Kept();
        await machine.SetOfflineAsync(offline);
        await page.Locator($"[data-person='{martin}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync("4815");
        await page.Locator("[data-act=prove]").ClickAsync();
        if (offline)
        {
            await page.Locator("[data-act=unproven]").ClickAsync();
        }
        await Expect(page.Locator(".where")).ToContainTextAsync(new Regex("2nde 4"));
        return page;
    }
}
