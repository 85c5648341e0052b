using Microsoft.EntityFrameworkCore;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>What a hand meant is what is done: hours and notes stay with what they were said of, keys said twice say one thing, nothing half done is left in the way.</summary>
[Collection("stage")]
public class TabletMeant(Stage stage)
{
    [Fact]
    public async Task Settling_keeps_hours_and_note()
    {
        await using var machine = await stage.Machine();
        var (day, page) = await Opened(machine);
        var (school, his) = (day.School, await day.School.TabletOf(day.School.MrBernard));
        var fact = FullClass.Mark(his, school, school.Pupils[1], "IN", from: "11:05");
        fact["body"]!["until"] = "11:40";
        await his.Push(fact);
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-kind=IN]")).ToBeVisibleAsync();
        var hers = await school.TabletOf(school.MrsMartin); // elsewhere, without having seen his
        await hers.Push(FullClass.Mark(hers, school, school.Pupils[1], "A"));
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-disputed]")).ToBeVisibleAsync();
        await page.Row(school.Pupils[1]).Locator("[data-act=settle][data-kind=IN]").ClickAsync();
        await Expect(page.Locator("[data-disputed]")).ToHaveCountAsync(0);
        await Expect(page.Row(school.Pupils[1])).ToContainTextAsync("11:05–11:40 «\u202faccompagné\u202f»");

        await hers.Push(FullClass.Mark(hers, school, school.Pupils[2], "A"));
        var other = FullClass.Mark(his, school, school.Pupils[2], "EX", from: "11:20");
        await his.Push(other);
        await Expect(page.Locator($"[data-pupil='{school.Pupils[2]}'][data-disputed]")).ToBeVisibleAsync();
        await page.Row(school.Pupils[2]).Locator("[data-act=more]").ClickAsync();
        await page.Locator("dialog [data-act=settle][data-kind=EX]").ClickAsync();
        await Expect(page.Row(school.Pupils[2])).ToContainTextAsync("dès 11:20 «\u202faccompagné\u202f»");
    }

    [Fact]
    public async Task A_key_said_again_changes_neither_minutes_nor_note_and_a_tap_keeps_the_note()
    {
        await using var machine = await stage.Machine();
        var (day, page) = await Opened(machine);
        var pupil = day.School.Pupils[1];
        await page.Row(pupil).Locator("[data-act=cycle]").FocusAsync();
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.PressAsync("m");
        await page.Locator("dialog [data-minutes='10']").ClickAsync();
        await page.Locator("dialog [data-act=note]").FillAsync("bus");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Row(pupil)).ToContainTextAsync("retard de 10 min «\u202fbus\u202f»");
        await page.Row(pupil).Locator("[data-act=cycle]").FocusAsync();
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.PressAsync("r");
        await Expect(page.Row(pupil)).ToContainTextAsync("retard de 10 min «\u202fbus\u202f»");
        await page.Row(pupil).Locator("[data-act=absent]").ClickAsync();
        await Expect(page.Row(pupil)).ToContainTextAsync("absence «\u202fbus\u202f»");
    }

    [Fact]
    public async Task An_end_before_its_beginning_is_refused_in_words_and_back_is_later_than_out()
    {
        await using var machine = await stage.Machine();
        var (day, page) = await Opened(machine);
        var pupil = day.School.Pupils[1];
        await page.Row(pupil).Locator("[data-act=more]").ClickAsync();
        await page.Locator("dialog .pick[data-kind=IN]").ClickAsync();
        await page.Locator("dialog [data-act=back]").ClickAsync(); // within the minute
        await Expect(page.Row(pupil)).ToContainTextAsync(new System.Text.RegularExpressions.Regex("infirmerie \\d\\d:\\d\\d–\\d\\d:\\d\\d"));
        await page.Locator("dialog [data-act=until]").FillAsync("12:00");
        await page.Locator("dialog [data-act=from]").FillAsync("11:10");
        await page.Locator("dialog [data-act=until]").FillAsync("11:20");
        await page.Locator("dialog [data-act=from]").FillAsync("11:40");
        await Expect(page.Row(pupil)).ToContainTextAsync("11:10–11:20"); // its end is earlier
        Assert.Contains("suivre le début", await page.Locator("dialog [data-act=from]").EvaluateAsync<string>("el => el.validationMessage"), StringComparison.Ordinal);
        await page.Locator("dialog [data-act=until]").FillAsync("11:50");
        await page.Locator("dialog [data-act=from]").FillAsync("11:49");
        await Expect(page.Row(pupil)).ToContainTextAsync("11:49–11:50");
        Assert.Equal("", await page.Locator("dialog [data-act=from]").EvaluateAsync<string>("el => el.validationMessage"));
        await page.Locator("dialog [data-act=until]").FillAsync("");
        await page.Locator("dialog [data-act=back]").ClickAsync(); // now is earlier, most hours of the test
        await page.Locator("dialog [data-act=from]").FillAsync("11:00");
        await page.Locator("dialog [data-act=back]").ClickAsync();
        await Expect(page.Locator("dialog [data-act=until]")).Not.ToHaveValueAsync(""); // what is noted is what is seen
    }

    /// <summary>A colleague speaks while she writes: her words go on, and what she sends is what is seen by then, not what was seen when she began.</summary>
    [Fact]
    public async Task A_note_under_way_takes_nobodys_word_back()
    {
        await using var machine = await stage.Machine();
        var (day, page) = await Opened(machine);
        var (school, his) = (day.School, await day.School.TabletOf(day.School.MrBernard));
        await page.Row(school.Pupils[1]).Locator("[data-act=more]").ClickAsync();
        var note = page.Locator("dialog [data-act=note]");
        await note.PressSequentiallyAsync("a oublié ");
        await his.Push(FullClass.Mark(his, school, school.Pupils[1], "A"));
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}'][data-state=absent]")).ToHaveCountAsync(1);
        await page.Keyboard.TypeAsync("son sac");
        await Expect(note).ToHaveValueAsync("a oublié son sac");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Row(school.Pupils[1])).ToContainTextAsync("absence «\u202fa oublié son sac\u202f»");
        await page.Keyboard.PressAsync("Escape");
        await page.Received();
        await using var db = school.Town.Database.Read(school.Id);
        Assert.DoesNotContain(await db.Marks.ToListAsync(TestContext.Current.CancellationToken), m => m.Kind == "P");
    }

    [Fact]
    public async Task A_note_under_way_is_kept_when_the_page_goes_out_of_sight()
    {
        await using var machine = await stage.Machine();
        var (day, page) = await Opened(machine);
        await page.Row(day.School.Pupils[1]).Locator("[data-act=absent]").ClickAsync();
        await page.Row(day.School.Pupils[1]).Locator("[data-act=more]").ClickAsync();
        await page.Locator("dialog [data-act=note]").PressSequentiallyAsync("bus");
        await page.EvaluateAsync("() => { Object.defineProperty(document, 'hidden', { get: () => true, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); delete document.hidden; }");
        await Expect(page.Row(day.School.Pupils[1])).ToContainTextAsync("absence «\u202fbus\u202f»");
    }

    [Fact]
    public async Task An_hour_outside_the_lesson_is_refused_in_words_and_now_is_offered_in_its_hour_alone()
    {
        await using var machine = await stage.Machine();
        var (day, page) = await Opened(machine);
        var pupil = day.School.Pupils[1];
        await page.Row(pupil).Locator("[data-act=more]").ClickAsync();
        await page.Locator("dialog .pick[data-kind=SO]").ClickAsync();
        await page.Locator("dialog [data-act=from]").FillAsync("11:20");
        await page.Locator("dialog [data-act=from]").FillAsync("23:59");
        await Expect(page.Locator("dialog [role=alert]")).ToContainTextAsync("n’est pas comprise dans 11:00–12:00");
        await page.Locator("dialog [data-act=from]").BlurAsync();
        await Expect(page.Locator("dialog [data-act=from]")).ToHaveValueAsync("11:20");
        await page.Locator("dialog [data-act=until]").PressSequentiallyAsync("1145AM"); // each key may be a change: 11:04 comes first; on a machine with English fields the half of the day too
        await Expect(page.Row(pupil)).ToContainTextAsync("11:20–11:45");
        await page.Locator("dialog [data-act=until]").FillAsync("10:30");
        await page.Locator("dialog [data-act=until]").BlurAsync();
        await Expect(page.Locator("dialog [data-act=until]")).ToHaveValueAsync("11:45");
        await page.Locator("dialog [data-act=until]").FillAsync("13:30"); // an outing may last
        await Expect(page.Row(pupil)).ToContainTextAsync("11:20–13:30");
        await Expect(page.Locator("dialog [role=alert]")).ToHaveTextAsync("");
        await Expect(page.Locator("dialog [data-act=back]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("[data-act=previous-hour]").ClickAsync();
        await page.Row(pupil).Locator("[data-act=more]").ClickAsync();
        await page.Locator("dialog .pick[data-kind=SO]").ClickAsync();
        await Expect(page.Locator("dialog [data-act=until]")).ToBeVisibleAsync();
        await Expect(page.Locator("dialog [data-act=back]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_day_that_is_not_today_opens_and_closes_with_its_name()
    {
        await using var machine = await stage.Machine();
        var (day, page) = await Opened(machine);
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await page.Locator($"dialog [data-date='{day.Today.PlusDays(7):uuuu-MM-dd}']").ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".counts")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("ouvre le \\w+\\. \\d+(er)? .+ à 10:50"));
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await page.Locator($"dialog [data-date='{day.Today.PlusDays(-7):uuuu-MM-dd}']").ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".counts")).ToContainTextAsync("clos\u202f: voir la vie scolaire");
    }

    [Fact]
    public async Task The_search_leads_first_to_the_roll_on_the_desk()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await Group(day, "GR1", GroupKind.Group, school.Pupils[..4]);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("GR1");
        await page.Locator("[data-act=find]").ClickAsync();
        await page.Locator("dialog [type=search]").FillAsync("eleve03");
        await Expect(page.Locator("dialog [data-found]")).ToHaveCountAsync(2);
        await page.Locator("dialog [data-found]").First.ClickAsync();
        await Expect(page.Locator(".where")).ToContainTextAsync("GR1");
    }

    [Fact]
    public async Task A_plan_left_half_arranged_is_in_nobodys_way()
    {
        await using var machine = await stage.Machine(1180, 820);
        var (day, page) = await Opened(machine);
        await page.See("plan");
        await page.Locator("[data-act=arrange]").ClickAsync();
        await page.Locator("[data-seat='0,0'] button").ClickAsync();
        await page.Locator("[data-seat='3,1'] button").ClickAsync();
        var held = await page.Locator("[data-seat='3,1'] .who").TextContentAsync();
        await page.Locator("[data-act=previous-hour]").ClickAsync(); // the same class, another hour: still in the hand
        await page.Locator("[data-act=next-hour]").ClickAsync();
        await page.Locator("[data-act=pick-class]").ClickAsync();
        await page.Locator("dialog [data-class='2NDE5']").First.ClickAsync();
        await Expect(page.Locator(".where")).ToContainTextAsync("2NDE5");
        await Expect(page.Locator(".foot [data-act=validate]")).ToBeVisibleAsync();
        await page.Locator("[data-pupil] .name").First.FocusAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("[data-act=validate][data-done]")).ToBeVisibleAsync();
        await page.Locator("[data-act=pick-class]").ClickAsync();
        await page.Locator("dialog [data-class='2NDE4']").First.ClickAsync();
        await Expect(page.Locator("[data-seat='3,1'] .who")).ToHaveTextAsync(held!); // and kept where it was left
    }

    [Fact]
    public async Task Seats_that_are_taken_or_too_many_are_refused_where_it_is_seen()
    {
        await using var machine = await stage.Machine(1180, 820);
        var (_, page) = await Opened(machine);
        await page.See("plan");
        await page.Locator("[data-act=arrange]").ClickAsync();
        await page.Locator("[data-act=fewer-columns]").ClickAsync();
        await Expect(page.Locator(".foot [role=alert]")).ToContainTextAsync("Un élève est assis là");
        for (var i = 0; i < 12 && !await page.Locator("[data-act=more-rows][aria-disabled]").IsVisibleAsync(); i++)
        {
            await page.Locator("[data-act=more-rows]").ClickAsync();
        }
        await Expect(page.Locator("[data-act=more-rows]")).ToBeDisabledAsync();
        await Expect(page.Locator(".foot [role=alert]")).ToHaveTextAsync("");
        await Expect(page.Locator(".size").Last).ToContainTextAsync("12 rangs");
    }

    [Fact]
    public async Task Arrows_stop_at_the_edge_of_what_is_known()
    {
        var school = await stage.Open(6); // no timetable: the bell's hours
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await page.Locator("dialog [data-date]").First.ClickAsync();
        await page.Locator("dialog [data-period='1']").First.ClickAsync();
        await Expect(page.Locator("[data-act=previous-hour]")).ToBeDisabledAsync();
        await page.Locator("[data-act=next-hour]").ClickAsync();
        await Expect(page.Locator("[data-act=previous-hour]")).ToBeEnabledAsync();
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await page.Locator("dialog [data-period]").Last.ClickAsync();
        var day = await page.Locator(".day").TextContentAsync();
        await page.Locator("[data-act=next-hour]").ClickAsync(); // over the day's edge
        await Expect(page.Locator(".day")).Not.ToHaveTextAsync(day!);
        await Expect(page.Locator(".when")).ToContainTextAsync("08:00");
        await page.Locator("[data-act=previous-hour]").ClickAsync();
        await Expect(page.Locator(".day")).ToHaveTextAsync(day!);
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await page.Locator("dialog [data-date]").Last.ClickAsync();
        await page.Locator("dialog [data-period]").Last.ClickAsync();
        await Expect(page.Locator("[data-act=next-hour]")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task From_an_hour_that_is_none_of_the_bells_the_arrows_lead_to_its_neighbours()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var said = await page.EvaluateAsync<string[]>("""
            async base => {
              const desk = await import(`${base}desk.js`), { nextTo } = await import(`${base}places.js`), { dialled } = await import(`${base}help.js`);
              desk.snapshot.value = { establishment: { zone: 'UTC' }, serverTime: new Date().toISOString(), sessions: [], groups: [], pupils: [], people: [], kinds: [],
                periods: [['08:00', '08:55'], ['09:00', '09:55'], ['10:10', '11:05']].map(([start, end], i) => ({ number: i + 1, start, end })) };
              const date = desk.here.value.date, p = { date, start: '09:20', end: '10:00', group: 'g' };
              return [nextTo(-1, p).start, nextTo(1, p).start, ...['+33 (0)1 23 45 67 89', '01 23 45 67 89 / 06 11', '*77', '#31#7777', '7777'].map(dialled)];
            }
            """, modules);
        Assert.Equal(["09:00", "10:10", "+33123456789", "0123456789", "*77", "%2331%237777", "7777"], said);
    }

    /// <summary>What a class is called: as people say it; a name that is long, or that two have, gives way to the code.</summary>
    [Fact]
    public async Task A_class_is_called_as_people_say_it_where_that_is_short_and_its_own()
    {
        var day = await Lessons.Open(stage, 8);
        var pupils = day.School.Pupils[6..];
        await Group(day, "TG3", GroupKind.Class, pupils, "Terminale générale 3");
        await Group(day, "601", GroupKind.Class, pupils, "6e");
        await Group(day, "602", GroupKind.Class, pupils, "6e");
        await Group(day, "603", GroupKind.Class, pupils, "6e Mandela");
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        foreach (var (code, said) in new[] { ("2NDE4", "2nde 4"), ("TG3", "TG3"), ("601", "601"), ("602", "602"), ("603", "6e Mandela") })
        {
            await Expect(page.Locator($"[data-class='{code}'] b")).ToHaveTextAsync(said);
        }
        await page.PickClass("603");
        await Expect(page.Locator("[data-act=pick-class] span").First).ToHaveTextAsync("6e Mandela");
        await page.Locator("[data-act=pick-class]").ClickAsync();
        await page.Locator("dialog input[type=search]").FillAsync("générale");
        await Expect(page.Locator("dialog [data-class]")).ToHaveTextAsync([new System.Text.RegularExpressions.Regex("^TG3")]); // found by what is not shown
    }

    /// <summary>Another class, or a group across classes.</summary>
    private static async Task Group(Lessons day, string code, GroupKind kind, Guid[] pupils, string? label = null) => Town.Must(await day.School.Town.Database.Write<Done>(day.Act, async tx =>
    {
        var school = day.School;
        var group = new Group { Establishment = school.Id, SchoolYear = school.Year, Id = Id<Group>.New(), Code = code, Label = label ?? code, Kind = kind };
        tx.Db.Add(group);
        tx.Db.AddRange(pupils.Select(id => new GroupPupil { Establishment = school.Id, SchoolYear = school.Year, Group = group.Id, Pupil = new(id), From = school.Today.PlusDays(-300) }));
        await tx.Log("test-group", school.Year, new { }, Touches.Reference);
        return Done.It;
    }));

    private async Task<(Lessons Day, IPage Page)> Opened(IBrowserContext machine)
    {
        var day = await Lessons.Open(stage, 8);
        await Group(day, "2NDE5", GroupKind.Class, day.School.Pupils[6..]);
        await day.Plan("11:00", "12:00", "Chimie", day.School.MrsMartin, day.School.MrBernard);
        await day.Plan("09:00", "09:55", "Chimie", day.School.MrsMartin);
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await page.Locator("[data-pupil]").First.WaitForAsync();
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        return (day, page);
    }
}
