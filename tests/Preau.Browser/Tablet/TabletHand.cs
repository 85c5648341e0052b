using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>What a hand does is heard, once, and loses nothing of what it did just before.</summary>
[Collection("stage")]
public class TabletHand(Stage stage)
{
    [Fact]
    public async Task Enter_on_the_page_validates_nothing_and_a_held_key_counts_once()
    {
        await using var machine = await stage.Machine(1180, 820);
        var (school, page) = await Opened(machine);
        await page.EvaluateAsync("() => document.activeElement.blur()");
        await page.Keyboard.PressAsync("Enter");
        var name = page.Row(school.Pupils[1]).Locator("[data-act=cycle]");
        await name.FocusAsync();
        for (var i = 0; i < 3; i++)
        {
            await page.Keyboard.DownAsync("Enter"); // from the second on the browser says that it repeats
        }
        await page.Keyboard.UpAsync("Enter");
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-kind=A]")).ToBeVisibleAsync();
        await Expect(page.Locator(".counts .is-absent")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-act=validate][data-done]")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-kind=R]")).ToBeVisibleAsync();

        await page.See("plan");
        await page.Locator("[data-act=arrange]").ClickAsync();
        await Expect(page.Locator("[data-seat] .name").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter"); // takes a pupil
        await Expect(page.Locator("[data-seat] [aria-pressed=true]")).ToHaveCountAsync(1);
        await page.Locator("[data-act=arrange-cancel]").ClickAsync();
        await Expect(page.Locator("[data-pupil] .name[tabindex='0']")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-act=validate][data-done]")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("[data-act=validate][data-done]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_note_typed_before_a_tap_stays_and_stands_on_a_present_pupils_row()
    {
        await using var machine = await stage.Machine();
        var (school, page) = await Opened(machine);
        var row = page.Row(school.Pupils[1]);
        await row.Locator("[data-act=more]").ClickAsync();
        await page.Locator("dialog [data-act=note]").FillAsync("sans cahier");
        await page.Locator("dialog .pick.A").ClickAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-kind=A]")).ToContainTextAsync("absence «\u202fsans cahier\u202f»");
        await page.Locator("dialog .pick.R").ClickAsync();
        await page.Locator("dialog [data-minutes='10']").ClickAsync();
        await page.Locator("dialog [data-act=note]").FillAsync("sans sac");
        await page.Locator("dialog [data-act=more-minutes]").ClickAsync();
        await Expect(row).ToContainTextAsync("retard de 11 min «\u202fsans sac\u202f»");
        await page.Locator("dialog [data-act=fewer]").ClickAsync(new() { ClickCount = 2 });
        await Expect(row).ToContainTextAsync("retard de 9 min «\u202fsans sac\u202f»");
        await page.Locator("dialog .pick.P").ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-state=present]")).ToContainTextAsync("présence «\u202fsans sac\u202f»");
    }

    [Fact]
    public async Task A_finger_that_stays_and_the_other_button_open_the_rest_and_change_nothing()
    {
        await using var machine = await stage.Machine();
        var (school, page) = await Opened(machine);
        var name = page.Row(school.Pupils[1]).Locator("[data-act=cycle]");
        var box = (await name.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 40, box.Y + 20);
        await page.Mouse.DownAsync();
        await page.Locator("dialog[open]").WaitForAsync();
        await page.Mouse.UpAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await name.ClickAsync(new() { Button = MouseButton.Right });
        await page.Locator("dialog[open]").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Row(school.Pupils[2]).Locator("[data-act=cycle]").ClickAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[2]}'][data-state=absent]")).ToBeVisibleAsync();
        await Expect(page.Locator(".counts .is-absent")).ToHaveTextAsync("1 absence");
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-state=present]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Undo_by_touch_names_whom_and_never_takes_a_colleagues_word()
    {
        await using var machine = await stage.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 820, Height = 1180 }, Locale = "fr-FR", TimezoneId = "Europe/Paris", BaseURL = stage.Url, HasTouch = true });
        var (school, page) = await Opened(machine);
        var undo = page.Locator("[data-act=undo]");
        await Expect(undo).ToBeDisabledAsync();
        await page.Row(school.Pupils[1]).Locator("[data-act=absent]").TapAsync();
        await Expect(undo).ToContainTextAsync("ÉLÈVE02");
        await undo.FocusAsync();
        await undo.TapAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-state=present]")).ToBeVisibleAsync();
        await Expect(undo).ToBeDisabledAsync();
        await Expect(undo).ToBeFocusedAsync();

        // A colleague says otherwise: now it is not hers alone.
        await page.Row(school.Pupils[2]).Locator("[data-act=absent]").TapAsync();
        await Expect(undo).ToContainTextAsync("ÉLÈVE03");
        await page.Received();
        var his = await school.TabletOf(school.MrBernard);
        await his.Push(FullClass.Mark(his, school, school.Pupils[2], "R", 7));
        await Expect(page.Locator($"[data-pupil='{school.Pupils[2]}'][data-disputed]")).ToBeVisibleAsync();
        await Expect(undo).ToBeDisabledAsync();
        await page.Row(school.Pupils[2]).Locator("[data-act=settle][data-kind=R]").TapAsync();
        await Expect(page.Locator("[data-disputed]")).ToHaveCountAsync(0);
        await Expect(undo).ToBeDisabledAsync(); // a disagreement cannot be said again
    }

    [Fact]
    public async Task A_tap_is_heard_where_the_desk_ruled()
    {
        var day = await Lessons.Open(stage, 6);
        await using var machine = await stage.Machine();
        var (school, page) = await Opened(machine, day);
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        var cpe = day.Act with { Who = await school.Employ(school.MrsLauriac) };
        Town.Must(await school.Town.Service<MarkArrival>().Do(cpe, new(school.Pupils[1]), new LocalTime(11, 12)));
        var row = page.Locator($"[data-pupil='{school.Pupils[1]}'][data-state=late]");
        await Expect(row).ToContainTextAsync("billet");
        await row.Locator("[data-act=absent]").ClickAsync();
        await Expect(row).ToContainTextAsync("vous\u202f: absence");
        await row.Locator("[data-act=cycle]").ClickAsync();
        await Expect(row).ToContainTextAsync("vous\u202f: retard");
    }

    [Fact]
    public async Task Each_search_begins_empty_and_says_how_many_more_there_are()
    {
        var day = await Lessons.Open(stage, 20);
        await using var machine = await stage.Machine();
        var (_, page) = await Opened(machine, day);
        await page.Locator("[data-act=find]").ClickAsync();
        await page.Locator("dialog [type=search]").FillAsync("eleve");
        await Expect(page.Locator("dialog [data-found]")).ToHaveCountAsync(12);
        await Expect(page.Locator("dialog [data-more]")).ToContainTextAsync("8 autres élèves");
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Locator("[data-act=pick-class]").ClickAsync();
        await Expect(page.Locator("dialog [type=search]")).ToHaveValueAsync("");
        await Expect(page.Locator("dialog [data-class='2NDE4']").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Enter_takes_the_first_that_is_found_and_shows_who_was_looked_for()
    {
        var day = await Lessons.Open(stage, 20);
        await using var machine = await stage.Machine();
        var (_, page) = await Opened(machine, day);
        await page.Locator("[data-act=find]").ClickAsync();
        await page.Locator("dialog [type=search]").PressAsync("Enter"); // nothing is looked for yet
        await page.Locator("dialog [type=search]").FillAsync("eleve17");
        await page.Locator("dialog [data-found]").WaitForAsync();
        await page.Locator("dialog [type=search]").PressAsync("Enter");
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-sought]")).ToHaveAttributeAsync("data-pupil", day.School.Pupils[16].ToString());
        await Expect(page.Row(day.School.Pupils[16]).Locator(".name")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-sought]")).ToHaveCountAsync(0);
        await Expect(page.Locator($"[data-pupil='{day.School.Pupils[16]}'][data-state=present]")).ToBeVisibleAsync(); // the key pressed nothing else
    }

    /// <summary>What a finger is about to touch does not move: the tools when somebody is marked, the days when one is chosen.</summary>
    [Theory, InlineData(820, 1180), InlineData(390, 844)]
    public async Task What_a_finger_aims_at_stays_where_it_is(int width, int height)
    {
        var day = await Lessons.Open(stage, 20);
        await day.Plan("08:00", "08:55", "Chimie", day.School.MrsMartin);
        await using var machine = await stage.Machine(width, height);
        var (_, page) = await Opened(machine, day);
        async Task<float> At(string what, bool down = false) => (await page.Locator(what).First.BoundingBoxAsync()) is { } box ? down ? box.Y : box.X : -1;
        var help = await At("[data-act=help]");
        await page.Row(day.School.Pupils[3]).Locator("[data-act=absent]").ClickAsync();
        await Expect(page.Locator("[data-act=undo]")).Not.ToHaveAttributeAsync("aria-disabled", "true");
        Assert.Equal(help, await At("[data-act=help]"));
        await page.Locator("[data-act=pick-period]").ClickAsync();
        var days = await At("dialog [data-date]", down: true);
        var lessons = await page.Locator("dialog .lessons li").CountAsync();
        await page.Locator($"dialog [data-date='{day.Today.PlusDays(1):uuuu-MM-dd}']").ClickAsync();
        await Expect(page.Locator("dialog .lessons li")).Not.ToHaveCountAsync(lessons);
        Assert.Equal(days, await At("dialog [data-date]", down: true));
    }

    [Fact]
    public async Task The_evacuation_list_is_of_now_whatever_lies_on_the_desk()
    {
        var day = await Lessons.Open(stage, 6);
        var (school, cpe) = (day.School, day.Act with { Who = await day.School.Employ(day.School.MrsLauriac) });
        await day.Plan("09:00", "09:55", "Histoire", school.MrsMartin);
        Town.Must(await stage.Town.Service<AnnounceAbsence>().Do(cpe, new(new(school.Pupils[0]), day.Today)));
        Town.Must(await stage.Town.Service<PlacePupils>().Do(cpe, new([new(school.Pupils[1])], "ST", day.Today, day.Today.PlusDays(3))));
        await using var machine = await stage.Machine();
        var (_, page) = await Opened(machine, day);
        var his = await school.TabletOf(school.MrBernard);
        await his.Push(FullClass.Mark(his, school, school.Pupils[2], "IN"), FullClass.Mark(his, school, school.Pupils[3], "SO"));
        await Expect(page.Locator($"[data-pupil='{school.Pupils[3]}'][data-kind=SO]")).ToBeVisibleAsync();
        var line = page.Locator("dialog li[data-class='2NDE4']");
        await Listed("begun");
        await page.Locator("[data-act=validate]").ClickAsync();
        await Expect(page.Locator("[data-act=validate][data-done]")).ToBeVisibleAsync();
        await page.Locator("[data-act=previous-hour]").ClickAsync();
        await Expect(page.Locator(".when")).ToContainTextAsync("09:00");
        await Listed("yes");

        async Task Listed(string taken)
        {
            await page.Locator("[data-act=help]").ClickAsync();
            await page.Locator("[data-act=evacuation]").ClickAsync();
            await Expect(line).ToHaveAttributeAsync("data-taken", taken);
            await Expect(line).ToContainTextAsync("3 à compter sur 6");
            await Expect(line.Locator(".is-absent")).ToContainTextAsync("ÉLÈVE01 Zoé, ÉLÈVE02 Zoé (stage), ÉLÈVE04 Zoé (sortie scolaire)");
            await Expect(line.Locator(".is-away")).ToContainTextAsync("ÉLÈVE03 Zoé (infirmerie)");
            await page.Locator("dialog [data-act=close]").ClickAsync();
            await page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        }
    }

    private async Task<(School School, IPage Page)> Opened(IBrowserContext machine, Lessons? day = null)
    {
        day ??= await Lessons.Open(stage, 6);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin, day.School.MrBernard);
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await page.Locator("[data-pupil]").First.WaitForAsync();
        return (day.School, page);
    }
}
