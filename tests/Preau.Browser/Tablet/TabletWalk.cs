using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Preau.Devices;

namespace Preau.Browser.Tablet;

/// <summary>The stations of a walk through the tablet's page, each looked at by axe.</summary>
internal static class TabletWalk
{
    public static async Task Sheets(IPage page, School school, Axe axe)
    {
        foreach (var i in new[] { 0, 3, FullClass.Disputed, FullClass.Disputed + 2, FullClass.Disputed + 4 })
        {
            await Sheet(page, axe, $"[data-pupil='{school.Pupils[i]}'] [data-act=more]", $"pupil {i}");
        }
        await Sheet(page, axe, "[data-act=pick-period]", "hours");
        await Sheet(page, axe, "[data-act=safe]", "what waits: nothing");
        await Sheet(page, axe, "[data-act=help]", "help", async () =>
        {
            await page.Locator("[data-act=evacuation]").ClickAsync();
            await page.Locator("[data-act=print]").WaitForAsync();
            await axe.See(page, "evacuation");
        });
        await Sheet(page, axe, "[data-act=help]", "help again", async () =>
        {
            await page.Locator("[data-act=problem]").ClickAsync();
            await page.Locator("[name=subject]").FillAsync(" ");
            await page.Locator("[name=text]").FillAsync(" ");
            await page.Locator("[data-act=send-problem]").ClickAsync();
            await Expect(page.Locator("dialog [role=alert]")).Not.ToBeEmptyAsync();
            await axe.See(page, "problem, empty");
            await page.Locator("[name=subject]").FillAsync("Ça clignote");
            await page.Locator("[name=text]").FillAsync("Depuis ce matin.");
            await page.Locator("[data-act=send-problem]").ClickAsync();
            await page.Locator("[data-problem=sent]").WaitForAsync();
            await axe.See(page, "problem, told");
        });
        await Sheet(page, axe, "[data-act=find]", "find", async () =>
        {
            foreach (var sought in new[] { "ELEVE0", "rien de tel" })
            {
                await page.Locator("dialog [type=search]").FillAsync(sought);
                await axe.See(page, $"find {sought}");
            }
            await page.Locator("dialog [type=search]").FillAsync("");
        });
        await Sheet(page, axe, "[data-act=pick-class]", "classes");
    }

    public static async Task Sheet(IPage page, Axe axe, string opener, string state, Func<Task>? then = null)
    {
        await page.Locator(opener).ClickAsync();
        await page.Locator("dialog[open]").WaitForAsync();
        await axe.See(page, state);
        await (then?.Invoke() ?? Task.CompletedTask);
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>What the page says of itself: the tablet full, a newer page ready, a page too old.</summary>
    public static async Task Notices(IBrowserContext machine, IPage page, School school, Axe axe)
    {
        await page.Kept();
        await page.ReloadAsync();
        await page.Row(school.Pupils[^1]).WaitForAsync();
        await page.Newer();
        await page.EvaluateAsync("window.full = true");
        await page.Row(school.Pupils[^1]).Locator("[data-act=absent]").ClickAsync();
        await Expect(page.Locator(".notice")).ToHaveCountAsync(3); // a newer page, no room, a dispute an hour ago
        await axe.See(page, "notices: newer page, full, dispute elsewhere");
        await machine.RouteAsync("**/api/version", route => route.FulfillAsync(new() { Json = new { version = "9.0.0", page = "x", minimum = "9.0.0", download = (string?)null, address = "10.0.0.1" } }));
        await page.ReloadAsync();
        await page.Locator(".notice [data-act=notice]").Nth(1).WaitForAsync();
        await axe.See(page, "notice: page too old");
        await machine.UnrouteAsync("**/api/version");
    }

    /// <summary>What waits, what was refused, leaving with it, and the door of a tablet that was withdrawn.</summary>
    public static async Task Waits(IBrowserContext machine, IPage page, Lessons day, Axe axe)
    {
        var pupil = day.School.Pupils[^2];
        var refuses = false;
        await machine.RouteAsync("**/api/sync/push", async route =>
        {
            if (!refuses)
            {
                await route.AbortAsync();
                return;
            }
            var facts = JsonNode.Parse(route.Request.PostData!)!["facts"]!.AsArray();
            var receipts = facts.Select(f => new { id = (string?)f!["id"], state = "refused", code = "rollcall.too-late", words = "Clos depuis 10:05." });
            await route.FulfillAsync(new() { Json = new { sequence = 1, serverTime = day.School.Town.Now.ToString(), position = 1, receipts } });
        });
        await page.Row(pupil).Locator("[data-act=absent]").ClickAsync();
        await page.Locator("[data-safe=tablet]").WaitForAsync();
        await Sheet(page, axe, "[data-act=safe]", "what waits: unsent");
        await Sheet(page, axe, "[data-act=help]", "help with unsent", async () =>
        {
            await page.Locator("dialog [data-act=sign-out]").ClickAsync();
            await page.Locator("[data-act=stay]").WaitForAsync();
            await axe.See(page, "leaving with unsent");
        });
        refuses = true;
        await page.EvaluateAsync("() => dispatchEvent(new Event('online'))");
        await page.Locator("[data-safe=refused]").WaitForAsync();
        await page.Locator("[data-act=safe]").ClickAsync();
        await page.Locator("[data-act=drop]").WaitForAsync();
        await axe.See(page, "what waits: refused");
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.Locator("[data-safe=refused]").WaitForAsync();
        await axe.See(page, "roll with a refused mark");
        await machine.UnrouteAsync("**/api/sync/push");
        await using (var db = day.School.Town.Database.Read(day.School.Id))
        {
            foreach (var device in await db.Set<Device>().Where(d => d.Establishment == day.School.Id).Select(d => d.Id).ToListAsync())
            {
                Town.Must(await day.School.Town.Service<RevokeDevice>().Do(day.Act, device));
            }
        }
        await page.ReloadAsync();
        await page.Locator("[data-act=sign-in]").WaitForAsync();
        await axe.See(page, "door of a withdrawn tablet");
    }
}
