using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Seating;

namespace Preau.Browser.Tablet;

/// <summary>The class as a seating plan and as faces: everybody seen at once, the same taps, arranged by any hand, found on another tablet.</summary>
[Collection("stage")]
public class TabletViews(Stage stage, ITestOutputHelper output)
{
    private const string Visible = """
        () => {
          const foot = document.querySelector('.foot').getBoundingClientRect().top;
          return [...document.querySelectorAll('[data-pupil]')].map(r => r.getBoundingClientRect()).filter(b => b.top >= 0 && b.bottom <= foot + .5 && b.left >= 0 && b.right <= innerWidth + .5 && b.height >= 48 && b.width >= 48).length;
        }
        """;

    [Theory]
    [InlineData(820, 1180, 36, 36)]
    [InlineData(1180, 820, 36, 36)]
    [InlineData(820, 1180, 32, 32)]
    [InlineData(1180, 820, 32, 32)]
    [InlineData(390, 844, 36, 12)]
    public async Task Everybody_is_seen_without_scrolling_in_each_view(int width, int height, int pupils, int least)
    {
        var day = await Lessons.Open(stage, pupils);
        await day.Plan("11:00", "12:00", "Physique", day.School.MrsMartin);
        await using var machine = await stage.Machine(width, height);
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        foreach (var view in new[] { "list", "plan", "faces" })
        {
            await page.See(view);
            await page.Locator("[data-pupil]").First.WaitForAsync();
            var visible = await page.EvaluateAsync<int>(Visible);
            output.WriteLine($"measured {view} at {width}×{height}: {visible} of {pupils}");
            Assert.True(visible >= least, $"{view}: {visible} visible");
        }
    }

