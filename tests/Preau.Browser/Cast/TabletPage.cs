namespace Preau.Browser.Cast;

/// <summary>The tablet's page by its hooks.</summary>
internal static class TabletPage
{
    /// <summary>A pupil's row.</summary>
    public static ILocator Row(this IPage page, Guid pupil) => page.Locator($"[data-pupil='{pupil}']");

    /// <summary>Opens the roll of a class and an hour of today.</summary>
    public static async Task PickRoll(this IPage page, string group, int period)
    {
        await page.Locator("[data-act=pick-class]").ClickAsync();
        await page.Locator($"dialog[open] [data-class='{group}']").First.ClickAsync();
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await page.Locator($"dialog[open] [data-period='{period}']").First.ClickAsync();
        await page.Locator("[data-pupil]").First.WaitForAsync();
    }

    /// <summary>The worker keeps the page and has taken it over: from here on it opens without network, and a route that a test lays holds for whatever the page asks (a request made while it is taken over passes beside).</summary>
    public static Task Kept(this IPage page) => page.Until("async () => !!navigator.serviceWorker.controller && !!await caches.match('/tablet/')");

    /// <summary>Waits until all that was entered on the roll on the desk is said to be received: as long as a page that has failed may wait before it tries again.</summary>
    public static Task Received(this IPage page, float? patience = null) => page.Safe("received", patience ?? 60_000 + Stage.Patience);

    /// <summary>Waits until all that was entered on the roll on the desk is said to be on the tablet.</summary>
    public static Task OnTablet(this IPage page) => page.Safe("tablet");

    /// <remarks>A row answers the finger first and the head is drawn after that frame (frame.js): till then it still speaks of what was entered before.</remarks>
    private static async Task Safe(this IPage page, string where, float? patience = null)
    {
        await page.EvaluateAsync("() => new Promise(done => { requestAnimationFrame(() => setTimeout(done, 60)); setTimeout(done, 460); })");
        await Expect(page.Locator($"[data-safe={where}]")).ToBeVisibleAsync(new() { Timeout = patience });
    }

    /// <summary>Waits until a question that the page answers in its own time is answered by yes. Playwright's WaitForFunction takes the promise itself for a yes.</summary>
    public static async Task Until(this IPage page, string question)
    {
        var asked = TimeProvider.System.GetTimestamp();
        while (!await page.EvaluateAsync<bool>(question))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds < Stage.Patience, question);
            await Task.Delay(20);
        }
    }

    /// <summary>Shows the class as <c>list</c>, <c>plan</c> or <c>faces</c>, by the way that this screen offers.</summary>
    public static async Task See(this IPage page, string view)
    {
        await page.Locator("[data-pupil]").First.WaitForAsync();
        if (await page.Locator($".foot [data-view={view}]").IsVisibleAsync())
        {
            await page.Locator($".foot [data-view={view}]").ClickAsync();
            return;
        }
        await page.Locator("[data-act=views]").ClickAsync();
        await page.Locator($"dialog [data-taste={view}]").ClickAsync();
    }
}
