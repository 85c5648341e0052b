using System.Text.RegularExpressions;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>A whole roll by keyboard alone, told by what a screen reader is given: roles, names, states, and what is announced.</summary>
[Collection("stage")]
public partial class TabletReader(Stage stage)
{
    /// <summary>Keeps what is added to a live region: on the page, or in the open sheet, beside which the page is silent.</summary>
    internal const string Listen = """
        () => {
          window.heard = [];
          new MutationObserver(all => {
            for (const { target, addedNodes } of all) {
              const sheet = document.querySelector('dialog[open]');
              if (target.matches?.('[role=log][aria-live=polite]') && (!sheet || sheet.contains(target))) window.heard.push(...[...addedNodes].map(n => n.textContent));
            }
          }).observe(document.body, { childList: true, subtree: true });
        }
        """;

    [Theory]
    [InlineData("fr-FR", "ÉLÈVE02 Zoé, absence", "ÉLÈVE03 Zoé, retard", "ÉLÈVE03 Zoé, présence", "validé", "2 absences")]
    [InlineData("en-GB", "ÉLÈVE02 Zoé, absent", "ÉLÈVE03 Zoé, late", "ÉLÈVE03 Zoé, present", "validated", "2 absen")]
    public async Task A_roll_is_taken_by_ear_and_keyboard(string locale, string absent, string late, string undone, string validated, string count)
    {
        var day = await Lessons.Open(stage, 8);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin, school.MrBernard);
        await using var machine = await stage.Machine(locale: locale);
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        await SignIn(page, school);
        await page.EvaluateAsync(Listen);

        // In: the first Tab stops are the heading's, one is the list; the list is one stop, arrows do the rest.
        await TabTo(page, "[data-act=cycle]");
        Assert.Matches("^button \"ÉLÈVE01 Zoé ?, (présence|present)\"$", await Focused(page));
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.StartsWith("button \"ÉLÈVE02", await Focused(page), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("a");
        await Heard(page, absent);
        Assert.StartsWith("button \"ÉLÈVE02 Zoé", await Focused(page), StringComparison.Ordinal);
        Assert.Contains("[pressed]", await page.Row(school.Pupils[1]).Locator("[data-act=absent]").AriaSnapshotAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("[pressed]", await page.Row(school.Pupils[1]).Locator("[data-act=late]").AriaSnapshotAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("r");
        await Heard(page, late);
        await page.Keyboard.PressAsync("u");
        await Heard(page, undone);
        Assert.StartsWith("button \"ÉLÈVE03", await Focused(page), StringComparison.Ordinal); // the hand stays where it was

        await Found(page, school);
        await Settled(day, page);
        var since = await Now(page);
        await page.Keyboard.PressAsync("Control+Enter");
        await Heard(page, validated, since);
        Assert.Contains("disabled", await page.Locator("[data-act=validate]").AriaSnapshotAsync(), StringComparison.Ordinal);
        await page.Received();
        await Expect(page.Locator(".counts")).ToContainTextAsync(count);
        await Heard(page, locale[..2] == "fr" ? "reçu" : "received", since);
        Assert.Equal(0, await page.EvaluateAsync<int>("window.clicks"));
    }

    /// <summary>The browser tells of a closed sheet a moment after it has gone: keys that come between count.</summary>
    [Fact]
    public async Task A_key_right_after_a_sheet_closes_is_heard()
    {
        var day = await Lessons.Open(stage, 8);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        await SignIn(page, school);
        await page.Row(school.Pupils[0]).Locator("[data-act=cycle]").FocusAsync();
        await page.Keyboard.PressAsync("/");
        await page.Locator("dialog[open]").WaitForAsync();

        await page.EvaluateAsync("() => { document.querySelector('dialog').close(); document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true })); }");

        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))");
        await Expect(page.Locator("dialog[open] input[type=search]")).ToBeFocusedAsync();
    }

