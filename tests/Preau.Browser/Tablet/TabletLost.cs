using Microsoft.EntityFrameworkCore;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>The browser takes the page's database away while it is open: a disk that fails, data cleared. The roll goes on in memory, then on the tablet again, and nobody takes this tablet for a copy of itself.</summary>
[Collection("stage")]
public class TabletLost(Stage stage)
{
    [Fact]
    public async Task The_roll_goes_on_and_the_tablet_stays_itself()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        var page = await Opened(machine, school);
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.Received();

        await Lose(machine, page);
        await Expect(page.Locator(".notice")).ToContainTextAsync("n’enregistre plus");
        for (var i = 1; i < 3; i++) // sent from memory: the sequence runs on
        {
            await page.Row(school.Pupils[i]).ClickAsync();
            await Received(school, i + 1);
        }
        await page.ReloadAsync(); // before the page has found its storage again
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(3);
        await page.Row(school.Pupils[3]).ClickAsync();
        await Received(school, 4);
        await Expect(page.Locator(".door")).ToHaveCountAsync(0);
        await Good(school);
    }

    [Fact]
    public async Task What_is_entered_meanwhile_is_put_on_the_tablet_when_it_keeps_again()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        var page = await Opened(machine, school);
        await machine.SetOfflineAsync(true);
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();

        await Lose(machine, page);
        await page.Row(school.Pupils[1]).ClickAsync();
        await Expect(page.Locator(".safe")).ToContainTextAsync("en mémoire");
        await Task.Delay(5_500, TestContext.Current.CancellationToken); // it is asked for again at most every five seconds
        await page.Row(school.Pupils[2]).ClickAsync();
        await page.OnTablet();
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await page.OnTablet();
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(3);
        await machine.SetOfflineAsync(false);
        await Received(school, 3);
        await Good(school);
    }

    /// <summary>On iPadOS a database may die without a word: it is noticed at the next write.</summary>
    [Fact]
    public async Task A_database_that_died_without_a_word_is_opened_again()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("""
            const transaction = IDBDatabase.prototype.transaction;
            IDBDatabase.prototype.transaction = function (...how) {
              if (window.dead && this === (window.dead.it ??= this)) throw new DOMException('The database connection is closing.', 'InvalidStateError');
              return transaction.apply(this, how);
            };
            """);
        var page = await Opened(machine, school);
        await page.EvaluateAsync("window.dead = {}");
        await page.Row(school.Pupils[0]).ClickAsync();
        await Received(school, 1); // from memory
        await Task.Delay(5_500, TestContext.Current.CancellationToken);
        await page.Row(school.Pupils[1]).ClickAsync();
        await Received(school, 2);
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await page.Row(school.Pupils[2]).ClickAsync();
        await Received(school, 3);
        await Good(school);
    }

    private async Task<IPage> Opened(IBrowserContext machine, School school)
    {
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>What Chromium does when its files cannot be written: the open connection is closed, the data gone.</summary>
    private async Task Lose(IBrowserContext machine, IPage page)
    {
        var hand = await machine.NewCDPSessionAsync(page);
        await hand.SendAsync("Storage.clearDataForOrigin", new() { ["origin"] = stage.Url, ["storageTypes"] = "indexeddb" });
    }

    private static async Task Received(School school, int marks)
    {
        for (var tries = 0; ; tries++)
        {
            await using var db = school.Town.Database.Read(school.Id);
            var there = await db.Entries.CountAsync(e => e.Kind == "marked", TestContext.Current.CancellationToken);
            if (there == marks)
            {
                return;
            }
            Assert.True(tries < 150, $"{there} of {marks} marks are received");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static async Task Good(School school)
    {
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Null(Assert.Single(await db.Set<Preau.Devices.Device>().Where(d => d.Establishment == school.Id).ToListAsync(TestContext.Current.CancellationToken)).SuspendedAt);
    }
}
