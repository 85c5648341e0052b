namespace Preau.Browser.Tablet;

/// <summary>The page as a thing on a device: the screen stays on while a roll is taken, and the browser's offer to install is kept for who asks for it.</summary>
[Collection("stage")]
public class TabletInstalled(Stage stage)
{
    /// <summary>A screen whose lock is counted.</summary>
    private const string Screen = """
        window.screens = { asked: 0, held: 0 };
        Object.defineProperty(navigator, 'wakeLock', { value: { request: async kind => {
          if (kind !== 'screen') throw new TypeError(kind);
          const lock = new EventTarget();
          screens.asked++;
          screens.held++;
          lock.release = async () => { screens.held--; lock.dispatchEvent(new Event('release')); };
          return lock;
        } } });
        """;

    [Fact]
    public async Task The_screen_stays_on_while_this_hour_s_roll_is_open_and_no_longer()
    {
        var day = await Lessons.Open(stage, 4);
        await day.Plan("09:00", "09:55", "Physique", day.School.MrsMartin);
        await day.Plan("11:00", "12:00", "Chimie", day.School.MrsMartin);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync(Screen);
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await page.Row(day.School.Pupils[0]).WaitForAsync();
        await Held(page, 1);
        await page.Locator("[data-act=previous-hour]").ClickAsync();
        await Held(page, 0); // nobody calls that one now
        await page.Locator("[data-act=now]").ClickAsync();
        await Held(page, 1);
        await page.EvaluateAsync("() => { const now = Date.now; window.back = now; Date.now = () => now() + 11 * 60_000; }");
        await Held(page, 0); // ten minutes without a finger
        await page.EvaluateAsync("() => { Date.now = window.back; }");
        await page.Row(day.School.Pupils[0]).ClickAsync();
        await Held(page, 1);
        await page.Locator("[data-act=validate]").ClickAsync();
        await Held(page, 0);
        Assert.Equal(3, await page.EvaluateAsync<int>("screens.asked"));
    }

    [Fact]
    public async Task The_browser_s_offer_is_kept_for_the_help_panel_and_made_once()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.Locator("[data-act=help]").ClickAsync();
        await Expect(page.Locator("dialog a[href='/install']")).ToBeVisibleAsync();
        await Expect(page.Locator("dialog [data-act=install]")).ToHaveCountAsync(0); // no offer, no button
        Assert.True(await page.EvaluateAsync<bool>("""
            () => {
              const offer = new Event('beforeinstallprompt', { cancelable: true });
              window.prompted = 0;
              offer.prompt = () => { window.prompted++; };
              dispatchEvent(offer);
              return offer.defaultPrevented;
            }
            """)); // the browser shows nothing by itself
        await page.Locator("dialog [data-act=install]").ClickAsync();
        await Expect(page.Locator("dialog [data-act=install]")).ToHaveCountAsync(0);
        Assert.Equal(1, await page.EvaluateAsync<int>("prompted"));
    }

    private static Task Held(IPage page, int locks) => page.WaitForFunctionAsync("locks => screens.held === locks", locks);
}
