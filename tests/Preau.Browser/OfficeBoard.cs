using System.Diagnostics;

namespace Preau.Browser;

/// <summary>The board in front of a CPE: live, still under the finger, corrected in place, worked by keyboard.</summary>
[Collection("stage")]
public class OfficeBoard(Stage stage, ITestOutputHelper output)
{
    [Fact]
    public async Task A_cpe_corrects_a_pupil_and_takes_it_back()
    {
        var school = await stage.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[2]), tablet.Validated(school));
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        await Live(page);
        await page.Locator($"[data-missing='{school.Pupils[2]}'] a").ClickAsync();
        var line = page.Locator($".roll-panel [data-pupil='{school.Pupils[2]}']");
        await Expect(line).ToHaveAttributeAsync("data-state", "absent");
        await line.Locator("[data-act=late]").ClickAsync();
        await line.Locator(".minutes button", new() { HasText = "10" }).ClickAsync();
        await Expect(line.Locator(".by")).ToContainTextAsync("10 min");
        await Expect(line.Locator("summary")).ToContainTextAsync("3");
        await line.Locator("[data-act=undo]").ClickAsync();
        await Expect(line.Locator(".minutes button[aria-pressed=true]")).ToHaveCountAsync(0);
        await line.Locator("[data-act=present]").ClickAsync();
        await Expect(line).ToHaveAttributeAsync("data-state", "present");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator($"[data-missing='{school.Pupils[2]}']")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-cell='2NDE4/1']")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_cpe_says_infirmary_from_a_time_with_a_note_and_takes_it_back()
    {
        var school = await stage.Open(4);
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[2]), tablet.Validated(school));
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/roll/2NDE4/1");
        await Live(page);
        var line = page.Locator($".roll-panel [data-pupil='{school.Pupils[2]}']");
        await line.Locator("[data-act=more]").ClickAsync();
        await line.Locator("[data-form=more] select").SelectOptionAsync("IN");
        await line.Locator("[data-field=from]").FillAsync("08:20");
        await line.Locator("[data-field=until]").FillAsync("08:10");
        await line.Locator("[data-act=say-more]").ClickAsync();
        await Expect(page.Locator(".roll-panel .refused")).ToBeVisibleAsync();
        await line.Locator("[data-act=more]").ClickAsync();
        await line.Locator("[data-form=more] select").SelectOptionAsync("IN");
        await line.Locator("[data-field=from]").FillAsync("08:20");
        await line.Locator("[data-field=note]").FillAsync("accompagné");
        await line.Locator("[data-act=say-more]").ClickAsync();
        await Expect(line).ToHaveAttributeAsync("data-state", "other");
        await Expect(line.Locator(".by")).ToContainTextAsync("08:20");
        var mark = (await tablet.Pull())["marks"]!.AsArray().Last()!;
        Assert.Equal(("IN", "08:20", "accompagné"), (mark["kind"]!.GetValue<string>(), mark["from"]!.GetValue<string>(), mark["note"]!.GetValue<string>()));
        await line.Locator("[data-act=undo]").ClickAsync();
        await Expect(line).ToHaveAttributeAsync("data-state", "absent");
    }

    [Fact]
    public async Task Rows_do_not_move_under_the_finger()
    {
        var school = await stage.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[2]));
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        await Live(page);
        await page.Locator($"[data-missing='{school.Pupils[2]}']").HoverAsync();
        await Expect(page.Locator(".missing-rows")).ToHaveAttributeAsync("data-still", "yes");
        await tablet.Push(tablet.Marked(school, school.Pupils[3]));
        await Expect(page.Locator(".waiting")).ToBeVisibleAsync();
        await Expect(page.Locator($"[data-missing='{school.Pupils[3]}']")).ToHaveCountAsync(0);
        await page.Mouse.MoveAsync(5, 5);
        await Expect(page.Locator($"[data-missing='{school.Pupils[3]}']")).ToHaveCountAsync(1);
        await Expect(page.Locator(".waiting")).ToHaveCountAsync(0);
    }

    [Fact(DisableParallelization = true)]
    public async Task A_push_is_on_the_board_within_a_tenth_of_a_second()
    {
        var school = await stage.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        await Live(page);
        var times = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            var seen = page.EvaluateAsync("pupil => new Promise(done => { const look = () => document.querySelector(`[data-missing='${pupil}']`) && done(1); new MutationObserver(look).observe(document.body, { subtree: true, childList: true }); look(); })", school.Pupils[i]);
            await Task.Delay(150);
            var watch = Stopwatch.StartNew();
            await tablet.Push(tablet.Marked(school, school.Pupils[i]));
            await seen.WaitAsync(TimeSpan.FromSeconds(10));
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        output.WriteLine($"measured push to board: median {times[15]:0} ms, p95 {times[28]:0} ms over 30");
        Assert.True(times[15] <= 100, $"median {times[15]:0} ms");
    }

    [Fact]
    public async Task Arrows_go_through_the_grid_and_enter_opens_the_roll()
    {
        var school = await stage.Open();
        await using var machine = await stage.Machine(1440, 900);
        await machine.AddInitScriptAsync("const focus = HTMLElement.prototype.focus; HTMLElement.prototype.focus = function (...how) { if (this.tagName !== 'H1') focus.apply(this, how); };"); // the framework gives the title the focus in its own time, on a busy machine between two arrows
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        await Live(page);
        await page.Locator("[data-cell='2NDE4/1']").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.Locator("[data-cell='2NDE4/2']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(page.Locator("[data-cell='2NDE4/8']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-roll='2NDE4/8'] h2")).ToBeFocusedAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("[data-roll='2NDE4/8']")).ToBeVisibleAsync();
    }

    internal static Task Live(IPage page) => page.Locator("[data-live=yes]").First.WaitForAsync();
}
