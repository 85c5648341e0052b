using System.Text;
using System.Text.RegularExpressions;
using Preau.RollCall;

namespace Preau.Browser;

/// <summary>The register on paper: the old book's columns, one A4 page on its side for a class of thirty, and the same as CSV.</summary>
[Collection("stage")]
public partial class OfficePaperTests(Stage stage)
{
    [Fact]
    public async Task A_class_s_week_fits_one_page_of_A4_on_its_side_and_says_what_was_said()
    {
        var (school, _) = await Timetabled.Open(stage);
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[2]), tablet.Marked(school, school.Pupils[4], "R", 12), tablet.Validated(school));
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/classes/2NDE4");
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=register]").ClickAsync();
        var today = school.Today.ToString("uuuu-MM-dd", null);
        var (absent, late) = (page.Locator($"[data-pupil='{school.Pupils[2]}'] [data-at='{today}/1']"), page.Locator($"[data-pupil='{school.Pupils[4]}'] [data-at='{today}/1'] + td"));
        await Expect(absent).ToHaveTextAsync("A");
        await Expect(late).ToHaveTextAsync("12");
        // The hour that was called is blank for those who were there; the next was not, and is grey.
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'] [data-at='{today}/1']")).Not.ToHaveClassAsync(new Regex("not-called"));
        await Expect(page.Locator($"[data-pupil='{school.Pupils[0]}'] [data-at='{today}/2']")).ToHaveClassAsync(new Regex("not-called"));

        // Each pupil's hours stand on one line.
        var (first, last) = (await page.Locator($"[data-pupil='{school.Pupils[0]}'] td").First.BoundingBoxAsync(), await page.Locator($"[data-pupil='{school.Pupils[0]}'] td").Last.BoundingBoxAsync());
        Assert.Equal(first!.Y, last!.Y);

        var week = await Pdf(page, "register-week");
        Assert.Equal((1, true), (Pages(week), OnItsSide(week)));
        await page.Locator("[data-act=one-day]").ClickAsync();
        await Expect(page.Locator(".paper.large")).ToBeVisibleAsync();
        var day = await Pdf(page, "register-day");
        Assert.Equal((1, true), (Pages(day), OnItsSide(day)));

        var csv = await page.APIRequest.GetAsync($"{stage.Url}/e/{school.Code}/classes/2NDE4/csv?on={today}");
        var text = Encoding.UTF8.GetString(await csv.BodyAsync());
        Assert.StartsWith("\uFEFFN°;Nom;Prénom", text);
        Assert.Contains(";ÉLÈVE03;Zoé;", text);
        await using var stranger = await stage.Machine();
        var refused = await (await stranger.NewPageAsync()).APIRequest.GetAsync($"{stage.Url}/e/{school.Code}/classes/2NDE4/csv", new() { MaxRedirects = 0 });
        Assert.Equal(302, refused.Status);
    }

    [Fact]
    public async Task The_fire_list_is_one_tap_away_and_says_who_should_answer_and_where()
    {
        var (school, act) = await Timetabled.Open(stage);
        await Timetabled.Now(school, act);
        Town.Must(await school.Town.Service<AnnounceAbsence>().Do(act, new(new(school.Pupils[6]), school.Today)));
        await using var machine = await stage.Machine(1180, 820);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac);
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=fire]").ClickAsync();
        var there = page.Locator($"[data-pupil='{school.Pupils[0]}']");
        await Expect(there).ToHaveAttributeAsync("data-whereabouts", "expected");
        await Expect(there).ToContainTextAsync("B12");
        await Expect(page.Locator($"[data-pupil='{school.Pupils[6]}']")).ToHaveAttributeAsync("data-whereabouts", "absent");
        await Expect(page.Locator("[data-sheet='2nde 4'] .count")).ToHaveTextAsync("29");
        await page.Locator("[data-act=by-room]").ClickAsync();
        await Expect(page.Locator("[data-sheet='B12']")).ToContainTextAsync("Physique");
        Assert.Equal(1, Pages(await Pdf(page, "fire")));
    }

    /// <summary>Prints as the browser prints; the file stays where a person can look at it.</summary>
    internal static async Task<string> Pdf(IPage page, string name)
    {
        // Hatched cells once kept the printer busy for minutes: it must not take longer than a person waits.
        var bytes = await page.PdfAsync(new() { PreferCSSPageSize = true, PrintBackground = true }).WaitAsync(TimeSpan.FromSeconds(20));
        var folder = Path.Combine(Path.GetTempPath(), "preau-prints");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".pdf"), bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>How many pages a PDF has.</summary>
    internal static int Pages(string pdf) => PageObject().Count(pdf);

    private static bool OnItsSide(string pdf) => Box().Match(pdf) is { Success: true } box && double.Parse(box.Groups["w"].Value, System.Globalization.CultureInfo.InvariantCulture)
        > double.Parse(box.Groups["h"].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex PageObject();

    [GeneratedRegex(@"/MediaBox\s*\[\s*0\s+0\s+(?<w>[\d.]+)\s+(?<h>[\d.]+)")]
    private static partial Regex Box();
}
