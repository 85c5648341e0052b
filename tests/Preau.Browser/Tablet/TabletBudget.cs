namespace Preau.Browser.Tablet;

/// <summary>What the page may cost, and what it must show at once.</summary>
[Collection("stage")]
public class TabletBudget(Stage stage, ITestOutputHelper output)
{
    [Fact]
    public async Task The_page_weighs_at_most_70_kilobytes_in_15_modules()
    {
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        var session = await machine.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        double bytes = 0;
        session.Event("Network.loadingFinished").OnEvent += (_, e) => bytes += e!.Value.GetProperty("encodedDataLength").GetDouble();
        var scripts = new List<string>();
        page.Request += (_, request) => { if (request.ResourceType == "script") { scripts.Add(request.Url); } };

        await page.GotoAsync($"{stage.Url}/tablet/");
        await page.Locator("[data-act=sign-in]").WaitForAsync();
        await page.Kept();

        var modules = scripts.Distinct().Count(url => !url.EndsWith("/sw.js", StringComparison.Ordinal));
        output.WriteLine($"measured tablet page: {bytes / 1024:0.0} KB over the wire, {modules} modules");
        Assert.InRange(modules, 1, 15);
        Assert.InRange(bytes / 1024, 1, 70);
    }

    [Theory]
    [InlineData(820, 1180, 36)]
    [InlineData(1180, 820, 36)]
    [InlineData(390, 844, 12)]
    public async Task Pupils_are_visible_without_scrolling(int width, int height, int least)
    {
        var school = await stage.Open(36);
        await using var machine = await stage.Machine(width, height);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickRoll("2NDE4", 2);
        var (visible, lowest) = await Measure(page);
        output.WriteLine($"measured visible at {width}×{height}: {visible} of 36, rows of {lowest:0} px");
        Assert.True(visible >= least, $"{visible} visible");
        Assert.True(lowest >= 48, $"a row of {lowest} px");
    }

    [Fact]
    public async Task Three_absent_one_late_and_validate_are_five_taps()
    {
        var school = await stage.Open(32);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickRoll("2NDE4", 1);
        await page.EvaluateAsync("() => { window.taps = 0; addEventListener('click', () => window.taps++, true); }");
        foreach (var i in new[] { 0, 5, 9 })
        {
            await page.Row(school.Pupils[i]).ClickAsync();
        }
        await page.Row(school.Pupils[12]).Locator("[data-act=late]").ClickAsync();
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.Received();
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(3);
        Assert.Equal(5, await page.EvaluateAsync<int>("window.taps"));
    }

    private static async Task<(int Visible, double Lowest)> Measure(IPage page)
    {
        var heights = await page.EvaluateAsync<double[]>("""
            () => {
              const foot = document.querySelector('.foot').getBoundingClientRect().top;
              return [...document.querySelectorAll('[data-pupil]')].map(r => r.getBoundingClientRect()).filter(b => b.top >= 0 && b.bottom <= foot + .5).map(b => b.height);
            }
            """);
        return (heights.Length, heights.Min());
    }
}
