using Microsoft.EntityFrameworkCore;
using Preau.Families;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Browser;

/// <summary>The desk at the entrance, and a pupil's page.</summary>
[Collection("stage")]
public class OfficeDesk(Stage stage)
{
    [Fact]
    public async Task A_latecomer_gets_a_slip_with_one_tap_and_the_teacher_s_row_turns()
    {
        var (school, act) = await Timetabled.Open(stage, 6);
        await Timetabled.Now(school, act);
        await using var machine = await stage.Machine(1180, 820);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/slips");
        await OfficeBoard.Live(page);
        await page.Locator("#slip-who").FillAsync("eleve04");
        await page.Locator($"[data-found='{school.Pupils[3]}']").ClickAsync();
        await Expect(page.Locator($"[data-slip='{school.Pupils[3]}']")).ToContainTextAsync("Physique");
        await Expect(page.Locator($"[data-late='{school.Pupils[3]}']")).ToBeVisibleAsync();
        var tablet = await school.TabletOf(school.MrsMartin);
        var mark = Assert.Single((await tablet.Pull())["marks"]!.AsArray())!;
        Assert.Equal(("R", school.Pupils[3]), (mark["kind"]!.GetValue<string>(), mark["pupil"]!.GetValue<Guid>()));

        // On paper: the slip alone, on a page of 80 mm.
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator(".office-header")).ToBeHiddenAsync();
        await Expect(page.Locator("#slip-who")).ToBeHiddenAsync();
        await Expect(page.Locator(".slip-paper")).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Null });
        Assert.Equal(1, OfficePaperTests.Pages(await OfficePaperTests.Pdf(page, "slip")));

        await page.Locator("[data-act=undo-arrival]").ClickAsync();
        await Expect(page.Locator($"[data-late='{school.Pupils[3]}']")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_pupil_must_pass_by_and_the_gate_says_who_may_go()
    {
        var school = await stage.Open(4);
        var tablet = await school.TabletOf(school.MrsMartin);
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/slips");
        await OfficeBoard.Live(page);
        await page.Locator("#return-who").FillAsync("eleve02");
        await page.Locator($"[data-found='{school.Pupils[1]}']").ClickAsync();
        await Expect(page.Locator($"[data-return='{school.Pupils[1]}']")).ToBeVisibleAsync();
        Assert.Contains(school.Pupils[1].ToString(), (await tablet.Pull()).ToJsonString());
        await page.Locator($"[data-return='{school.Pupils[1]}'] [data-act=settle]").ClickAsync();
        await Expect(page.Locator($"[data-return='{school.Pupils[1]}'] [data-act=again]")).ToBeVisibleAsync();

        await page.Locator("#gate-who").FillAsync("eleve03");
        await page.Locator($"[data-found='{school.Pupils[2]}']").ClickAsync();
        // A school without timetable cannot tell: nobody goes out by mistake.
        await Expect(page.Locator("[data-gate=may-not]")).ToBeVisibleAsync();
        await page.Locator("[data-act=announce]").ClickAsync();
        await page.Locator("#announce-who").FillAsync("eleve03");
        await page.Locator("#announce-who").PressAsync("Enter");
        await page.Locator("[data-act=say-absent]").ClickAsync();
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await page.Locator("#gate-who").FillAsync("eleve03");
        await page.Locator($"[data-found='{school.Pupils[2]}']").ClickAsync();
        await Expect(page.Locator("[data-gate=may]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Permanence_is_listed_and_its_roll_is_called()
    {
        var (school, _) = await Timetabled.Open(stage, 4);
        await using var machine = await stage.Machine(390, 844);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/permanence?hour=1");
        await OfficeBoard.Live(page);
        // The first hour has a lesson, the second none.
        await Expect(page.Locator(".empty")).ToBeVisibleAsync();
        await page.Locator("[data-hour='2']").ClickAsync();
        await Expect(page.Locator("[data-free]")).ToHaveCountAsync(4);
        await page.Locator("[data-act=call]").ClickAsync();
        await page.Locator($"[data-free='{school.Pupils[1]}'] [data-act=absent]").ClickAsync();
        await page.Locator("[data-act=validate]").ClickAsync();
        await Expect(page.Locator($"[data-free='{school.Pupils[1]}'] .mark.a")).ToBeVisibleAsync();
        await using var db = stage.Town.Database.Read(school.Id);
        var (mark, roll) = (await db.Marks.SingleAsync(), await db.Rolls.SingleAsync());
        Assert.Equal((school.Pupils[1], "A", AdHoc.Permanence), (mark.Pupil.Value, mark.Kind, mark.Group.Value));
        Assert.Equal(4, roll.ShownPupils.Count());
    }

    [Fact]
    public async Task A_pupil_s_page_tells_week_history_and_whom_to_call()
    {
        var (school, _) = await Timetabled.Open(stage);
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[2]), tablet.Validated(school));
        await AddMother(school, school.Pupils[2]);
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/pupils");
        await OfficeBoard.Live(page);
        await page.Locator("#find").FillAsync("zoe eleve03");
        await page.Locator($"[data-pupil='{school.Pupils[2]}']").ClickAsync();
        await Expect(page.Locator("[data-call]")).ToHaveAttributeAsync("href", "tel:0639980102");
        await Expect(page.Locator(".week-day.today .mark.a")).ToHaveTextAsync("A");
        var said = page.Locator("[data-said]");
        await Expect(said).ToContainTextAsync("Tablette de test");
        await Expect(said).ToContainTextAsync(school.MrsMartin.ToUpperInvariant());
    }

    private static async Task AddMother(Preau.Tests.Cast.School school, Guid pupil) => Town.Must(await school.Town.Database.Write<Done>(
        new Act(null, school.Id, null, school.Town.Now, "test"), async tx =>
        {
            var id = Id<Guardian>.New();
            tx.Db.Add(new Guardian { Establishment = school.Id, SchoolYear = school.Year, Id = id, FamilyName = "ÉLÈVE03", FirstName = "Ana", MobilePhone = "0639980102" });
            tx.Db.Add(new Guardianship { Establishment = school.Id, SchoolYear = school.Year, Guardian = id, Pupil = new(pupil), From = school.Today.PlusDays(-30), Level = 1, Relation = "mother" });
            await tx.Log("test-guardian", school.Year, new { id }, Touches.Reference);
            return Done.It;
        }));
}
