using Microsoft.Playwright;
using NodaTime;
using Preau.Tests.Cast;
using Preau.Timetable;
using Xunit.Sdk;
using Xunit.v3;

// A piece waits more than it computes: two cores play two at a time. One that measures time plays alone: [Fact(DisableParallelization = true)].
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 2)]

namespace Preau.Browser.Cast;

/// <summary>Real Chromium in front of a real server. One browser per run; a context (a machine of its own) per actor.</summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly System.Collections.Concurrent.ConcurrentBag<string> misspelt = []; // what no page may throw, wherever a test looks
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>Chromium's arguments on a machine without a desktop.</summary>
    private static readonly string[] arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>How long a state is waited for, in milliseconds.</summary>
    internal const float Patience = 30_000;

    internal Town Town { get; private set; } = null!;

    internal IBrowser Browser => browser!;

    internal string Url => Town.Http.BaseAddress!.ToString().TrimEnd('/');

    public async ValueTask InitializeAsync()
    {
        Town = await Town.On("sqlite");
        // A busy machine is slow and not at fault: what is waited for may come late, what never comes still fails.
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = arguments });
    }

    public async ValueTask DisposeAsync()
    {
        await browser!.CloseAsync();
        playwright!.Dispose();
        Assert.Empty(misspelt);
    }

    /// <summary>A school where no hour ends while a test looks at it: of all zones, the one whose running hour has the longest to go.</summary>
    internal Task<School> Open(int pupils = 30) => Town.Open(pupils, Calm(Town.Now));

    /// <summary>The zone of such a school.</summary>
    internal static string Calm(Instant at)
    {
        var now = at.InUtc().TimeOfDay;
        var bell = UsualBell.For(default, new() { Establishment = default, Year = 0, From = default, Until = default }).ToList();
        var (_, hours) = Enumerable.Range(-11, 23).Select(hours => (Left: Left(now.PlusHours(hours)), Hours: hours)).Max();
        return FormattableString.Invariant($"Etc/GMT{(hours > 0 ? "-" : "+")}{Math.Abs(hours)}");

        long Left(LocalTime time) => bell.Where(p => p.Start <= time && time < p.End).Select(p => p.End.NanosecondOfDay - time.NanosecondOfDay).FirstOrDefault();
    }

    /// <summary>Another browser, with arguments of its own; the caller closes it.</summary>
    internal Task<IBrowser> Launch(params string[] more) =>
        playwright!.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = [.. arguments, .. more] });

    /// <summary>A machine: its own storage, its own screen.</summary>
    internal async Task<IBrowserContext> Machine(int width = 820, int height = 1180, string locale = "fr-FR", ColorScheme theme = ColorScheme.Light)
    {
        var machine = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height }, Locale = locale, ColorScheme = theme, TimezoneId = "Europe/Paris", BaseURL = Url,
        });
        machine.WebError += (_, e) =>
        {
            if (e.Error.Contains("ReferenceError", StringComparison.Ordinal) && e.Error.Contains("/tablet/page.js", StringComparison.Ordinal)) // a test's own script may stand on a blank page
            {
                misspelt.Add(e.Error);
            }
        };
        return machine;
    }

    /// <summary>A browser of its own on a profile that stays, which a test may kill.</summary>
    internal Task<IBrowserContext> Installed(string profile) => playwright!.Chromium.LaunchPersistentContextAsync(profile, new()
    {
        ExecutablePath = "/usr/bin/chromium", Args = arguments, ViewportSize = new() { Width = 820, Height = 1180 }, Locale = "fr-FR", TimezoneId = "Europe/Paris",
    });

    /// <summary>The worker keeps the page before anybody comes: a route laid from now on holds for the first answers too.</summary>
    internal async Task Keep(IBrowserContext machine)
    {
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{Url}/tablet/");
        await page.Kept();
        await page.CloseAsync();
    }

    /// <summary>Opens the tablet's page and signs somebody of a school in; returns once it is kept.</summary>
    internal async Task<IPage> SignInOnTablet(IBrowserContext machine, School school, string userName)
    {
        await school.Employ(userName);
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{Url}/tablet/");
        await page.Locator("input[name=userName]").FillAsync(userName);
        await page.Locator("input[name=password]").FillAsync(School.Password);
        await page.Locator("[data-act=sign-in]").ClickAsync();
        await page.Locator("[data-act=pick-class]").WaitForAsync();
        await page.Kept();
        return page;
    }

    /// <summary>Opens the office as somebody of a school.</summary>
    internal async Task<IPage> SignInAtOffice(IBrowserContext machine, School school, string userName, string? path = null)
    {
        await school.Employ(userName);
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{Url}/sign-in?to={Uri.EscapeDataString(path ?? $"/e/{school.Code}?when=day")}");
        await page.Locator("#userName").FillAsync(userName);
        await page.Locator("#password").FillAsync(School.Password);
        await page.Locator("[data-act=sign-in]").ClickAsync();
        await page.Locator("h1").First.WaitForAsync();
        return page;
    }
}

/// <summary>All browser tests share the stage: one server, one Chromium; each with a school and machines of its own.</summary>
[CollectionDefinition("stage")]
public sealed class OnStage : ICollectionFixture<Stage>;
