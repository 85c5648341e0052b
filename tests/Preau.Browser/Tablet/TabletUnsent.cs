using Microsoft.EntityFrameworkCore;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>What is not received, and whoever comes after: it is counted with its age, kept under its author, and put away by them alone.</summary>
[Collection("stage")]
public class TabletUnsent(Stage stage)
{
    /// <summary>Minutes pass.</summary>
    private const string Later = "minutes => { const now = Date.now; Date.now = () => now() + minutes * 60_000; }";

    [Fact]
    public async Task Signed_out_with_unsent_marks_each_leaves_under_its_author()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await Absent(page, school.Pupils[0]);
        await Leave(page);
        await school.Employ(school.MrBernard);
        await TabletAccess.Enter(page, school.MrBernard, School.Password);
        await page.PickClass("2NDE4");
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(1); // hers waits, and is shown
        await Absent(page, school.Pupils[1]);
        await Leave(page);
        await TabletAccess.Enter(page, school.MrsMartin, School.Password);
        await page.Locator("[data-pupil]").First.WaitForAsync(); // the class that she had
        await Absent(page, school.Pupils[2]);
        await machine.UnrouteAsync("**/api/sync/push");
        await page.EvaluateAsync("() => { dispatchEvent(new Event('online')); }"); // what was tried so often is tried more rarely
        await page.Received();
        var (martin, bernard) = (await school.Employ(school.MrsMartin), await school.Employ(school.MrBernard));
        await using var db = stage.Town.Database.Read(school.Id);
        var marks = await db.Set<Mark>().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([(0, martin), (1, bernard), (2, martin)], marks.Select(m => (Array.IndexOf(school.Pupils, m.Pupil.Value), m.Author)).Order());
    }

    [Fact]
    public async Task The_door_tells_how_much_waits_and_since_when_problems_too()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.RouteAsync("**/api/sync/push", route => route.AbortAsync());
        await machine.RouteAsync("**/api/problems", route => route.AbortAsync());
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=problem]").ClickAsync();
        await page.Locator("[name=subject]").FillAsync("Ça clignote");
        await page.Locator("[name=text]").FillAsync("Depuis ce matin.");
        await page.Locator("[data-act=send-problem]").ClickAsync();
        await page.Locator("[data-problem=waits]").WaitForAsync();
        await page.Locator("[data-act=close]").ClickAsync();
        await Expect(page.Locator("[data-act=safe]")).ToContainTextAsync("1 non envoyé · moins d’1 min");
        await page.Locator("[data-act=safe]").ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToContainTextAsync("Ça clignote");
        await page.Locator("[data-act=close]").ClickAsync();
        await machine.SetOfflineAsync(true); // nobody corrects its clock
        await page.EvaluateAsync(Later, 7);
        await Expect(page.Locator("[data-act=safe]")).ToContainTextAsync("1 non envoyé · 7 min");
        await Absent(page, school.Pupils[0]);
        await Expect(page.Locator("[data-act=safe]")).ToContainTextAsync("2 non envoyés · 7 min"); // the oldest of them speaks
        await page.Locator("[data-act=safe]").ClickAsync();
        await Expect(page.Locator("dialog [role=status]").Last).ToBeEmptyAsync();
        await page.Locator("dialog [data-act=send]").ClickAsync();
        await Expect(page.Locator("dialog [role=status]").Last).ToContainTextAsync("le serveur ne répond pas. Rien n’est perdu");
        await page.Locator("[data-act=close]").ClickAsync();
        await Leave(page);
        await Expect(page.Locator(".door .well")).ToContainTextAsync("2 saisies attendent sur cette tablette, la première depuis 7 min");
        await page.EvaluateAsync(Later, 3 * 24 * 60);
        await Expect(page.Locator(".door .well")).ToContainTextAsync("la première depuis 3 jours");
    }

    [Fact]
    public async Task A_refused_mark_is_sent_again_by_anybody_and_put_away_by_its_author_or_a_superior()
    {
        var school = await stage.Open(6);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        await machine.RouteAsync("**/api/sync/push", async route =>
        {
            var id = route.Request.PostDataJSON()!.Value.GetProperty("facts")[0].GetProperty("id").GetString();
            await route.FulfillAsync(new() { Json = new { sequence = 1, position = 1, serverTime = stage.Town.Now.ToString(), receipts = new[] { new { id, state = "refused", code = "rollcall.left", words = "Déjà parti." } } } });
        });
        await page.Row(school.Pupils[0]).ClickAsync();
        await Expect(page.Locator("[data-safe=refused]")).ToBeVisibleAsync();
        await Expect(page.Row(school.Pupils[0])).ToContainTextAsync("refusé\u202f: absence"); // and the row is as it was
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=present]")).ToBeVisibleAsync();
        await page.Row(school.Pupils[0]).Locator("[data-act=more]").ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToContainTextAsync("refusé\u202f: absence. Déjà parti.");
        await page.Locator("[data-act=close]").ClickAsync();
        await Expect(page.Locator("[data-act=validate]")).ToContainTextAsync("refusé"); // not everyone is here
        await Expect(page.Locator("[data-act=undo]")).ToHaveAttributeAsync("aria-disabled", "true"); // there is nothing to take back
        await machine.SetOfflineAsync(true); // nobody corrects its clock
        await page.EvaluateAsync(Later, 7);
        await page.EvaluateAsync("() => { document.dispatchEvent(new Event('visibilitychange')); return new Promise(done => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done), 50))); }"); // the page looks at its clock, and has drawn
        await Expect(page.Locator("[data-act=safe]")).Not.ToContainTextAsync("envoyé"); // it has its answer
        await machine.SetOfflineAsync(false);
        await Seen(page, "Déjà parti.", mayDrop: true);
        await page.EvaluateAsync("""
            () => new Promise(done => { const open = indexedDB.open('preau'); open.onsuccess = () => { const tx = open.result.transaction('meta', 'readwrite'); tx.objectStore('meta').put(0, 'sequence'); tx.oncomplete = () => { open.result.close(); done(); }; }; })
            """); // the server itself has received nothing yet
        await Leave(page);
        await Expect(page.Locator(".door")).ToContainTextAsync("1 saisie est refusée par le serveur");
        await machine.UnrouteAsync("**/api/sync/push");
        await school.Employ(school.MrBernard);
        await TabletAccess.Enter(page, school.MrBernard, School.Password);
        await page.PickClass("2NDE4");
        await Seen(page, $"saisi par {school.MrsMartin.ToUpperInvariant()}", mayDrop: false);
        await Leave(page);
        await school.Employ(school.MrsLauriac);
        await TabletAccess.Enter(page, school.MrsLauriac, School.Password);
        await page.PickClass("2NDE4");
        await Seen(page, "Déjà parti.", mayDrop: true);
        await page.Locator("[data-act=safe]").ClickAsync();
        await page.Locator("dialog [data-act=again]").ClickAsync();
        await page.Locator("[data-act=close]").ClickAsync();
        await page.Received();
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'][data-state=absent]")).ToBeVisibleAsync();
        await Expect(page.Row(school.Pupils[0])).Not.ToContainTextAsync("refusé");
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(await school.Employ(school.MrsMartin), (await db.Set<Mark>().SingleAsync(TestContext.Current.CancellationToken)).Author);
    }

    private static async Task Seen(IPage page, string said, bool mayDrop)
    {
        await page.Locator("[data-act=safe]").ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToContainTextAsync(said);
        await Expect(page.Locator("dialog [data-act=again]")).ToHaveCountAsync(1);
        await Expect(page.Locator("dialog [data-act=drop]")).ToHaveCountAsync(mayDrop ? 1 : 0);
        await page.Locator("[data-act=close]").ClickAsync();
    }

    private static async Task Absent(IPage page, Guid pupil)
    {
        await page.Row(pupil).ClickAsync();
        await Expect(page.Locator($"[data-pupil='{pupil}'][data-state=absent]")).ToBeVisibleAsync();
        await page.OnTablet();
    }

    private static async Task Leave(IPage page)
    {
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-act=sign-out]").ClickAsync();
        await page.Locator("dialog [data-act=leave]").ClickAsync();
        await page.Locator("[data-act=sign-in]").WaitForAsync();
    }
}
