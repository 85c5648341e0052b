using Preau.Tests.Cast;

namespace Preau.Browser.Tablet;

/// <summary>Real touches, as the glass reports them: each act once, at the moment the finger leaves.</summary>
[Collection("stage")]
public class TabletTouch(Stage stage)
{
    [Fact]
    public async Task A_touch_marks_once_when_the_finger_leaves()
    {
        await using var glass = await Glass.Open(stage, 8);
        await glass.Down(0, glass.Pupil(1));
        Assert.Equal("present", await glass.State(1)); // a finger that rests has said nothing yet
        await glass.Up();
        Assert.Equal("absent", await glass.State(1));
        await glass.Tap(glass.Pupil(1));
        Assert.Equal("late", await glass.State(1));
        await glass.Tap(glass.Page.Row(glass.School.Pupils[3]).Locator("[data-act=absent]"));
        Assert.Equal("absent", await glass.State(3));
        await glass.Page.Received();
        Assert.Equal(["present", "late", "present", "absent"], [await glass.State(0), await glass.State(1), await glass.State(2), await glass.State(3)]);
    }

    [Fact]
    public async Task Two_thumbs_at_once_mark_both()
    {
        await using var glass = await Glass.Open(stage, 8);
        await glass.Down(0, glass.Pupil(1));
        await glass.Down(1, glass.Pupil(5));
        await glass.Up(1);
        await glass.Up();
        Assert.Equal(("absent", "absent"), (await glass.State(1), await glass.State(5)));
    }

    [Fact]
    public async Task A_finger_that_stays_opens_the_rest_and_marks_nothing()
    {
        await using var glass = await Glass.Open(stage, 8, rests: true);
        await glass.Down(0, glass.Pupil(2));
        await Expect(glass.Page.Locator("dialog[open] [data-kind]").First).ToBeVisibleAsync();
        await glass.Page.EvaluateAsync("() => addEventListener('touchend', e => { window.left = e.defaultPrevented; }, { once: true })");
        await glass.Up();
        Assert.True(await glass.Page.EvaluateAsync<bool>("window.left")); // no click comes after it, onto the sheet that has opened under the finger
        await glass.Page.Keyboard.PressAsync("Escape");
        await Expect(glass.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        Assert.Equal("present", await glass.State(2));
        await glass.Tap(glass.Pupil(2));
        Assert.Equal("absent", await glass.State(2)); // the next touch is a touch again
    }

    [Fact]
    public async Task A_finger_that_slides_away_marks_nothing()
    {
        await using var glass = await Glass.Open(stage, 36, 390, 844); // taller than the screen: the list scrolls
        await glass.Down(0, glass.Pupil(6));
        await glass.Slide(-120);
        await glass.Up();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(glass.State)), state => Assert.Equal("present", state));
        await glass.Page.WaitForFunctionAsync("() => document.querySelector('.sheet').scrollTop > 0");
    }

    /// <summary>A tablet whose glass is touched by the browser's own means.</summary>
    private sealed class Glass(IBrowserContext machine, IPage page, ICDPSession session, School school) : IAsyncDisposable
    {
        private readonly Dictionary<int, (double X, double Y)> fingers = [];

        public IPage Page => page;

        public School School => school;

        public static async Task<Glass> Open(Stage stage, int pupils, int width = 820, int height = 1180, bool rests = false)
        {
            var school = await stage.Open(pupils);
            var machine = await stage.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = "fr-FR", TimezoneId = "Europe/Paris", BaseURL = stage.Url, HasTouch = true, IsMobile = true });
            if (!rests)
            {
                // However late a busy machine lets the finger leave, it has not rested: neither by the page's count nor by the browser's.
                await machine.AddInitScriptAsync("const late = setTimeout; window.setTimeout = (act, ms, ...more) => late(act, ms === 550 ? 60_000 : ms, ...more); addEventListener('contextmenu', e => { e.preventDefault(); e.stopImmediatePropagation(); }, true);");
            }
            var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
            await page.PickRoll("2NDE4", 1);
            return new(machine, page, await machine.NewCDPSessionAsync(page), school);
        }

        public ILocator Pupil(int n) => page.Row(school.Pupils[n]).Locator(".name");

        public async Task<string?> State(int n) => await page.Row(school.Pupils[n]).GetAttributeAsync("data-state");

        public async Task Down(int finger, ILocator on)
        {
            var box = (await on.BoundingBoxAsync())!;
            fingers[finger] = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
            await Send("touchStart");
        }

        public async Task Slide(double by)
        {
            for (var step = 1; step <= 6; step++)
            {
                fingers[0] = (fingers[0].X, fingers[0].Y + (by / 6));
                await Send("touchMove");
            }
        }

        public async Task Up(int finger = 0)
        {
            fingers.Remove(finger);
            await Send(fingers.Count == 0 ? "touchEnd" : "touchMove");
        }

        public async Task Tap(ILocator on)
        {
            await Down(0, on);
            await Up();
        }

        private Task Send(string type) => session.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = fingers.Select(f => new { x = f.Value.X, y = f.Value.Y, id = f.Key }).ToArray() });

        public ValueTask DisposeAsync() => machine.DisposeAsync();
    }
}
