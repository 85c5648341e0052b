using Microsoft.EntityFrameworkCore;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Browser.Tablet;

/// <summary>The page knows the school's day: what to call, what is known, what the desk said.</summary>
[Collection("stage")]
public class TabletDay(Stage stage)
{
    [Fact]
    public async Task The_page_opens_at_the_session_under_way_and_asks_for_none_that_is_not_held()
    {
        var day = await Lessons.Open(stage);
        var school = day.School;
        await day.Plan("09:00", "09:55", "Physique", school.MrsMartin);
        await day.Plan("11:00", "12:00", "Chimie", school.MrsMartin);
        var off = await day.Plan("14:00", "14:55", "Physique", school.MrsMartin);
        await day.Plan("15:00", "15:55", "Physique", school.MrsMartin);
        Town.Must(await school.Town.Service<CancelSession>().Do(day.Act, new(off, day.Today)));
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);

        await Expect(page.Locator(".where")).ToContainTextAsync("2nde 4");
        await Expect(page.Locator(".where")).ToContainTextAsync("Chimie · salle B12");
        await Expect(page.Locator(".when")).ToContainTextAsync("11:00–12:00");
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.Received();
        await page.Locator("[data-act=next-hour]").ClickAsync();
        await Expect(page.Locator(".counts")).ToContainTextAsync("cours annulé");
        await page.Locator("[data-act=next-hour]").ClickAsync();
        await Expect(page.Locator("[data-act=validate]")).ToContainTextAsync("ouvre à 14:50");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await Expect(page.Locator("dialog .stand")).ToHaveTextAsync(["pas fait", "fait", "cours annulé", "à venir"]);

