using Preau.Devices;
using Preau.Foundation;

namespace Preau.Browser.Tablet;

/// <summary>Who stands before a classroom tablet, and what lies on its desk: the session of its room, never what an earlier person or day left there.</summary>
[Collection("stage")]
public class TabletStay(Stage stage)
{
    private const string Code = "4815";

    /// <summary>Puts the end of the stay that the tablet keeps into the past: it was switched off, and on again another day.</summary>
    private const string Yesterday = """
        () => new Promise((done, no) => {
          const open = indexedDB.open('preau');
          open.onerror = () => no(open.error);
          open.onsuccess = () => {
            const tx = open.result.transaction('meta', 'readwrite'), meta = tx.objectStore('meta'), me = meta.get('me');
            me.onsuccess = () => meta.put({ ...me.result, until: new Date(Date.now() - 20 * 3600_000).toISOString() }, 'me');
            tx.oncomplete = () => { open.result.close(); done(); };
            tx.onabort = () => no(tx.error);
          };
        })
        """;

    /// <summary>Hours pass while the screen sleeps; then it is woken, and touched at once.</summary>
    private const string Woken = """
        () => {
          const now = Date.now;
          Date.now = () => now() + 5 * 3600_000;
          document.dispatchEvent(new Event('visibilitychange'));
          document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
        }
        """;

    [Fact]
    public async Task After_the_hour_a_tablet_switched_on_again_asks_who_it_is()
    {
        var day = await Lessons.Open(stage, 6);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await Enrolled(machine, day);
        await Prove(page, await day.School.Employ(day.School.MrsMartin));
        await Expect(page.Locator(".where")).ToContainTextAsync("2nde 4");
        await page.RunAndWaitForResponseAsync(() => page.ReloadAsync(), answer => answer.Url.EndsWith("/api/sync/snapshot", StringComparison.Ordinal));
        await Expect(page.Locator(".where")).ToContainTextAsync("2nde 4"); // within the hour a reload asks nothing
        await page.GotoAsync($"{stage.Url}/install"); // nobody writes beside it
        await page.EvaluateAsync(Yesterday);
        await page.GotoAsync($"{stage.Url}/tablet/");
        await Expect(page.Locator(".who h1")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("[data-pupil]").CountAsync());
        await page.ReloadAsync();
        await Expect(page.Locator(".who h1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_tablet_woken_after_the_hour_forgets_before_it_is_touched()
    {
        var day = await Lessons.Open(stage, 6);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await Enrolled(machine, day);
        await Prove(page, await day.School.Employ(day.School.MrsMartin));
        await Expect(page.Locator(".where")).ToContainTextAsync("2nde 4");
        await page.EvaluateAsync(Woken);
        await Expect(page.Locator(".who h1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Whoever_comes_finds_the_session_of_the_room()
    {
        var day = await Lessons.Open(stage, 6);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin);
        await day.Plan("08:00", "08:55", "Histoire", day.School.MrBernard);
        await using var machine = await stage.Machine();
        var page = await Enrolled(machine, day);
        await Prove(page, await day.School.Employ(day.School.MrBernard)); // he replaces her; his own lessons are over
        await Expect(page.Locator(".where")).ToContainTextAsync("Physique");
        await Expect(page.Locator(".when")).ToContainTextAsync("11:00–12:00");
        await page.ReloadAsync();
        await Expect(page.Locator(".where")).ToContainTextAsync("Physique");
    }

    [Fact]
    public async Task Who_comes_by_password_finds_nothing_of_who_was_there()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await using var machine = await stage.Machine();
        var page = await Enrolled(machine, day);
        await Prove(page, await school.Employ(school.MrsMartin));
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).Locator("[data-act=absent]").ClickAsync();
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.Received();
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=sign-out]").ClickAsync();
        await school.Employ(school.MrBernard);
        await page.Locator("[data-act=password]").ClickAsync();
        await TabletAccess.Enter(page, school.MrBernard, School.Password);
        await Expect(page.Locator(".empty [data-class='2NDE4']")).ToBeVisibleAsync();
        await page.PickClass("2NDE4");
        await Expect(page.Locator("[data-act=undo]")).ToBeDisabledAsync(); // her mark is not his to take back
        await page.EvaluateAsync(Woken);
        await Expect(page.Locator(".who h1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Nothing_in_the_hand_of_who_was_there_reaches_who_comes()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine(1180, 820);
        var page = await Enrolled(machine, day);
        await Prove(page, await school.Employ(school.MrsMartin));
        await page.See("plan");
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=problem]").ClickAsync();
        await page.Locator("[name=text]").FillAsync("Depuis ce matin.");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("[data-act=arrange]").ClickAsync();
        await page.Locator("[data-seat='0,0'] button").ClickAsync();
        await page.EvaluateAsync(Woken);
        await Prove(page, await school.Employ(school.MrBernard));
        await Expect(page.Locator("ol.rows")).ToBeVisibleAsync(); // a list, as for whoever has said nothing
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=problem]").ClickAsync();
        await Expect(page.Locator("[name=text]")).ToHaveValueAsync("");
        await page.Keyboard.PressAsync("Escape");
        await page.See("plan");
        await Expect(page.Locator("[data-act=arrange]")).ToBeVisibleAsync();
        await page.See("faces");
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-act=sign-out]").ClickAsync();
        await Prove(page, await school.Employ(school.MrsMartin));
        await Expect(page.Locator("ol.plan")).ToBeVisibleAsync(); // as she left it
        await Expect(page.Locator("[data-act=arrange]")).ToBeVisibleAsync();
    }

    private async Task<IPage> Enrolled(IBrowserContext machine, Lessons day)
    {
        foreach (var person in new[] { day.School.MrsMartin, day.School.MrBernard })
        {
            Town.Must(await stage.Town.Service<SetPersonCode>().Do(day.Act, await day.School.Employ(person), Code));
        }
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(day.Act, new("Tablette B12", "B12")));
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        return page;
    }

    private static async Task Prove(IPage page, Guid person)
    {
        await page.Locator($"[data-person='{person}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync(Code);
        await page.Locator("[data-act=prove]").ClickAsync();
    }
}