    /// <summary>Another roll lies on the desk, by a key or by the bell: it is said, and the hand on the keys finds the class; after two sheets in a row it is where it was before them.</summary>
    [Fact]
    public async Task Another_roll_is_said_and_the_focus_never_falls_to_nowhere()
    {
        var day = await Lessons.Open(stage, 8);
        var school = day.School;
        await day.Plan("09:00", "09:55", "Physique", school.MrsMartin);
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        await SignIn(page, school);
        await page.EvaluateAsync(Listen);
        await TabTo(page, "[data-act=previous-hour]");
        await page.Keyboard.PressAsync("Enter");
        await Heard(page, "2nde 4, Physique, 09:00–09:55, ");
        await TabTo(page, "[data-act=now]");
        await page.Keyboard.PressAsync("Enter"); // the button goes with its reason
        await Heard(page, "2nde 4, Chimie, 11:00–12:00, ");
        await Expect(page.Locator("[data-pupil] .name[tabindex='0']")).ToBeFocusedAsync();

        await TabTo(page, "[data-act=help]");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open]").WaitForAsync();
        await TabTo(page, "dialog [data-act=evacuation]");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open] [data-act=print]").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".foot [data-act=help]")).ToBeFocusedAsync();
    }

    /// <summary>Home and End lead to a pupil, not to what stands beside; what a tile has no room for is heard.</summary>
    [Fact]
    public async Task In_faces_home_and_end_lead_to_pupils_and_a_slip_is_heard_with_the_mark()
    {
        var day = await Lessons.Open(stage, 8);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin);
        var cpe = day.Act with { Who = await school.Employ(school.MrsLauriac) };
        Town.Must(await school.Town.Service<AskReturn>().Do(cpe, new([new Id<Pupil>(school.Pupils[7])], day.Today)));
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.See("faces");
        await Expect(page.Row(school.Pupils[7]).Locator(".letter.pass")).ToHaveCountAsync(1); // slips come after the register
        await page.Row(school.Pupils[1]).Locator(".name").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(page.Row(school.Pupils[7]).Locator(".name")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("a");
        Assert.Matches("ÉLÈVE08.*absence.*doit passer par la vie scolaire", await Focused(page));
        await page.Keyboard.PressAsync("Home");
        await Expect(page.Row(school.Pupils[0]).Locator(".name")).ToBeFocusedAsync();
    }

    /// <summary>Who speaks to the tablet, or touches a key by mistake, changes nothing: single keys count only on a pupil (WCAG 2.1.4).</summary>
    [Fact]
    public async Task Single_keys_do_nothing_outside_the_list()
    {
        var day = await Lessons.Open(stage, 8);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.Row(school.Pupils[0]).Locator("[data-act=absent]").ClickAsync();
        foreach (var focus in new[] { "document.activeElement.blur()", "document.querySelector('[data-act=help]').focus()" })
        {
            await page.EvaluateAsync(focus);
            foreach (var key in new[] { "u", "/", "a", "m" })
            {
                await page.Keyboard.PressAsync(key);
            }
            await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))");
            await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
            await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(1);
        }
        await page.Row(school.Pupils[3]).Locator("[data-act=cycle]").FocusAsync();
        await page.Keyboard.PressAsync("u");
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("dialog[open] input[type=search]")).ToBeFocusedAsync();
    }

    /// <summary>By Tab and letters; no click is made from here on.</summary>
    private static async Task SignIn(IPage page, School school)
    {
        await school.Employ(school.MrsMartin);
        await page.EvaluateAsync("() => { window.clicks = 0; addEventListener('pointerdown', () => window.clicks++, true); }");
        await TabTo(page, "input[name=userName]");
        await page.Keyboard.TypeAsync(school.MrsMartin);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(School.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-pupil]").First.WaitForAsync();
    }

    /// <summary>The slash opens the search; Escape gives the focus back; a pupil found is the one under the hand.</summary>
    private static async Task Found(IPage page, School school)
    {
        await page.Keyboard.PressAsync("/");
        await page.Locator("dialog[open]").WaitForAsync();
        Assert.StartsWith("searchbox", await Focused(page), StringComparison.Ordinal);
        Assert.Matches("^dialog \"(Chercher|Find)\"", (await page.Locator("dialog").AriaSnapshotAsync()).TrimStart('-', ' '));
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.StartsWith("button \"ÉLÈVE03", await Focused(page), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("/");
        await page.Locator("dialog[open]").WaitForAsync();
        await page.Keyboard.TypeAsync("eleve06");
        await Expect(page.Locator("dialog [role=status]")).ToHaveTextAsync(new Regex("^1 (résultat|result)$"));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Row(school.Pupils[5]).Locator("[data-act=cycle]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Heard(page, "ÉLÈVE06 Zoé, absen");
    }

    /// <summary>Two teachers differ: it is told, named on the row, and settled by Enter on a button that says how.</summary>
    private static async Task Settled(Lessons day, IPage page)
    {
        var (school, pupil) = (day.School, day.School.Pupils[5]);
        await page.Received();
        var his = await school.TabletOf(school.MrBernard);
        var since = await Now(page);
        await his.Push(FullClass.Mark(his, school, pupil, "R", 7));
        await Expect(page.Locator($"[data-pupil='{pupil}'][data-disputed]")).ToBeVisibleAsync();
        await Heard(page, await page.EvaluateAsync<string>("document.documentElement.lang") == "fr" ? "Désaccord, ÉLÈVE06 Zoé\u202f: " : "Disagreement, ÉLÈVE06 Zoé: ", since);
        Assert.Matches("^button \"ÉLÈVE06 Zoé.*7 min.*(ou|or).*\"$", await Focused(page));
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open] [data-act=settle]").First.WaitForAsync();
        await TabTo(page, "[data-act=settle][data-kind=A]");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-disputed]")).ToHaveCountAsync(0);
        await Expect(page.Row(pupil).Locator("[data-act=cycle]")).ToBeFocusedAsync();
    }

    private static async Task TabTo(IPage page, string selector)
    {
        for (var i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector))
            {
                return;
            }
        }
        Assert.Fail($"Tab never reaches {selector}");
    }

    /// <summary>Role and name of what has the focus, as the accessibility tree has them.</summary>
    private static async Task<string> Focused(IPage page)
    {
        var told = await page.Locator("*:focus").AriaSnapshotAsync();
        return Line().Match(told).Groups["line"].Value;
    }

    /// <summary>How much was heard until now.</summary>
    internal static Task<int> Now(IPage page) => page.EvaluateAsync<int>("window.heard.length");

    /// <summary>Waits until something is heard, after a moment.</summary>
    internal static Task Heard(IPage page, string text, int since = 0) =>
        page.WaitForFunctionAsync("([text, since]) => window.heard.slice(since).some(said => said.includes(text))", new object[] { text, since }, new() { Timeout = 10_000 });

    [GeneratedRegex("^- (?<line>\\w+( \"[^\"]*\")?)")]
    private static partial Regex Line();
}
