using System.Globalization;
using Microsoft.Playwright;

namespace Preau.Bench.Tablets;

/// <summary>A tablet: real Chromium on a profile that stays, whose processor and network are slowed down by the browser's own means.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>
    /// Told in the page before its own scripts. <c>list</c>: the moment, since the navigation began, at which so many rows were painted, the thread was free and a finger would be heard;
    /// <c>drawn</c>: the same for the page's own drawing, where a picture of it was shown first.
    /// </summary>
    private const string Watch = """
        window.shown = (n, scope) => new Promise(done => {
          const look = () => {
            if (document.querySelectorAll(`${scope} .row[data-pupil]`).length < n || (document.querySelector('#picture') && !self.heard)) return void requestAnimationFrame(look);
            const channel = new MessageChannel();
            channel.port1.onmessage = () => done(performance.now());
            requestAnimationFrame(() => channel.port2.postMessage(0)); // after the frame that paints them
          };
          new MutationObserver((_, watch) => { if (document.querySelectorAll(`${scope} .row[data-pupil]`).length >= n) { watch.disconnect(); look(); } }).observe(document, { childList: true, subtree: true });
        });
        window.list = window.shown(COUNT, 'body');
        window.drawn = window.shown(COUNT, '#app');
        """;

    private Machine(IBrowserContext context) => Context = context;

    public IBrowserContext Context { get; }

    /// <summary>Switches it on.</summary>
    public static async Task<Machine> Start(IPlaywright playwright, string profile, (int Width, int Height) screen) => new(await playwright.Chromium.LaunchPersistentContextAsync(profile, new()
    {
        ExecutablePath = Environment.GetEnvironmentVariable("PREAU_CHROMIUM") ?? Chromium, Args = arguments, Locale = "fr-FR", TimezoneId = "Europe/Paris", HasTouch = true,
        ViewportSize = new() { Width = screen.Width, Height = screen.Height },
    }));

    /// <summary>A blank page that will say when so many pupils are shown, slowed down.</summary>
    /// <param name="slower">How many times slower the processor is.</param>
    public async Task<(IPage Page, ICDPSession Session)> Page(int pupils, int slower)
    {
        var page = await Context.NewPageAsync();
        await page.AddInitScriptAsync(Watch.Replace("COUNT", pupils.ToString(CultureInfo.InvariantCulture)));
        var session = await Context.NewCDPSessionAsync(page);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = slower });
        return (page, session);
    }

    /// <summary>1.6 Mbit/s down, 0.75 up, 150 ms to the first byte of each answer, and nothing kept by the browser.</summary>
    public static async Task Slow(ICDPSession session)
    {
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.clearBrowserCache");
        await session.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false, ["latency"] = 150, ["downloadThroughput"] = 1.6e6 / 8, ["uploadThroughput"] = 0.75e6 / 8,
        });
    }

    public async ValueTask DisposeAsync() => await Context.CloseAsync();
}
