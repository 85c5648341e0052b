using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Devices;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Support;

namespace Preau.Browser.Tablet;

/// <summary>What stands between a tablet and its server: a proxy in front of a server that is down, a firewall, a clock that is hours off, a stay that has ended. The roll is taken.</summary>
[Collection("stage")]
public class TabletBetween(Stage stage)
{
    private const string Code = "4815";

    [Theory]
    [InlineData(502, "")] // the proxy is there, Préau is not
    [InlineData(503, "")]
    [InlineData(403, "")] // a firewall's page
    [InlineData(429, "who.wait")] // a pupil has tried codes
    public async Task On_a_classroom_tablet_the_roll_is_taken_unverified(int status, string code)
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var (page, martin) = await Classroom(machine, school);
        await machine.RouteAsync("**/api/**", route => route.FulfillAsync(new()
        {
            Status = status, ContentType = code.Length == 0 ? "text/html" : "application/problem+json", Body = code.Length == 0 ? "<h1>Bad Gateway</h1>" : $$"""{"code":"{{code}}","title":"Patientez"}""",
        }));
        await page.Until($"async () => (await fetch('/api/version', {{ cache: 'no-store' }})).status === {status}"); // nothing passes beside any more
        await Say(page, martin);
        await page.Locator("[data-act=unproven]").ClickAsync();
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();
        await Answered(page, "devices/claim"); // the name was told to nobody yet
        await machine.UnrouteAsync("**/api/**");
        await page.Received();
        Assert.Single(await Unproven(school));
    }

    [Fact]
    public async Task A_stranger_s_403_leaves_the_roll_where_it_is()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.RouteAsync("**/api/sync/**", route => route.FulfillAsync(new() { Status = 403, ContentType = "text/html", Body = "<h1>Filtered</h1>" }));
        await page.Row(school.Pupils[0]).ClickAsync();
        await Answered(page, "sync/push"); // and tries again
        await Expect(page.Locator("[data-link=trouble]")).ToBeVisibleAsync();
        await page.OnTablet();
        await machine.UnrouteAsync("**/api/sync/**");
        await page.Received();
    }

    /// <summary>A filter that answers as a server would: it has judged nothing, and nothing is refused by it.</summary>
    [Theory, InlineData(400), InlineData(413), InlineData(422)]
    public async Task A_strangers_refusal_of_what_is_sent_refuses_no_mark(int status)
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        var asked = 0;
        await machine.RouteAsync("**/api/sync/push", route =>
        {
            asked++;
            return route.FulfillAsync(new() { Status = status, ContentType = "text/html", Body = "<h1>Bad request</h1>" });
        });
        for (var i = 0; i < 3; i++)
        {
            await page.Row(school.Pupils[i]).ClickAsync();
        }
        await page.OnTablet();
        while (asked < 6)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        await page.OnTablet();
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(3);
        await machine.UnrouteAsync("**/api/sync/push");
        await page.EvaluateAsync("() => dispatchEvent(new Event('online'))"); // or it waits half a minute
        await page.Received();
    }

    [Fact]
    public async Task A_stay_that_has_ended_asks_at_the_door_and_keeps_what_waits()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();
        Town.Must(await stage.Town.Service<ArrangeDevices>().Do(await Admin(school), 7));
        await Age(school, 8);
        await page.ReloadAsync();
        await Expect(page.Locator(".door")).ToContainTextAsync("Votre connexion a pris fin");
        await Expect(page.Locator(".door")).ToContainTextAsync("1 saisie attend sur cette tablette");
        await machine.UnrouteAsync("**/api/sync/push"); // nobody need come for it: the server takes what waits
        await Expect(page.Locator(".door .well")).ToHaveCountAsync(0);
        await using (var db = school.Town.Database.Read(school.Id))
        {
            Assert.Equal(1, await db.Entries.CountAsync(e => e.Kind == "marked", TestContext.Current.CancellationToken));
        }
        await TabletAccess.Enter(page, school.MrsMartin, School.Password);
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_clock_three_hours_off_is_set_by_whatever_the_server_answers()
    {
        var day = await Lessons.Open(stage, 6);
        await day.Plan("11:00", "12:59", "Physique", day.School.MrsMartin);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("const now = Date.now; Date.now = () => now() - +(localStorage.getItem('off') ?? 0);");
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await page.Locator("[data-pupil]").First.WaitForAsync();
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        await page.EvaluateAsync("localStorage.setItem('off', 3 * 3600_000)");
        await page.ReloadAsync(); // the register has not changed, nothing waits: nobody would tell the time
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        await page.Row(day.School.Pupils[0]).ClickAsync();
        await Expect(page.Locator($"[data-pupil='{day.School.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
        await page.Received();
    }

    [Fact]
    public async Task Who_gives_the_code_proves_what_was_entered_before_it_was_sent()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        Town.Must(await stage.Town.Service<SetPersonCode>().Do(await Admin(school), await school.Employ(school.MrsMartin), Code));
        var (page, martin) = await Classroom(machine, school);
        var down = true;
        await machine.RouteAsync("**/api/**", route => down ? route.AbortAsync() : route.ContinueAsync());
        await Say(page, martin);
        await page.Locator("[data-act=unproven]").ClickAsync();
        await page.PickClass("2NDE4");
        await page.Row(school.Pupils[0]).ClickAsync();
        await page.OnTablet();
        await page.Locator("[data-act=notice]").First.ClickAsync();
        await page.Locator("input[name=code]").FillAsync(Code);
        await page.EvaluateAsync("() => { const slow = setTimeout; window.setTimeout = (act, ms, ...more) => slow(act, ms > 500 ? 60_000 : ms, ...more); }"); // no push of itself meanwhile
        await Answered(page, "devices/claim");
        down = false;
        await page.Locator("[data-act=prove]").ClickAsync();
        await page.Received();
        Assert.Empty(await Unproven(school));
    }

    /// <summary>A name that the server has not heard of yet: what is told under it waits until it has, or it would be somebody else's.</summary>
    [Fact]
    public async Task A_problem_told_under_a_name_chosen_without_proof_is_told_under_that_name()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        Town.Must(await stage.Town.Service<SetPersonCode>().Do(await Admin(school), await school.Employ(school.MrsMartin), Code));
        var bernard = await school.Employ(school.MrBernard);
        var (page, martin) = await Classroom(machine, school);
        await page.Locator($"[data-person='{martin}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync(Code);
        await page.Locator("[data-act=prove]").ClickAsync();
        await page.Locator("[data-act=pick-class]").WaitForAsync();
        await machine.SetOfflineAsync(true); // that she leaves is lost
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=sign-out]").ClickAsync();
        await Say(page, bernard);
        await page.Locator("[data-act=unproven]").ClickAsync();
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=problem]").ClickAsync();
        await page.Locator("[name=subject]").FillAsync("Ça clignote");
        await page.Locator("[name=text]").FillAsync("Depuis ce matin.");
        await page.Locator("[data-act=send-problem]").ClickAsync();
        await page.Locator("[data-problem=waits]").WaitForAsync();
        await machine.RouteAsync("**/api/devices/claim", async route =>
        {
            await Task.Delay(1_000);
            await route.ContinueAsync();
        });
        await machine.SetOfflineAsync(false);
        await page.Locator("[data-problem=sent]").WaitForAsync();
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(bernard, (await db.Set<ProblemReport>().SingleAsync(TestContext.Current.CancellationToken)).Author);
    }

    /// <summary>What waits is on its way while somebody signs in: the sign-in's answer tells of an earlier number, and lowers none.</summary>
    [Fact]
    public async Task Whoever_signs_in_again_sends_on_where_the_tablet_was()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        for (var i = 0; i < 3; i++)
        {
            await page.Row(school.Pupils[i]).ClickAsync();
            await page.Received();
        }
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-act=sign-out]").ClickAsync();
        await machine.RouteAsync("**/api/devices/sign-in", async route =>
        {
            var answer = await route.FetchAsync();
            var body = JsonNode.Parse(await answer.TextAsync())!;
            body["sequence"] = 0;
            await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
        });
        await TabletAccess.Enter(page, school.MrsMartin, School.Password);
        await page.Row(school.Pupils[4]).Or(page.Locator("[data-class='2NDE4']")).First.WaitForAsync();
        if (await page.Locator("[data-pupil]").CountAsync() == 0)
        {
            await page.PickClass("2NDE4");
        }
        await page.Row(school.Pupils[4]).ClickAsync();
        await page.Received();
    }

    /// <summary>The next refusal or failure of a route.</summary>
    private static async Task Answered(IPage page, string path)
    {
        var failed = new TaskCompletionSource();
        page.RequestFailed += (_, request) => Tell(request);
        page.RequestFinished += (_, request) => Tell(request);
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(60));

        void Tell(IRequest request)
        {
            if (request.Url.EndsWith(path, StringComparison.Ordinal))
            {
                failed.TrySetResult();
            }
        }
    }

    private async Task<(IPage Page, Guid Martin)> Classroom(IBrowserContext machine, School school)
    {
        var martin = await school.Employ(school.MrsMartin);
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(await Admin(school), new("Tablette 204", "204")));
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/#enrol={invited.Code}");
        await page.Locator($"[data-person='{martin}']").WaitForAsync();
        await page.Kept();
        return (page, martin);
    }

    private static async Task Say(IPage page, Guid person)
    {
        await page.Locator($"[data-person='{person}']").ClickAsync();
        await page.Locator("input[name=code]").FillAsync("4321");
        await page.Locator("[data-act=prove]").ClickAsync();
    }

    private async Task<Act> Admin(School school) => new(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test");

    /// <summary>As if the one stay had begun so many days ago.</summary>
    private async Task Age(School school, int days)
    {
        var act = new Act(null, school.Id, null, stage.Town.Now, "test");
        Town.Must(await stage.Town.Database.Write<Done>(act, async tx =>
        {
            var old = await tx.Db.DeviceSignIns.SingleAsync();
            tx.Db.Remove(old);
            tx.Db.Add(new DeviceSignIn { Establishment = old.Establishment, Id = old.Id, Device = old.Device, Person = old.Person, Since = act.At - Duration.FromDays(days) });
            await tx.Log("test-aged", 0, new { }, Touches.Access);
            return Done.It;
        }));
    }

    private async Task<IReadOnlyCollection<Guid>> Unproven(School school)
    {
        await using var db = stage.Town.Database.Read(school.Id);
        var start = Assert.Single(await db.Set<Mark>().Select(m => m.Start).ToListAsync());
        var act = new Act(await school.Employ(school.MrsLauriac), school.Id, null, stage.Town.Now, "test");
        return Town.Must(await stage.Town.Service<ReadRoll>().Do(act, new(school.Class), school.Today, start)).Unproven;
    }
}