    [Fact]
    public async Task A_plan_is_arranged_by_any_hand_without_network_and_found_on_another_tablet()
    {
        var day = await Lessons.Open(stage, 12);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine(1180, 820);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.See("plan");
        await machine.SetOfflineAsync(true);
        await page.Locator("[data-act=arrange]").ClickAsync();
        await page.Locator("[data-act=more-rows]").ClickAsync();
        // Tap and tap.
        await page.Locator("[data-seat='0,0'] button").ClickAsync();
        await page.Locator("[data-seat='3,3'] button").ClickAsync();
        // By keyboard: the one beside goes one seat to the left.
        await page.Locator("[data-seat='1,0'] button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("Enter");
        // Dragged.
        await page.Locator("[data-seat='2,0']").DragToAsync(page.Locator("[data-seat='1,3']"));
        await page.Locator("[data-act=arrange-done]").ClickAsync();
        await page.Row(school.Pupils[0]).ClickAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
        await machine.SetOfflineAsync(false);
        await page.Received();

        await using (var db = stage.Town.Database.Read(school.Id))
        {
            var plan = await db.SeatingPlans.SingleAsync(TestContext.Current.CancellationToken);
            var seats = PackedSeats.Read(plan.Seats).ToDictionary(s => s.Pupil, s => ((int)s.X, (int)s.Y));
            Assert.Equal(("B12", 4, 4), (plan.Room, plan.Columns, plan.Rows));
            Assert.Equal([(3, 3), (0, 0), (1, 3)], school.Pupils[..3].Select(p => seats[p]));
        }
        await using var other = await stage.Machine(820, 1180);
        var second = await stage.SignInOnTablet(other, school, school.MrsMartin);
        await second.See("plan");
        await second.WaitForFunctionAsync("""
            pupils => {
              const [back, board] = pupils.map(id => document.querySelector(`[data-pupil='${id}']`)?.getBoundingClientRect());
              return back && board && back.y < board.y && back.x > board.x;
            }
            """, new[] { school.Pupils[0].ToString(), school.Pupils[1].ToString() }); // the first pupil sits at the back on the right
    }

    /// <summary>A plan taller than the screen: a finger that moves scrolls it, one that stays takes the pupil along.</summary>
    [Fact]
    public async Task A_tall_plan_scrolls_under_a_finger_and_a_finger_that_stays_takes_a_pupil()
    {
        var day = await Lessons.Open(stage, 36);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 640 }, HasTouch = true, Locale = "fr-FR" });
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.See("plan");
        await page.Locator("[data-act=arrange]").ClickAsync();
        for (var i = 0; i < 4; i++)
        {
            await page.Locator("[data-act=more-rows]").ClickAsync();
        }
        await page.Locator(".seats[data-tall]").WaitForAsync();
        var finger = await machine.NewCDPSessionAsync(page);
        async Task Touch(string type, double x, double y) => await finger.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type, ["touchPoints"] = type == "touchEnd" ? Array.Empty<object>() : new object[] { new { x, y } },
        });
        async Task Drag(double x, double from, double to)
        {
            for (var step = 1; step <= 10; step++)
            {
                await Touch("touchMove", x, from + ((to - from) * step / 10));
            }
            await Touch("touchEnd", x, to);
        }

        await page.EvaluateAsync("document.querySelector('main').scrollTop = 0");
        var main = (await page.Locator("main").BoundingBoxAsync())!;
        await page.EvaluateAsync("() => { const real = window.late = setTimeout; window.setTimeout = (act, ms, ...more) => real(act, ms === 350 ? 60_000 : ms, ...more); }"); // however late the machine lets the finger move, it has not stayed
        await Touch("touchStart", 100, main.Y + main.Height - 20);
        await Drag(100, main.Y + main.Height - 20, main.Y + 20);
        await page.EvaluateAsync("() => { window.setTimeout = window.late; }");
        await page.WaitForFunctionAsync("() => document.querySelector('main').scrollTop > 100");
        await Expect(page.Locator("[data-seat='0,0'] button")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("ÉLÈVE01"));

        await page.EvaluateAsync("() => { const main = document.querySelector('main'); main.scrollTop = main.scrollHeight; }");
        var (seat, free) = (await page.Locator("[data-seat='0,0']").BoundingBoxAsync(), await page.Locator("[data-seat='0,3']").BoundingBoxAsync());
        var (x, y) = (seat!.X + (seat.Width / 2), seat.Y + (seat.Height / 2));
        await Touch("touchStart", x, y);
        await page.Locator("[data-seat='0,0'][data-held]").WaitForAsync();
        await Drag(x, y, free!.Y + (free.Height / 2));
        await Expect(page.Locator("[data-seat='0,3'] button")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("ÉLÈVE01"));
    }

    [Fact]
    public async Task A_plan_arranged_on_another_tablet_comes_by_itself()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var one = await stage.Machine(1180, 820);
        await using var two = await stage.Machine(1180, 820);
        var (here, there) = (await stage.SignInOnTablet(one, school, school.MrsMartin), await stage.SignInOnTablet(two, school, school.MrsMartin));
        await here.See("plan");
        await Expect(here.Locator("[data-link=live]")).ToBeVisibleAsync();
        await Expect(there.Locator("[data-link=live]")).ToBeVisibleAsync();
        await Seat(there, "0,0", "3,1");
        await Seen(here, (3, 1));
        // From a tablet whose clock was behind: the latest received stands, whatever hour it bears.
        var third = await school.TabletOf(school.MrsMartin);
        var fact = third.Fact(SeatsArranged.Kind, new()
        {
            ["group"] = school.Class, ["room"] = "B12", ["columns"] = 4, ["rows"] = 2,
            ["seats"] = new JsonArray(new JsonObject { ["pupil"] = school.Pupils[0], ["x"] = 1, ["y"] = 0 }),
        });
        fact["claimedAt"] = (stage.Town.Now - NodaTime.Duration.FromHours(1)).ToString();
        Assert.Equal(["accepted"], Preau.Tests.Cast.Tablet.States(await third.Push(fact)));
        await Seen(here, (1, 0));
        await Seen(there, (1, 0));

        async Task Seat(IPage page, string from, string to)
        {
            await page.See("plan");
            await page.Locator("[data-act=arrange]").ClickAsync();
            await page.Locator($"[data-seat='{from}'] button").ClickAsync();
            await page.Locator($"[data-seat='{to}'] button").ClickAsync();
            await page.Locator("[data-act=arrange-done]").ClickAsync();
        }

        // Four columns, two rows, the board below: from the middle of the pupil's tile, the seat.
        Task Seen(IPage page, (int X, int Y) seat) => page.WaitForFunctionAsync("""
            ([pupil, x, y]) => {
              const row = document.querySelector(`[data-pupil='${pupil}']`)?.getBoundingClientRect(), all = document.querySelector('.tiles.plan')?.getBoundingClientRect();
              return row && all && Math.floor((row.x + row.width / 2 - all.x) / all.width * 4) === x && 1 - Math.floor((row.y + row.height / 2 - all.y) / all.height * 2) === y;
            }
            """, new object[] { school.Pupils[0].ToString(), seat.X, seat.Y }, new() { Timeout = Stage.Patience });
    }

    [Fact]
    public async Task Faces_are_kept_for_the_time_without_network_and_initials_stand_in()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.See("faces");
        await Expect(page.Row(school.Pupils[0]).Locator(".face")).ToHaveTextAsync("ZÉ");
        var picture = Convert.FromBase64String(await page.EvaluateAsync<string>("() => { const c = document.createElement('canvas'); c.width = 120; c.height = 150; c.getContext('2d').fillRect(0, 0, 60, 150); return c.toDataURL('image/jpeg').split(',')[1]; }"));
        Town.Must(await stage.Town.Service<KeepPhotos>().Do(day.Act, school.Year, [new("ELEVE01 Zoe.jpg", picture)]));

        await Expect(page.Row(school.Pupils[0]).Locator(".face img")).ToBeVisibleAsync();
        Assert.Equal(120, await page.Row(school.Pupils[0]).Locator("img").EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)"));
        await page.Kept();
        await machine.SetOfflineAsync(true);
        await page.ReloadAsync();
        await Expect(page.Row(school.Pupils[0]).Locator(".face img")).ToBeVisibleAsync();
        await Expect(page.Row(school.Pupils[1]).Locator(".face")).ToHaveTextAsync("ZÉ");
        await page.Row(school.Pupils[0]).ClickAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_projected_screen_tells_first_names_alone()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        Town.Must(await stage.Town.Service<AnnounceAbsence>().Do(day.Act, new(new(school.Pupils[3]), day.Today)));
        await using var machine = await stage.Machine(390, 844);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.See("faces");
        await Expect(page.Row(school.Pupils[0]).Locator(".face")).ToHaveTextAsync("ZÉ");
        await page.Locator("[data-act=views]").ClickAsync();
        await page.Locator("dialog [data-taste=firsts]").ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        // No letter of the family's name stays on the tiles that were there before.
        await Expect(page.Row(school.Pupils[0]).Locator(".face")).ToHaveTextAsync("Z");
        foreach (var view in new[] { "list", "plan", "faces" })
        {
            await page.See(view);
            await Expect(page.Locator("main")).Not.ToContainTextAsync("ÉLÈVE");
            await Expect(page.Locator("main")).Not.ToContainTextAsync("annoncée");
        }
    }

    [Fact]
    public async Task Who_must_pass_by_vie_scolaire_is_told_on_the_row_until_it_is_settled()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        var cpe = day.Act with { Who = await school.Employ(school.MrsLauriac) };
        var slip = Town.Must(await stage.Town.Service<AskReturn>().Do(cpe, new([new Id<Pupil>(school.Pupils[2])], day.Today)))[0];
        await Expect(page.Row(school.Pupils[2])).ToContainTextAsync("doit passer par la vie scolaire");
        await page.ReloadAsync();
        await Expect(page.Row(school.Pupils[2])).ToContainTextAsync("doit passer par la vie scolaire");
        Town.Must(await stage.Town.Service<SettleReturn>().Do(cpe, slip));
        await Expect(page.Row(school.Pupils[2])).Not.ToContainTextAsync("doit passer");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("faces")]
    public async Task The_rest_of_a_tile_is_reached_by_Tab_and_in_the_way_of_no_finger(string view)
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.See(view);
        var tile = page.Row(school.Pupils[1]);
        await page.Row(school.Pupils[0]).Locator("[data-act=cycle]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(tile.Locator("[data-act=cycle]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(tile.Locator("[data-act=more]")).ToBeFocusedAsync();
        await Expect(tile.Locator("[data-act=more]")).ToHaveCSSAsync("opacity", "1");
        await Expect(tile.Locator("[data-act=more]")).ToHaveAccessibleNameAsync("2, plus pour ÉLÈVE02 Zoé");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog [data-kind=IN]").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(tile.Locator("[data-act=more]")).ToBeFocusedAsync();
        // Where no hand points and no focus stands, the tile is whole: its corner changes the pupil.
        await Expect(page.Row(school.Pupils[4]).Locator("[data-act=more]")).ToHaveCSSAsync("pointer-events", "none");
        Assert.Equal(1, await page.Locator("[data-act=more][tabindex='0']").CountAsync());
    }
}
