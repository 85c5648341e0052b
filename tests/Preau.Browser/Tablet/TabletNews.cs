using System.Text.Json.Nodes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>What comes by itself is heard by whoever does not see it: in its turn, whole, and not too much of it.</summary>
[Collection("stage")]
public class TabletNews(Stage stage)
{
    [Fact]
    public async Task Colleagues_words_about_the_class_on_the_desk_are_told()
    {
        var day = await Lessons.Open(stage, 12);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin, school.MrBernard);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        await page.EvaluateAsync(TabletReader.Listen);

        var his = await school.TabletOf(school.MrBernard);
        await his.Push(FullClass.Mark(his, school, school.Pupils[1], "A"));
        await TabletReader.Heard(page, $"ÉLÈVE02 Zoé, absence · {school.MrBernard.ToUpperInvariant()}");

        var cpe = day.Act with { Who = await school.Employ(school.MrsLauriac) };
        Town.Must(await stage.Town.Service<AskReturn>().Do(cpe, new([new Id<Pupil>(school.Pupils[2])], day.Today)));
        await TabletReader.Heard(page, "ÉLÈVE03 Zoé, doit passer par la vie scolaire");

        await his.Push([.. school.Pupils[4..9].Select(p => FullClass.Mark(his, school, p, "A"))]);
        await TabletReader.Heard(page, "5 saisies de collègues");
        Assert.DoesNotContain("ÉLÈVE05", await Heard(page));

        await his.Push(his.Validated(school, start: "11:00", end: "12:00"));
        await TabletReader.Heard(page, $"par {school.MrBernard.ToUpperInvariant()}");
    }

    /// <summary>One tab hears of a slip while the other sleeps and is told how far the first has come.</summary>
    [Fact]
    public async Task A_slip_that_one_tab_has_heard_of_is_no_secret_to_the_other()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin);
        await using var machine = await stage.Machine();
        var asleep = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await asleep.Row(school.Pupils[0]).WaitForAsync();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        await asleep.EvaluateAsync("() => { Object.defineProperty(document, 'hidden', { get: () => window.sleeps, configurable: true }); window.sleeps = true; document.dispatchEvent(new Event('visibilitychange')); }");
        var slip = page.Row(school.Pupils[2]).Locator("use[href$='#sign-slip']");
        Town.Must(await stage.Town.Service<AskReturn>().Do(day.Act with { Who = await school.Employ(school.MrsLauriac) }, new([new Id<Pupil>(school.Pupils[2])], day.Today)));
        await Expect(slip).ToHaveCountAsync(1);
        await page.Row(school.Pupils[4]).ClickAsync();
        await page.Received();
        await Expect(asleep.Locator($"[data-pupil='{school.Pupils[4]}'][data-state=absent]")).ToBeVisibleAsync(); // it was told

        await asleep.EvaluateAsync("() => { window.sleeps = false; document.dispatchEvent(new Event('visibilitychange')); }");
        await Expect(asleep.Row(school.Pupils[2]).Locator("use[href$='#sign-slip']")).ToHaveCountAsync(1);
        await asleep.Row(school.Pupils[5]).ClickAsync();
        await asleep.Received();
        await page.ReloadAsync();
        await Expect(slip).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Nothing_is_lost_to_what_is_said_next_and_a_burst_of_receipts_is_told_once()
    {
        var day = await Lessons.Open(stage, 8);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.EvaluateAsync(TabletReader.Listen);
        await page.Row(school.Pupils[3]).WaitForAsync();
        await page.EvaluateAsync("pupils => { for (const id of pupils) document.querySelector(`[data-pupil='${id}'] [data-act=absent]`).click(); }", school.Pupils[..4].Select(p => p.ToString()).ToArray()); // one burst, however slow the machine
        await TabletReader.Heard(page, "reçu ");

        var heard = await page.EvaluateAsync<string[]>("window.heard");
        Assert.Equal(["ÉLÈVE01 Zoé, absence", "ÉLÈVE02 Zoé, absence", "ÉLÈVE03 Zoé, absence", "ÉLÈVE04 Zoé, absence"], heard.Where(said => said.StartsWith("ÉLÈVE", StringComparison.Ordinal)));
        Assert.Single(heard, said => said.StartsWith("reçu", StringComparison.Ordinal));
        Assert.DoesNotContain("sur la tablette", heard);
    }

    [Fact]
    public async Task Notices_refusals_and_what_is_only_in_memory_are_told()
    {
        var day = await Lessons.Open(stage, 8);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync(TabletAccess.Hurt);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.Row(school.Pupils[0]).WaitForAsync();
        await page.ReloadAsync();
        await page.Row(school.Pupils[0]).WaitForAsync();
        await page.EvaluateAsync(TabletReader.Listen);
        await page.Newer();
        await TabletReader.Heard(page, "nouvelle version");

        var refuses = false;
        await machine.RouteAsync("**/api/sync/push", async route =>
        {
            if (!refuses)
            {
                await route.AbortAsync();
                return;
            }
            var facts = JsonNode.Parse(route.Request.PostData!)!["facts"]!.AsArray();
            await route.FulfillAsync(new()
            {
                Json = new { sequence = 1, serverTime = stage.Town.Now.ToString(), position = 1, receipts = facts.Select(f => new { id = (string?)f!["id"], state = "refused", code = "rollcall.too-late", words = "Clos." }) },
            });
        });
        await page.EvaluateAsync("() => { window.full = true; }");
        await page.Row(school.Pupils[0]).Locator("[data-act=absent]").ClickAsync();
        await TabletReader.Heard(page, "n’a plus de place");
        await TabletReader.Heard(page, "en mémoire");

        refuses = true;
        await page.EvaluateAsync("() => { window.full = false; dispatchEvent(new Event('online')); }");
        await TabletReader.Heard(page, "refusées par le serveur");
    }

    [Fact]
    public async Task A_report_says_in_its_sheet_where_it_is()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.EvaluateAsync(TabletReader.Listen);
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=problem]").ClickAsync();
        await page.Locator("[name=subject]").FillAsync("Ça clignote");
        await page.Locator("[name=text]").FillAsync("Depuis ce matin.");
        await page.Locator("[data-act=send-problem]").ClickAsync();
        await TabletReader.Heard(page, "Signalement\u202f: reçu");
    }

    /// <summary>Not there is not « present », however the class is shown.</summary>
    [Theory]
    [InlineData("list")]
    [InlineData("plan")]
    [InlineData("faces")]
    public async Task Who_is_known_to_be_away_is_not_read_as_present(string view)
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin);
        var cpe = day.Act with { Who = await school.Employ(school.MrsLauriac) };
        Town.Must(await stage.Town.Service<PlacePupils>().Do(cpe, new([new(school.Pupils[1])], "ST", day.Today, day.Today.PlusDays(3))));
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.See(view);
        var (here, away) = (page.Row(school.Pupils[0]).Locator("[data-act=cycle]"), page.Row(school.Pupils[1]).Locator("[data-act=cycle]"));
        await Expect(away).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("stage →"));
        Assert.DoesNotContain("présence", await away.AriaSnapshotAsync());
        Assert.Contains("présence", await here.AriaSnapshotAsync());
    }

    private static async Task<string> Heard(IPage page) => string.Join('\n', await page.EvaluateAsync<string[]>("window.heard"));
}
