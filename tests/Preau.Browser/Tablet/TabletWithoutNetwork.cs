using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>What a tablet says it keeps, it keeps.</summary>
[Collection("stage")]
public class TabletWithoutNetwork(Stage stage, ITestOutputHelper output)
{
    [Fact]
    public async Task The_page_opens_without_network_and_two_tabs_never_send_twice()
    {
        var school = await stage.Town.Open();
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await page.Kept();
        await machine.SetOfflineAsync(true);
        await page.Row(school.Pupils[3]).ClickAsync();
        await Expect(page.Locator("[data-safe=tablet]")).ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[3]}'][data-state=absent]")).ToBeVisibleAsync();
        var other = await machine.NewPageAsync();
        await other.GotoAsync($"{stage.Url}/tablet/");
        await other.Row(school.Pupils[8]).ClickAsync();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[8]}'][data-state=absent]")).ToBeVisibleAsync();

        await machine.SetOfflineAsync(false);
        await Expect(page.Locator("[data-safe=received]")).ToBeVisibleAsync();
        await Expect(other.Locator("[data-safe=received]")).ToBeVisibleAsync();
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(2, await db.Marks.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Refused_storage_is_said_and_the_roll_still_leaves()
    {
        var school = await stage.Town.Open();
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); };");
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickRoll("2NDE4", 1);
        await Expect(page.Locator(".notice")).ToContainTextAsync("refuse le stockage");
        await machine.SetOfflineAsync(true);
        await page.Row(school.Pupils[0]).ClickAsync();
        await Expect(page.Locator("[data-safe]")).ToContainTextAsync("en mémoire");
        await Expect(page.Locator("[data-safe=tablet]")).ToHaveCountAsync(0);
        await machine.SetOfflineAsync(false);
        await Expect(page.Locator("[data-safe=received]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_write_of_a_fact_asks_for_strict_durability()
    {
        var school = await stage.Town.Open();
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("""
            window.asked = [];
            const transaction = IDBDatabase.prototype.transaction;
            IDBDatabase.prototype.transaction = function (names, mode, options) {
              if (mode === 'readwrite' && [names].flat().includes('outbox')) window.asked.push(options?.durability ?? 'nothing');
              return transaction.call(this, names, mode, options);
            };
            """);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickRoll("2NDE4", 1);
        await page.Row(school.Pupils[0]).ClickAsync();
        await Expect(page.Locator("[data-safe=received]")).ToBeVisibleAsync();
        var asked = await page.EvaluateAsync<string[]>("window.asked");
        Assert.True(asked.Length >= 2);
        Assert.All(asked, durability => Assert.Equal("strict", durability));
    }

    [Fact]
    public async Task A_browser_killed_right_after_on_the_tablet_has_the_mark()
    {
        // PREAU_KILLS=50 for the whole measure; ten are enough to fall over a broken promise in the suite.
        var kills = int.TryParse(Environment.GetEnvironmentVariable("PREAU_KILLS"), out var asked) ? asked : 10;
        var school = await stage.Town.Open(Math.Max(30, kills));
        var profile = Repository.Scratch("profile");
        for (var i = 0; i < kills; i++)
        {
            var machine = await stage.Installed(profile);
            var page = machine.Pages[0];
            if (i == 0)
            {
                await page.CloseAsync();
                page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
                await page.PickClass("2NDE4");
                await page.Kept();
            }
            else
            {
                await page.GotoAsync($"{stage.Url}/tablet/");
                await Expect(page.Locator($"[data-pupil='{school.Pupils[i - 1]}'][data-state=absent]")).ToBeVisibleAsync();
            }
            await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
            await page.Row(school.Pupils[i]).ClickAsync();
            await Expect(page.Locator("[data-safe=tablet]")).ToBeVisibleAsync();
            await Kill(profile, machine);
        }
        await using var last = await stage.Installed(profile);
        await last.Pages[0].GotoAsync($"{stage.Url}/tablet/");
        await Expect(last.Pages[0].Locator("[data-safe=received]")).ToBeVisibleAsync();
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(kills, await db.Marks.CountAsync(TestContext.Current.CancellationToken));
        output.WriteLine($"measured kills after «sur la tablette»: {kills}, lost 0");
    }

    /// <summary>Ends, at once, the browser of this profile: it alone was started with it. Returns when it is gone.</summary>
    private static async Task Kill(string profile, IBrowserContext machine)
    {
        var gone = new TaskCompletionSource();
        machine.Close += (_, _) => gone.TrySetResult();
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!))
        {
            try
            {
                if (File.ReadAllText($"/proc/{process}/cmdline").Contains($"--user-data-dir={profile}", StringComparison.Ordinal))
                {
                    Process.GetProcessById(process).Kill();
                }
            }
            catch (Exception error) when (error is IOException or ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