        await using var db = stage.Town.Database.Read(school.Id);
        var roll = await db.Rolls.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("Chimie", new NodaTime.LocalTime(11, 0), new NodaTime.LocalTime(12, 0)), (roll.Subject, roll.Start, roll.End));
        Assert.Equal(0, await db.Marks.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_teachers_of_one_lesson_hold_one_roll()
    {
        var day = await Lessons.Open(stage);
        var school = day.School;
        await day.Plan("11:00", "12:00", "EPS", school.MrsMartin, school.MrBernard);
        await using var one = await stage.Machine();
        await using var two = await stage.Machine();
        var (hers, his) = (await stage.SignInOnTablet(one, school, school.MrsMartin), await stage.SignInOnTablet(two, school, school.MrBernard));
        await hers.Row(school.Pupils[4]).ClickAsync();
        await Expect(his.Locator($"[data-pupil='{school.Pupils[4]}'][data-state=absent]")).ToBeVisibleAsync();
        await his.Locator("[data-act=validate]").ClickAsync();
        await Expect(hers.Locator(".counts")).ToContainTextAsync("validé");
    }

    [Fact]
    public async Task A_roll_outside_the_timetable_stays_possible()
    {
        var day = await Lessons.Open(stage);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrBernard);
        await page.Locator("[data-act=pick-class]").ClickAsync();
        await page.Locator("dialog[open] [data-class='2NDE4']").First.ClickAsync();
        await page.Row(day.School.Pupils[0]).ClickAsync();
        await page.Received();
    }

    [Fact]
    public async Task What_is_known_beforehand_is_shown_not_asked_and_taken_in_one_tap()
    {
        var day = await Lessons.Open(stage);
        var (school, act) = (day.School, day.Act);
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        Town.Must(await school.Town.Service<AnnounceAbsence>().Do(act, new(new(school.Pupils[0]), day.Today)));
        Town.Must(await school.Town.Service<PlacePupils>().Do(act, new([new(school.Pupils[1])], "ST", day.Today, day.Today.PlusDays(3))));
        Town.Must(await school.Town.Service<AskReturn>().Do(act with { Who = await school.Employ(school.MrsLauriac) }, new([new Foundation.Id<Pupils.Pupil>(school.Pupils[2])], day.Today)));
        var his = await school.TabletOf(school.MrBernard);
        await his.Push(his.Marked(school, school.Pupils[3]));
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);

        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=present]")).ToContainTextAsync("absence annoncée");
        await Expect(page.Locator($"[data-pupil='{school.Pupils[1]}']")).ToContainTextAsync($"stage → {day.Today.PlusDays(2):dd/MM}");
        await Expect(page.Row(school.Pupils[2])).ToContainTextAsync("doit passer");
        await Expect(page.Row(school.Pupils[3])).ToContainTextAsync("absence à 08:00");
        // Offered: who is announced absent or was absent an hour ago; neither a placement nor a slip.
        await Expect(page.Locator(".aim.offered")).ToHaveCountAsync(2);
        await Expect(page.Row(school.Pupils[0]).Locator(".aim.A.offered")).ToBeVisibleAsync();
        await Expect(page.Row(school.Pupils[3]).Locator(".aim.A.offered")).ToBeVisibleAsync();
        await Expect(page.Locator(".counts")).ToContainTextAsync("2 annoncés");
        await Expect(page.Locator(".counts")).Not.ToContainTextAsync("absence");
        // On the tiles too, as a letter that is not a mark.
        await page.See("faces");
        await Expect(page.Locator(".tile[data-state=present] .letter.offered")).ToHaveTextAsync(["A", "A"]);
        await page.See("list");
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.Received();
        await Expect(page.Locator("[data-act=validate][data-done]")).ToBeVisibleAsync();
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(1, await db.Marks.CountAsync(TestContext.Current.CancellationToken)); // his alone
    }

    [Fact]
    public async Task The_rest_of_the_kinds_are_offered_by_rank_with_hours_and_a_note()
    {
        var day = await Lessons.Open(stage);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.Row(school.Pupils[2]).Locator("[data-act=more]").ClickAsync();
        await Expect(page.Locator("dialog [data-kind=ST]")).ToHaveCountAsync(0);
        await page.Locator("dialog [data-kind=IN]").ClickAsync();
        await page.Locator("dialog [data-act=from]").FillAsync("11:05");
        await page.Locator("dialog [data-act=from]").BlurAsync();
        await page.Locator("dialog [data-act=until]").FillAsync("11:40");
        await page.Locator("dialog [data-act=until]").BlurAsync();
        await page.Locator("dialog [data-act=note]").FillAsync("accompagnée par Zoé");
        await page.Locator("dialog [data-act=note]").PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");

        var row = page.Locator($"[data-pupil='{school.Pupils[2]}'][data-kind=IN]");
        await Expect(row).ToContainTextAsync("infirmerie 11:05–11:40 «\u202faccompagnée par Zoé\u202f»");
        await Expect(row.Locator("use[href$='#sign-care']")).ToHaveCountAsync(1);
        await Expect(page.Locator(".counts")).ToContainTextAsync("1 ailleurs");
        await page.Received();
        await using var db = stage.Town.Database.Read(school.Id);
        var mark = await db.Marks.OrderByDescending(m => m.Position).FirstAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("IN", new NodaTime.LocalTime(11, 5), new NodaTime.LocalTime(11, 40), "accompagnée par Zoé"), (mark.Kind, mark.FromTime, mark.UntilTime, mark.Note));
    }

    [Fact]
    public async Task The_desks_slip_turns_the_row_while_the_teacher_looks_on()
    {
        var day = await Lessons.Open(stage);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.Row(school.Pupils[6]).ClickAsync();
        await page.Received();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[6]}'][data-state=absent]")).ToBeVisibleAsync();

        var cpe = day.Act with { Who = await school.Employ(school.MrsLauriac) };
        Town.Must(await school.Town.Service<MarkArrival>().Do(cpe, new(school.Pupils[6]), new NodaTime.LocalTime(11, 12)));

        await Expect(page.Locator($"[data-pupil='{school.Pupils[6]}'][data-state=late]")).ToContainTextAsync("retard de 12 min · billet");
    }
}
