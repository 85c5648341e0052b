using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Browser.Tablet;

/// <summary>The desk follows the bell by how things stand: over a sleep, over a night, and never under a hand.</summary>
[Collection("stage")]
public class TabletBell(Stage stage)
{
    /// <summary>Minutes pass; then the screen is woken, or not.</summary>
    private const string Later = """
        ([minutes, woken]) => {
          const now = Date.now;
          Date.now = () => now() + minutes * 60_000;
          if (woken) document.dispatchEvent(new Event('visibilitychange'));
        }
        """;

    private const int Week = 7 * 24 * 60;

    /// <summary>A Wednesday, a Saturday: the hours are those of the day, not of the others.</summary>
    [Fact]
    public async Task A_weekday_that_rings_otherwise_has_its_own_hours()
    {
        var day = await Lessons.Open(stage, 3);
        Town.Must(await stage.Town.Service<ArrangeBell>().Do(day.Act, new(day.School.Year, day.Today.DayOfWeek, [new(1, "S1", new(11, 0), new(11, 59)), new(2, "S2", new(12, 10), new(13, 0))])));
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await page.Locator("[data-class='2NDE4']").ClickAsync();
        await Expect(page.Locator(".when")).ToContainTextAsync("11:00–11:59");
        await page.Row(day.School.Pupils[0]).ClickAsync();
        await page.Received();
        await page.Locator("[data-act=next-hour]").ClickAsync();
        await Expect(page.Locator(".when")).ToContainTextAsync("12:10–13:00");
        await page.Locator("[data-act=next-hour]").ClickAsync();
        await Expect(page.Locator(".when")).ToContainTextAsync("08:00–08:55"); // tomorrow, as usual
        await page.Locator("[data-act=previous-hour]").ClickAsync();
        await Expect(page.Locator(".when")).ToContainTextAsync("12:10–13:00");
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await Expect(page.Locator("dialog [data-period]")).ToHaveCountAsync(2);
        await page.Locator($"dialog [data-date='{day.Today.PlusDays(1):uuuu-MM-dd}']").ClickAsync();
        await Expect(page.Locator("dialog [data-period]")).ToHaveCountAsync(8);
        await Expect(page.Locator("dialog [data-period='2'][aria-pressed=true]")).ToHaveCountAsync(1); // the hour of the same number
        await using var db = stage.Town.Database.Read(day.School.Id);
        Assert.Equal(new LocalTime(11, 0), (await db.Marks.SingleAsync(TestContext.Current.CancellationToken)).Start);
    }

    [Fact]
    public async Task Woken_after_the_hour_it_lies_at_the_session_that_is_meant_now()
    {
        await using var machine = await stage.Machine();
        var page = await Opened(machine);
        await page.Locator("[data-act=validate]").ClickAsync();
        await Expect(page.Locator("[data-act=validate][data-done]")).ToBeVisibleAsync();
        await page.EvaluateAsync(Later, new object[] { 150, true });
        await Expect(page.Locator(".when")).ToContainTextAsync("14:00–14:55");
    }

    [Fact]
    public async Task A_new_day_begins_at_its_session_and_asks_for_its_classes()
    {
        await using var machine = await stage.Machine();
        var page = await Opened(machine);
        // Somebody looks back to the hour before and leaves it there, a mark in it.
        await page.Locator("[data-act=previous-hour]").ClickAsync();
        await Expect(page.Locator(".when")).ToContainTextAsync("09:00–09:55");
        await page.Locator("[data-pupil] [data-act=absent]").First.ClickAsync();
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(1);
        var day = await page.Locator(".counts .day").TextContentAsync();
        var asked = page.WaitForRequestAsync("**/api/sync/snapshot");
        await page.EvaluateAsync(Later, new object[] { Week, true });
        await Expect(page.Locator(".when")).ToContainTextAsync("11:00–12:00");
        await Expect(page.Locator(".counts .day")).Not.ToHaveTextAsync(day!);
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(0);
        await asked;
    }

    [Fact]
    public async Task After_the_last_session_the_next_morning_is_followed_too()
    {
        var day = await Lessons.Open(stage, 6);
        await day.Plan("09:00", "09:55", "Physique", day.School.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await Expect(page.Locator("main.empty .lessons")).ToBeVisibleAsync();
        await machine.SetOfflineAsync(true);
        await page.EvaluateAsync(Later, new object[] { Week - (3 * 60), true });
        await Expect(page.Locator(".when")).ToContainTextAsync("09:00–09:55");
        await Expect(page.Locator("[data-pupil]")).ToHaveCountAsync(6);
    }

    [Fact]
    public async Task A_roll_that_is_begun_stays_and_the_page_turns_once_nobody_touches_it()
    {
        await using var machine = await stage.Machine();
        var page = await Opened(machine);
        await page.Locator("[data-pupil] [data-act=absent]").First.ClickAsync();
        await page.EvaluateAsync(Later, new object[] { 150, true });
        await Expect(page.Locator("[data-act=now]")).ToBeVisibleAsync(); // the bell was heard
        await Expect(page.Locator(".when")).ToContainTextAsync("11:00–12:00");
        await page.Locator("[data-act=validate]").ClickAsync();
        await Expect(page.Locator("[data-act=validate][data-done]")).ToBeVisibleAsync();
        await Expect(page.Locator(".when")).ToContainTextAsync("11:00–12:00");
        await page.EvaluateAsync(Later, new object[] { 1, false });
        await Expect(page.Locator(".when")).ToContainTextAsync("14:00–14:55");
    }

    [Fact]
    public async Task Seats_in_the_hand_and_open_sheets_are_not_turned_away()
    {
        await using var machine = await stage.Machine(1180, 820);
        var page = await Opened(machine);
        await page.See("plan");
        await page.Locator("[data-act=arrange]").ClickAsync();
        await page.EvaluateAsync(Later, new object[] { 150, true });
        await Expect(page.Locator("[data-act=now]")).ToBeVisibleAsync();
        await page.Locator("[data-seat='0,0'] button").ClickAsync();
        await page.Locator("[data-act=arrange-done]").ClickAsync();
        await page.Locator("[data-act=pick-class]").ClickAsync();
        await page.EvaluateAsync(Later, new object[] { 1, true });
        await Expect(page.Locator("dialog[open]")).ToBeVisibleAsync();
        await Expect(page.Locator(".when")).ToContainTextAsync("11:00–12:00");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.EvaluateAsync(Later, new object[] { 1, true });
        await Expect(page.Locator(".when")).ToContainTextAsync("14:00–14:55");
    }

    /// <summary>Mrs Martin's tablet at eleven, without network from here on: its clock is its own.</summary>
    private async Task<IPage> Opened(IBrowserContext machine)
    {
        var day = await Lessons.Open(stage, 6);
        await day.Plan("09:00", "09:55", "Histoire", day.School.MrsMartin);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin);
        await day.Plan("14:00", "14:55", "Chimie", day.School.MrsMartin);
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await Expect(page.Locator(".when")).ToContainTextAsync("11:00–12:00");
        await machine.SetOfflineAsync(true);
        return page;
    }
}
