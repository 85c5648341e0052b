using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Preau.RollCall;

namespace Preau.Browser;

/// <summary>A family calls: two taps after the name is found; the board and the tablets know at once, and it can be taken back.</summary>
[Collection("stage")]
public class OfficeKnown(Stage stage, ITestOutputHelper output)
{
    [Fact]
    public async Task An_absence_is_announced_in_two_taps_during_the_call_and_taken_back()
    {
        var school = await stage.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        await OfficeBoard.Live(page);
        await page.Locator(".office-header [data-key=a]").WaitForAsync();
        await page.Keyboard.PressAsync("Alt+a");
        await Expect(page.Locator("#announce-who")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("eleve07");
        await page.Locator($"[data-found='{school.Pupils[6]}']").WaitForAsync();
        await page.EvaluateAsync("() => { window.taps = 0; addEventListener('click', () => window.taps++, true); }");

        var watch = Stopwatch.StartNew();
        await page.Locator($"[data-found='{school.Pupils[6]}']").ClickAsync();
        await page.Locator("[data-act=say-absent]").ClickAsync();
        await Expect(page.Locator("[data-toast=announced]")).ToContainTextAsync("ÉLÈVE07");
        output.WriteLine($"measured announcement, after the name is found: 2 taps, {watch.ElapsedMilliseconds} ms with the machine's own taps");

        Assert.Equal(2, await page.EvaluateAsync<int>("() => window.taps"));
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-figure=known] b")).ToHaveTextAsync("1");
        var known = Assert.Single(await Known(tablet))!;
        Assert.Equal((school.Pupils[6], "A"), (known["pupil"]!.GetValue<Guid>(), known["kind"]!.GetValue<string>()));

        await page.Locator("[data-act=undo-announce]").ClickAsync();
        await Expect(page.Locator("[data-figure=known]")).ToHaveCountAsync(0);
        Assert.Empty(await Known(tablet));
    }

    [Fact]
    public async Task What_is_known_is_listed_taken_back_and_said_again()
    {
        var school = await stage.Open(4);
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/known");
        await OfficeBoard.Live(page);
        await Expect(page.Locator(".empty")).ToBeVisibleAsync();
        await page.Locator("[data-act=announce]").ClickAsync();
        await page.Locator("#announce-who").FillAsync("eleve02");
        await page.Locator("#announce-who").PressAsync("Enter");
        await page.Locator("[data-span=morning]").ClickAsync();
        await page.Locator("[data-reason=appointment]").ClickAsync();
        await page.Locator("[data-act=say-absent]").ClickAsync();

        // The list hears of it by itself.
        var line = page.Locator($"[data-known='{school.Pupils[1]}']");
        await Expect(line).ToContainTextAsync("12:00");
        await line.Locator("[data-act=withdraw]").ClickAsync();
        await Expect(line).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("gone"));
        await using var db = stage.Town.Database.Read(school.Id);
        Assert.Equal(0, await db.KnownAbsences.CountAsync(k => k.WithdrawnAt == null));
        await line.Locator("[data-act=again]").ClickAsync();
        await Expect(line.Locator("[data-act=withdraw]")).ToHaveCountAsync(1);
        Assert.Equal("Rendez-vous", (await db.KnownAbsences.SingleAsync(k => k.WithdrawnAt == null)).Reason);
    }

    [Fact]
    public async Task A_class_goes_on_placement_but_one_and_a_pupil_is_exempt()
    {
        var school = await stage.Open(6);
        var tablet = await school.TabletOf(school.MrsMartin);
        await using var machine = await stage.Machine(1180, 820);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/known");
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=place]").ClickAsync();
        await page.Locator("#p-class").SelectOptionAsync("2NDE4");
        await page.Locator($"[data-tick='{school.Pupils[5]}']").UncheckAsync();
        await page.Locator("[data-form=place] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=place] [role=status]")).ToContainTextAsync("5");
        await Expect(page.Locator("[data-kind=ST]")).ToHaveCountAsync(5);

        await page.Locator("[data-act=exempt]").ClickAsync();
        await page.Locator("#exempt-who").FillAsync("eleve06");
        await page.Locator($"[data-found='{school.Pupils[5]}']").ClickAsync();
        await page.Locator("[data-act=present]").CheckAsync();
        await page.Locator("[data-form=exempt] #e-start").FillAsync("14:00");
        await page.Locator("[data-form=exempt] #e-end").FillAsync("13:00");
        await page.Locator("[data-form=exempt] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=exempt] .refused")).ToBeVisibleAsync();
        await page.Locator("[data-form=exempt] #e-end").FillAsync("16:00");
        await page.Locator("[data-form=exempt] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-kind=DP]")).ToHaveCountAsync(1);

        var today = school.Today.ToString("uuuu-MM-dd", null);
        var known = (await Known(tablet)).Where(k => k!["date"]!.GetValue<string>() == today).ToList();
        Assert.Equal(["DP", "ST", "ST", "ST", "ST", "ST"], known.Select(k => k!["kind"]!.GetValue<string>()).Order());
    }

    internal static async Task<JsonArray> Known(Preau.Tests.Cast.Tablet tablet) => (await tablet.Send(HttpMethod.Get, "/api/sync/snapshot")).Answer["known"]!.AsArray();
}
