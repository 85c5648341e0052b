using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Pupils;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>A week without network: what was brought onto the tablet before is there, what was entered then leaves afterwards, and what is old goes.</summary>
[Collection("stage")]
public class TabletWeek(Stage stage)
{
    /// <summary>Today and its neighbours in the store of what the server told: puts marks of those days there, or tells which days are left.</summary>
    private const string Days = """
        dates => new Promise((done, no) => {
          const open = indexedDB.open('preau');
          open.onerror = () => no(open.error);
          open.onsuccess = () => {
            const tx = open.result.transaction(['marks', 'rolls'], 'readwrite'), left = [];
            for (const date of dates) {
              tx.objectStore('marks').put({ id: date, date, start: '08:00', group: 'g', pupil: 'p', kind: 'A', position: 1 });
              tx.objectStore('rolls').put({ date, start: '08:00', group: 'g', shown: [], position: 1 });
            }
            for (const name of ['marks', 'rolls']) tx.objectStore(name).getAll().onsuccess = e => left.push(...e.target.result.map(x => x.date));
            tx.oncomplete = () => { open.result.close(); done([...left].sort().join()); };
            tx.onabort = () => no(tx.error);
          };
        })
        """;

    /// <summary>The tablet's clock, so many days off.</summary>
    private static string Off(int days) => $"{{ const now = Date.now; Date.now = () => now() + {days} * 86_400_000; }}";

    [Fact]
    public async Task The_fire_list_earlier_days_and_known_absences_are_there_without_network()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        Town.Must(await stage.Town.Service<AnnounceAbsence>().Do(day.Act, new(new(school.Pupils[0]), day.Today)));
        Town.Must(await stage.Town.Service<PlacePupils>().Do(day.Act, new([new(school.Pupils[1])], "ST", day.Today.PlusDays(6), day.Today.PlusDays(7))));
        var desk = await school.TabletOf(school.MrsLauriac);
        var earlier = desk.Marked(school, school.Pupils[2]);
        earlier["body"]!["date"] = Iso(day.Today.PlusDays(-5));
        Assert.Equal(["accepted", "accepted"], Preau.Tests.Cast.Tablet.States(await desk.Push(earlier, desk.Marked(school, school.Pupils[3]))));
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await Expect(page.Row(school.Pupils[3])).ToContainTextAsync("absence à 08:00"); // it has told what came before
        await machine.SetOfflineAsync(true);
        await page.ReloadAsync();

