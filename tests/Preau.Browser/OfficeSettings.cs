using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Browser;

/// <summary>The administrator's morning in September: bell, terms, weeks, holidays, kinds, lessons; and problems that people reported.</summary>
[Collection("stage")]
public class OfficeSettings(Stage stage)
{
    [Fact]
    public async Task The_year_is_arranged_bell_terms_weeks_and_minutes()
    {
        var school = await stage.Open(2);
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel, $"/e/{school.Code}/settings");
        await OfficeBoard.Live(page);
        await page.Locator("#d-late").FillAsync("500");
        await page.EvaluateAsync("() => document.querySelector('#d-late').form.noValidate = true");
        await page.Locator("[data-form=day] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=day] .refused")).ToBeVisibleAsync();
        await page.Locator("#d-late").FillAsync("15");
        await page.Locator("[data-form=day] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=day] .here")).ToBeVisibleAsync();
        await page.Locator("[data-act=three]").ClickAsync();
        await page.Locator("[data-form=terms] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=terms] .here")).ToBeVisibleAsync();
        await page.Locator("[data-act=alternate]").ClickAsync();
        await page.Locator("[data-form=weeks] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=weeks] .here")).ToBeVisibleAsync();
        await page.GotoAsync($"{stage.Url}/e/{school.Code}/bell?day=3");
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=copy-usual]").ClickAsync();
        await page.Locator("#b-1-start").FillAsync("09:30");
        await page.Locator("[data-form=bell] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=bell] .refused")).ToBeVisibleAsync();
        await page.Locator("#b-1-start").FillAsync("08:10");
        await page.Locator("[data-form=bell] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=bell] .here")).ToBeVisibleAsync();

        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(15, (await db.DaySettings.SingleAsync()).LateAfter);
        Assert.Equal(3, await db.Terms.CountAsync());
        Assert.True(await db.AlternationWeeks.CountAsync(w => w.Alternation == "A") > 20);
        Assert.Equal(new LocalTime(8, 10), (await db.WeekdayPeriods.Where(p => p.Weekday == IsoDayOfWeek.Wednesday).OrderBy(p => p.Number).FirstAsync()).Start);
    }

    [Fact]
    public async Task Photos_are_taken_in_by_name_told_file_by_file_and_erased()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel, $"/e/{school.Code}/classes");
        await OfficeBoard.Live(page);
        await page.Locator("[data-form=photos] summary").ClickAsync();
        var picture = Convert.FromBase64String(await page.EvaluateAsync<string>("() => { const c = document.createElement('canvas'); c.width = 120; c.height = 150; c.getContext('2d').fillRect(0, 0, 60, 150); return c.toDataURL('image/jpeg').split(',')[1]; }"));
        await page.Locator("#photo-files").SetInputFilesAsync(new Microsoft.Playwright.FilePayload[]
        {
            new() { Name = "ELEVE01 Zoe.jpg", MimeType = "image/jpeg", Buffer = picture },
            new() { Name = "NOBODY.jpg", MimeType = "image/jpeg", Buffer = picture },
            new() { Name = "ELEVE02 Zoe.jpg", MimeType = "image/jpeg", Buffer = [1, 2, 3] },
        });
        await Expect(page.Locator("[data-said=photos]")).ToContainTextAsync("1 photo");
        await Expect(page.Locator("[data-refused='2']")).ToContainTextAsync("NOBODY.jpg");
        await using (var db = stage.Town.Database.Read(school.Id))
        {
            Assert.Equal(school.Pupils[0], (await db.Photos.SingleAsync()).Pupil.Value);
        }

        await page.Locator("[data-act=drop-photos]").ClickAsync();
        await page.Locator("[data-act=drop-photos]").ClickAsync();
        await Expect(page.Locator("[data-refused]")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-said=photos]")).ToContainTextAsync("1 photo");
        await using var after = stage.Town.Database.Read(school.Id);
        Assert.Empty(await after.Photos.ToListAsync());
    }

    [Fact]
    public async Task Holidays_come_from_the_ministry_s_file_by_zone_and_can_be_taken_away()
    {
        var school = await stage.Open(2);
        var (a, b) = (school.Today.PlusDays(10), school.Today.PlusDays(20));
        var ics = $"""
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:{a:yyyyMMdd}
            DTEND;VALUE=DATE:{a.PlusDays(5):yyyyMMdd}
            SUMMARY:Vacances d'hiver - Zone A
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART;VALUE=DATE:{b:yyyyMMdd}
            DTEND;VALUE=DATE:{b.PlusDays(5):yyyyMMdd}
            SUMMARY:Vacances d'hiver - Zone B
            END:VEVENT
            END:VCALENDAR
            """.ReplaceLineEndings("\r\n");
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel, $"/e/{school.Code}/closures");
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=holidays]").ClickAsync();
        await page.Locator("#ics-file").SetInputFilesAsync(new FilePayload { Name = "x.ics", MimeType = "text/calendar", Buffer = Encoding.UTF8.GetBytes("no calendar") });
        await Expect(page.Locator("[data-form=holidays] .refused")).ToBeVisibleAsync();
        await page.Locator("#ics-file").SetInputFilesAsync(new FilePayload { Name = "zone.ics", MimeType = "text/calendar", Buffer = Encoding.UTF8.GetBytes(ics) });
        await page.Locator("#ics-zone").SelectOptionAsync("B");
        await Expect(page.Locator("[data-holiday]")).ToHaveCountAsync(1);
        await page.Locator("[data-act=take]").ClickAsync();
        var row = page.Locator($"[data-closure='{b:uuuu-MM-dd}']");
        await Expect(row).ToBeVisibleAsync();
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal((b, b.PlusDays(5)), await db.Closures.Select(c => new ValueTuple<LocalDate, LocalDate>(c.From, c.Until)).SingleAsync());
        await row.Locator("[data-act=reopen]").ClickAsync();
        await Expect(row.Locator("[data-act=again]")).ToBeVisibleAsync();
        Assert.Equal(0, await db.Closures.CountAsync());
    }

    [Fact]
    public async Task A_kind_is_added_and_hidden_and_a_lesson_planned_and_ended()
    {
        var school = await stage.Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        await using var machine = await stage.Machine(1180, 820);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel, $"/e/{school.Code}/kinds");
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=add-kind]").ClickAsync();
        await page.Locator("#k-code").FillAsync("a");
        await page.Locator("#k-label").FillAsync("Atelier");
        await page.Locator("[data-form=kind] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=kind] .refused")).ToBeVisibleAsync();
        await page.Locator("#k-code").FillAsync("at");
        await page.Locator("[data-flag=in-room]").CheckAsync();
        await page.Locator("[data-form=kind] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-kind-code=AT]")).ToContainTextAsync("Atelier");
        Assert.Contains("\"AT\"", (await tablet.Send(HttpMethod.Get, "/api/sync/snapshot")).Answer["kinds"]!.ToJsonString());
        await page.Locator("[data-kind-code=AT] [data-act=hide]").ClickAsync();
        await Expect(page.Locator("[data-kind-code=AT] [data-act=offer]")).ToBeVisibleAsync();
        Assert.DoesNotContain("\"AT\"", (await tablet.Send(HttpMethod.Get, "/api/sync/snapshot")).Answer["kinds"]!.ToJsonString());

        await page.GotoAsync($"{stage.Url}/e/{school.Code}/lessons");
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=plan]").ClickAsync();
        await page.Locator("#l-subject").FillAsync("Latin");
        await page.Locator("[data-form=lesson] [data-act=save]").ClickAsync();
        var lesson = page.Locator("[data-lesson='Latin/08:00']");
        await lesson.Locator("[data-act=end]").ClickAsync();
        await lesson.Locator("[data-form=end] [data-act=save]").ClickAsync();
        await Expect(lesson.Locator(".tag.wait")).ToBeVisibleAsync();
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(school.Today.PlusDays(1), (await db.Lessons.SingleAsync()).Until);
    }

    [Fact]
    public async Task A_problem_is_reported_from_the_board_answered_and_closed()
    {
        var school = await stage.Open(2);
        await using var machine = await stage.Machine(1180, 820);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=report]").ClickAsync();
        await page.Locator("#report-subject").FillAsync("La page clignote");
        await page.Locator("#report-text").FillAsync("Depuis 8 h.");
        await page.Locator("[data-act=send-report]").ClickAsync();
        await page.Locator("[data-act=close-report]").ClickAsync();

        await using var theirs = await stage.Machine(1180, 820);
        var desk = await stage.SignInAtOffice(theirs, school, school.MrRossel, $"/e/{school.Code}/problems");
        await OfficeBoard.Live(desk);
        var line = desk.Locator("[data-problem]");
        await line.Locator(".line-head").ClickAsync();
        await Expect(line).ToContainTextAsync($"/e/{school.Code}");
        await line.Locator("[data-reply]").FillAsync("Corrigé.");
        await line.Locator("[data-act=close-problem]").ClickAsync();
        await Expect(line.Locator("[data-act=reopen-problem]")).ToBeVisibleAsync();
        await using var db = stage.Town.Database.Read(school.Id);
        var report = await db.Set<Preau.Support.ProblemReport>().SingleAsync();
        Assert.Equal(("Corrigé.", true), (report.Reply, report.ClosedAt is not null));
        Assert.Contains("Chrom", report.Version);

        // Who reported it reads the answer where they reported it; nobody else does.
        await page.Locator("[data-act=report]").ClickAsync();
        await Expect(page.Locator($"[data-own-report='{report.Id}'] .told")).ToHaveTextAsync("Corrigé.");
        await desk.Locator("[data-act=report]").ClickAsync();
        await desk.Locator("#report-subject").WaitForAsync();
        await Expect(desk.Locator("[data-own-report]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_open_page_says_that_a_newer_version_serves()
    {
        var school = await stage.Open(1);
        await using var machine = await stage.Machine(1180, 820);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        // The page knows which version opened it, then asks again: the same serves.
        await page.RunAndWaitForResponseAsync(() => page.ReloadAsync(), "**/api/version");
        await OfficeBoard.Live(page);
        await page.RunAndWaitForResponseAsync(() => page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))"), "**/api/version");
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        await page.RouteAsync("**/api/version", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"version":"99.0.0","page":"x"}""" }));
        await page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(page.Locator("#components-reconnect-modal [data-lost=newer]").First).ToBeVisibleAsync();
        await page.Locator("#components-reconnect-modal [data-act=reload]").ClickAsync();
        await OfficeBoard.Live(page);
    }
}
