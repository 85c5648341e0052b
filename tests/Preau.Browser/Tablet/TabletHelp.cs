using Microsoft.EntityFrameworkCore;
using Preau.Foundation;
using Preau.Support;

namespace Preau.Browser.Tablet;

/// <summary>The help panel, problems told without network, and pages of different versions.</summary>
[Collection("stage")]
public class TabletHelp(Stage stage)
{
    [Fact]
    public async Task A_problem_told_offline_waits_is_sent_and_shows_its_answer()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.SetOfflineAsync(true);
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=problem]").ClickAsync();
        await page.Locator("[name=subject]").FillAsync("Ça clignote");
        await page.Locator("[name=text]").FillAsync("Depuis ce matin.");
        await page.Locator("[data-act=send-problem]").ClickAsync();
        await Expect(page.Locator("[data-problem=waits]")).ToContainTextAsync("sur la tablette");
        await page.ReloadAsync();
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=problem]").ClickAsync();
        await Expect(page.Locator("[data-problem=waits]")).ToBeVisibleAsync();

        await machine.SetOfflineAsync(false);
        await Expect(page.Locator("[data-problem=sent]")).ToBeVisibleAsync();
        var act = new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test");
        var line = Assert.Single(Town.Must(await stage.Town.Service<ListProblems>().Do(act)));
        Assert.Equal(("/tablet/", await school.Employ(school.MrsMartin)), (line.Report.Page, line.Report.Author));
        Assert.Matches(@"^\d+\.\d+\.\d+ [0-9a-f]{12} Chrome \d+", line.Report.Version);
        Assert.DoesNotContain("ÉLÈVE", $"{line.Report.Subject}{line.Report.Text}{line.Report.Version}{line.Report.Page}");

        Town.Must(await stage.Town.Service<AnswerProblem>().Do(act, line.Report.Id, "Réglé ce midi.", true));
        await page.ReloadAsync();
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=problem]").ClickAsync();
        await Expect(page.Locator("[data-problem]")).ToContainTextAsync("Réglé ce midi.");
    }

    [Fact]
    public async Task Help_names_the_tablet_its_address_and_its_version()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.Locator("[data-act=help]").ClickAsync();
        await Expect(page.Locator(".facts")).ToContainTextAsync("127.0.0.1, vue ");
        await Expect(page.Locator(".facts")).ToContainTextAsync($"{Preau.Devices.SetMinimumVersion.Own} · ");
    }

    /// <summary>An iPad offers nothing by itself: the way is told in words; the guide is one tap away everywhere, until the page is installed.</summary>
    [Theory]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", true)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", false)]
    public async Task Help_tells_how_to_install(string browser, bool told)
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Browser.NewContextAsync(new() { UserAgent = browser, Locale = "fr-FR", ViewportSize = new() { Width = 820, Height = 1180 } });
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.Locator("[data-act=help]").ClickAsync();
        await Expect(page.Locator("dialog a[href='/install']")).ToHaveTextAsync("Guide d’installation");
        await Expect(page.Locator("dialog")).ToContainTextAsync("Aide");
        await machine.SetOfflineAsync(true); // it leads out of the page: nowhere, now
        await Expect(page.Locator("dialog a[href='/install']")).ToHaveCountAsync(0);
        Assert.Equal(told, (await page.Locator("dialog").InnerTextAsync()).Contains("touchez Partager, puis «\u202fSur l’écran d’accueil\u202f»", StringComparison.Ordinal));
    }

    /// <summary>What an inspector may hold: the class and its marks, whole; or the list for an evacuation alone. No button on paper.</summary>
    [Fact]
    public async Task A_roll_and_a_list_are_printed_whole_and_without_buttons()
    {
        var school = await stage.Open(36);
        await using var machine = await stage.Machine(1180, 400);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickRoll("2NDE4", 2);
        await page.Row(school.Pupils[1]).Locator("[data-act=absent]").ClickAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal("", await page.EvaluateAsync<string>(OnPaper));
        await Expect(page.Locator(".foot [data-act=validate]")).Not.ToBeVisibleAsync();
        await Expect(page.Row(school.Pupils[0]).Locator(".aim.A")).Not.ToBeVisibleAsync();
        await Expect(page.Row(school.Pupils[1]).Locator(".aim.A")).ToBeVisibleAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=evacuation]").ClickAsync();
        await page.Locator("[data-act=print]").WaitForAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator(".page")).Not.ToBeVisibleAsync();
        await Expect(page.Locator("dialog li").First).ToContainTextAsync("2nde 4");
        await Expect(page.Locator("dialog button:visible")).ToHaveCountAsync(0);
    }

    /// <summary>What of the class would not be on paper: rows cut off or laid over each other.</summary>
    private const string OnPaper = """
        () => {
          const rows = [...document.querySelectorAll('[data-pupil]')], sheet = document.querySelector('main').getBoundingClientRect(), all = rows.map(r => r.getBoundingClientRect());
          const cut = all.filter(b => b.height < 20 || b.bottom > sheet.bottom + 1 || b.bottom > document.documentElement.scrollHeight + 1).length, clipped = document.querySelector('main').scrollHeight > document.querySelector('main').clientHeight + 1;
          return rows.length !== 36 ? `${rows.length} rows` : cut ? `${cut} cut` : clipped ? 'the list scrolls' : '';
        }
        """;

    [Fact]
    public async Task A_number_set_in_the_office_stands_in_the_help_of_a_tablet_and_on_its_door()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await using var desk = await stage.Machine(1440, 900);
        var office = await stage.SignInAtOffice(desk, school, school.MrRossel, $"/e/{school.Code}/settings");
        await OfficeBoard.Live(office);
        await office.Locator("#hotline").FillAsync("demandez à Paul");
        await office.Locator("[data-form=hotline] [data-act=save]").ClickAsync();
        await Expect(office.Locator("[data-form=hotline] .refused")).ToBeVisibleAsync();
        await office.Locator("#hotline").FillAsync("7777");
        await office.Locator("[data-form=hotline] [data-act=save]").ClickAsync();
        await Expect(office.Locator("[data-form=hotline] .here")).ToBeVisibleAsync();

        await page.Locator("[data-act=help]").ClickAsync();
        await Expect(page.Locator(".facts a[href='tel:7777']")).ToHaveTextAsync("7777"); // it came by itself
        await Expect(page.Locator(".facts")).ToContainTextAsync(await Name(school));
        await page.Locator("[data-act=sign-out]").ClickAsync();
        await page.Locator("[data-act=sign-in]").WaitForAsync();
        await machine.SetOfflineAsync(true);
        await Help(page, "7777", await Name(school));
    }

    [Fact]
    public async Task Whoever_cannot_come_in_finds_help_on_both_doors()
    {
        var school = await stage.Open(3);
        var act = new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test");
        Town.Must(await stage.Town.Service<Preau.Accounts.SetHotline>().Do(act, "01 23 45 67 89"));
        await using var fresh = await stage.Machine(390, 844);
        var door = await fresh.NewPageAsync();
        await door.GotoAsync($"{stage.Url}/tablet/");
        await Help(door, $"{Preau.Devices.SetMinimumVersion.Own} · "); // nothing else is known yet

        await using var machine = await stage.Machine(390, 844);
        var page = await machine.NewPageAsync();
        var invited = Town.Must(await stage.Town.Service<Preau.Devices.InviteTablet>().Do(act, new("Tablette 204", "204")));
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        await page.Locator(".who [data-person]").First.WaitForAsync();
        await Help(page, "01 23 45 67 89", "Tablette 204 · salle 204", $"{Preau.Devices.SetMinimumVersion.Own} · ");
        await using var db = stage.Town.Database.Read(school.Id);
        Town.Must(await stage.Town.Service<Preau.Devices.RevokeDevice>().Do(act, (await db.Set<Preau.Devices.Device>().SingleAsync(d => d.Establishment == school.Id)).Id));
        await page.ReloadAsync();
        await Expect(page.Locator(".door")).ToContainTextAsync("retirée par l’administrateur");
        await Help(page, "01 23 45 67 89", "Tablette 204 · salle 204");
    }

    /// <summary>Opens the help, finds these facts there and nothing that is for whoever is signed in, and closes it by the keyboard.</summary>
    private static async Task Help(IPage page, params string[] facts)
    {
        await page.Locator("[data-act=help]").ClickAsync();
        foreach (var fact in facts)
        {
            await Expect(page.Locator("dialog .facts")).ToContainTextAsync(fact);
        }
        await Expect(page.Locator("dialog").Locator("[data-act=evacuation], [data-act=sign-out], [data-act=problem]")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-act=help]")).ToBeFocusedAsync();
    }

    private async Task<string> Name(School school)
    {
        await using var db = stage.Town.Database.Read(school.Id);
        return (await db.Set<Preau.Devices.Device>().SingleAsync(d => d.Establishment == school.Id)).Name;
    }

    [Fact]
    public async Task A_page_below_the_minimum_says_so_and_sends_what_it_keeps()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine();
        await machine.RouteAsync("**/api/version", async route =>
        {
            var answer = await (await route.FetchAsync()).JsonAsync();
            await route.FulfillAsync(new() { Json = new { version = "9.0.0", page = answer!.Value.GetProperty("page").GetString(), minimum = "9.0.0", download = (string?)null, address = "10.0.0.1" } });
        });
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();
        await page.ReloadAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("trop ancienne");
        await machine.UnrouteAsync("**/api/sync/push");
        await page.Received();
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(1, await db.Set<RollCall.Mark>().CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_page_below_the_minimum_that_no_worker_can_replace_opens_again_once_not_for_ever()
    {
        var day = await Lessons.Open(stage, 3);
        await day.Plan("10:30", "12:00", "Physique", day.School.MrsMartin); // no longer in its first ten minutes
        await using var machine = await stage.Machine();
        await stage.Keep(machine);
        await machine.RouteAsync("**/api/version", route => route.FulfillAsync(new() { Json = new { version = "9.0.0", page = "another", minimum = "9.0.0", download = (string?)null, address = "10.0.0.1" } }));
        await machine.Clock.InstallAsync();
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await Expect(page.Locator(".notice")).ToContainTextAsync("trop ancienne");
        var opened = 0;
        page.DOMContentLoaded += (_, _) => opened++;
        await page.RunAndWaitForRequestAsync(() => page.Clock.RunForAsync(20_000), request => request.IsNavigationRequest);
        for (var i = 0; i < 3; i++)
        {
            await Expect(page.Locator(".notice")).ToContainTextAsync("trop ancienne");
            await page.Clock.RunForAsync(20_000);
        }
        Assert.Equal(1, opened);
        await page.RunAndWaitForRequestAsync(() => page.Locator("[data-act=notice]").ClickAsync(), request => request.IsNavigationRequest); // by hand, always
    }

    [Fact]
    public async Task An_old_page_s_facts_and_a_new_page_s_are_taken_by_one_server()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine();
        var old = true;
        // The first page as it was: it names no version, sends no note or hours, and asks for no device in its register.
        await machine.RouteAsync("**/api/**", async route =>
        {
            if (!old)
            {
                await route.ContinueAsync();
                return;
            }
            var headers = route.Request.Headers.Where(h => !h.Key.Equals("preau-page", StringComparison.OrdinalIgnoreCase)).ToDictionary(h => h.Key, h => h.Value);
            await route.ContinueAsync(new() { Headers = headers });
        });
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.Received();
        old = false;
        await page.ReloadAsync();
        await page.Row(school.Pupils[1]).ClickAsync();
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(2);
        await page.Received();
        var act = new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test");
        Assert.NotNull(Assert.Single(Town.Must(await stage.Town.Service<Preau.Devices.ListDevices>().Do(act))).Device.Page);
    }

    [Fact]
    public async Task The_page_updates_only_when_nothing_can_be_lost_or_disturbed()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var wrong = await page.EvaluateAsync<string[]>("""
            async base => {
              const { mayUpdate, isOlder } = await import(`${base}clock.js`);
              const calm = { waiting: [], begun: false, sheet: false, starts: ['08:00'], minutes: 8 * 60 + 30, idle: 90_000, forced: false };
              const cases = [
                ['calm', {}, true], ['the first minutes of the hour', { minutes: 8 * 60 + 9 }, false], ['ten minutes in', { minutes: 8 * 60 + 10 }, true], ['of the roll on the desk', { starts: ['07:00', '08:25'] }, false], ['before the bell', { minutes: 8 * 60 - 5 }, true],
                ['a finger just now', { idle: 5_000 }, false], ['something waits', { waiting: [{ held: true, refused: null }] }, false], ['a roll is begun', { begun: true }, false], ['a sheet is open', { sheet: true }, false],
                ['forced, in the first minutes', { forced: true, minutes: 8 * 60 + 3 }, false], ['forced, later', { forced: true, idle: 12_000 }, true], ['forced, something waits', { forced: true, waiting: [{ held: true, refused: null }] }, false],
                ['forced, only refused ones', { forced: true, waiting: [{ held: true, refused: { code: 'x' } }] }, true], ['forced, in memory only', { forced: true, waiting: [{ held: false, refused: { code: 'x' } }] }, false],
                ['forced, a roll is begun', { forced: true, begun: true }, false], ['what waits for its author to come again', { device: 'd', waiting: [{ held: true, refused: null, device: 'before' }] }, true],
                ['forced, what waits for its author', { forced: true, device: 'd', waiting: [{ held: true, refused: null, device: 'before' }] }, true], ['forced, what waits of this registration', { forced: true, device: 'd', waiting: [{ held: true, refused: null, device: 'd' }] }, false],
              ];
              const wrong = cases.filter(([, change, want]) => mayUpdate({ ...calm, ...change }) !== want).map(c => c[0]);
              for (const [a, b, want] of [['0.1.0', '0.2.0', true], ['0.10.0', '0.9.9', false], ['1.0.0', '1.0.0', false], ['0.1.0', null, false], ['0.1.0-dev', '0.1.1', true]]) if (isOlder(a, b) !== want) wrong.push(`${a} ${b}`);
              return wrong;
            }
            """, modules);
        Assert.Empty(wrong);
    }
}