        await Expect(page.Row(school.Pupils[0])).ToContainTextAsync("absence annoncée");
        await page.Row(school.Pupils[4]).ClickAsync();
        await page.OnTablet();
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=evacuation]").ClickAsync();
        var line = page.Locator("dialog li[data-class='2NDE4']");
        await Expect(line).ToContainTextAsync("3 à compter sur 6");
        await Expect(line.Locator(".is-absent")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("ÉLÈVE01.*ÉLÈVE04.*ÉLÈVE05"));
        await page.Locator("dialog [data-act=close]").ClickAsync();

        await Turn(page, day.Today.PlusDays(-5), 1);
        await Expect(page.Row(school.Pupils[2])).ToHaveAttributeAsync("data-state", "absent");
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(1);
        await Turn(page, day.Today.PlusDays(6), 1);
        await Expect(page.Row(school.Pupils[1])).ToContainTextAsync("stage");
        await Expect(page.Row(school.Pupils[0])).Not.ToContainTextAsync("annoncée");
    }

    /// <summary>The register was told eight days ago: else a clock of a week ago would be one whose battery ran flat.</summary>
    private const string Told = """
        () => new Promise(done => {
          indexedDB.open('preau').onsuccess = e => {
            const tx = e.target.result.transaction('meta', 'readwrite'), meta = tx.objectStore('meta');
            meta.get('snapshot').onsuccess = s => { meta.put(JSON.stringify({ ...JSON.parse(s.target.result), serverTime: new Date(Date.now() - 8 * 86_400_000).toISOString() }), 'snapshot'); };
            tx.oncomplete = () => { e.target.result.close(); done(); };
          };
        })
        """;

    /// <summary>The tablet lives a week ago and has no network; it is switched off, and a week later opened cold, still without.</summary>
    [Fact]
    public async Task A_roll_of_a_week_ago_is_there_after_a_week_without_network_and_leaves_then()
    {
        var day = await Lessons.Open(stage, 6);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine();
        var first = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await first.Row(school.Pupils[0]).WaitForAsync();
        await machine.SetOfflineAsync(true);
        await first.EvaluateAsync(Told);
        await first.CloseAsync();

        var then = await machine.NewPageAsync();
        await then.AddInitScriptAsync(Off(-7));
        await then.GotoAsync($"{stage.Url}/tablet/");
        await then.Row(school.Pupils[1]).ClickAsync();
        await Expect(then.Locator("[data-state=absent]")).ToHaveCountAsync(1);
        await then.Locator("[data-act=validate]").ClickAsync();
        await then.OnTablet();
        await then.CloseAsync();

        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{stage.Url}/tablet/");
        await Expect(page.Locator("[data-act=safe]")).ToContainTextAsync("2 non envoyés · 7 jours");
        await Expect(page.Locator("[data-state=absent]")).ToHaveCountAsync(0); // today's roll is another
        await page.Row(school.Pupils[2]).Locator("[data-act=late]").ClickAsync();
        await Expect(page.Locator("[data-state=late]")).ToHaveCountAsync(1);
        var sent = Sent.From(machine);
        await machine.SetOfflineAsync(false);
        await page.Received();

        sent.EachOnce(3);
        await Turn(page, day.Today.PlusDays(-7), null);
        await Expect(page.Row(school.Pupils[1])).ToHaveAttributeAsync("data-state", "absent");
        await using var db = stage.Town.Database.Read(school.Id);
        var (marks, roll) = (await db.Marks.OrderBy(m => m.On).ToListAsync(TestContext.Current.CancellationToken), await db.Rolls.SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal([(day.Today.PlusDays(-7), "A"), (day.Today, "R")], marks.Select(m => (m.On, m.Kind)));
        Assert.Equal(day.Today.PlusDays(-7), roll.On);
        Assert.InRange(marks[0].ReceivedAt - marks[0].ClaimedAt, Duration.FromDays(6.9), Duration.FromDays(7.1));
    }

    [Fact]
    public async Task Days_of_more_than_a_week_ago_leave_the_tablet()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.PickClass("2NDE4");
        string[] dates = [.. new[] { -30, -9, -8, -1 }.Select(n => Iso(school.Today.PlusDays(n)))];
        await page.EvaluateAsync(Days, dates);
        await page.ReloadAsync();
        await Expect(page.Locator("[data-link=live]")).ToBeVisibleAsync();
        var left = "";
        for (var tries = 0; tries < 100 && left.Split(',').Length != 4; tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            left = await page.EvaluateAsync<string>(Days, Array.Empty<string>());
        }
        Assert.Equal(string.Join(',', dates[2], dates[2], dates[3], dates[3]), left);
    }

    /// <summary>Nobody has looked at faces on this tablet yet.</summary>
    [Fact]
    public async Task Faces_come_onto_the_tablet_before_anybody_asks_for_them()
    {
        var day = await Lessons.Open(stage, 4);
        var school = day.School;
        await day.Plan("11:00", "12:00", "Physique", school.MrsMartin);
        await using var machine = await stage.Machine();
        var page = await machine.NewPageAsync();
        var picture = Convert.FromBase64String(await page.EvaluateAsync<string>("() => { const c = document.createElement('canvas'); c.width = 120; c.height = 150; c.getContext('2d').fillRect(0, 0, 60, 150); return c.toDataURL('image/jpeg').split(',')[1]; }"));
        Town.Must(await stage.Town.Service<KeepPhotos>().Do(day.Act, school.Year, [new("ELEVE01 Zoe.jpg", picture)]));
        await page.CloseAsync();
        page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await Expect(page.Locator(".rows [data-pupil]")).ToHaveCountAsync(4);
        await page.Until("async () => (await (await caches.open('preau-photos')).keys()).length === 1");
        await machine.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.See("faces");
        await Expect(page.Row(school.Pupils[0]).Locator(".face img")).ToBeVisibleAsync();
    }

    /// <summary>Lays another day's hour on the desk; null: the lesson that is there.</summary>
    private static async Task Turn(IPage page, LocalDate date, int? period)
    {
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await page.Locator($"dialog [data-date='{Iso(date)}']").ClickAsync();
        await page.Locator(period is { } n ? $"dialog [data-period='{n}']" : "dialog [data-session]").First.ClickAsync();
        await page.Locator("[data-pupil]").First.WaitForAsync();
    }

    private static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
