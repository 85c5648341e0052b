using System.Text.Json.Nodes;

namespace Preau.Browser;

/// <summary>What is otherwise today, said by the CPE: each change reaches the teacher's tablet, and each can be taken back.</summary>
[Collection("stage")]
public class OfficeToday(Stage stage)
{
    [Fact]
    public async Task A_teacher_is_absent_and_came_after_all()
    {
        var (school, _) = await Timetabled.Open(stage);
        var martin = await school.TabletOf(school.MrsMartin);
        await using var machine = await stage.Machine(1440, 900);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/today?when=day");
        await OfficeBoard.Live(page);
        await Expect(page.Locator("[data-session='2NDE4/08:00']")).ToContainTextAsync("Physique");
        await page.Locator("[data-act=teacher-absent]").ClickAsync();
        await page.Locator("#t-who").SelectOptionAsync(new SelectOptionValue { Value = martin.Person.ToString() });
        await page.Locator("[data-form=teacher-absent] [data-act=save]").ClickAsync();

        await Expect(page.Locator("[data-session='2NDE4/08:00'][data-why=TeacherAbsent]")).ToBeVisibleAsync();
        Assert.Equal("teacher-absent", (await Session(school, martin))["why"]!.GetValue<string>());
        var change = page.Locator("[data-change=TeacherAbsent]");
        await change.Locator("[data-act=withdraw]").ClickAsync();
        await Expect(page.Locator("[data-session='2NDE4/08:00'][data-why=TeacherAbsent]")).ToHaveCountAsync(0);
        Assert.Equal("due", (await Session(school, martin))["state"]!.GetValue<string>());
        await change.Locator("[data-act=again]").ClickAsync();
        await Expect(page.Locator("[data-session='2NDE4/08:00'][data-why=TeacherAbsent]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_lesson_is_cancelled_given_by_another_moved_and_one_is_added()
    {
        var (school, _) = await Timetabled.Open(stage);
        var (martin, bernard) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        await using var machine = await stage.Machine(1180, 820);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/today?when=day");
        await OfficeBoard.Live(page);
        var session = page.Locator("[data-session='2NDE4/08:00']");
        await session.Locator(".line-head").ClickAsync();
        await session.Locator("[data-act=cancel]").ClickAsync();
        await Expect(page.Locator("[data-change=Cancelled]")).ToHaveCountAsync(1);
        Assert.Equal("cancelled", (await Session(school, martin))["state"]!.GetValue<string>());
        await page.Locator("[data-change=Cancelled] [data-act=withdraw]").ClickAsync();

        await session.Locator("[data-act=substitute]").ClickAsync();
        await page.Locator("#s-who").SelectOptionAsync(new SelectOptionValue { Value = bernard.Person.ToString() });
        await page.Locator("[data-form=substitute] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-change=Substituted]")).ToHaveCountAsync(1);
        Assert.Equal("due", (await Session(school, bernard))["state"]!.GetValue<string>());
        await page.Locator("[data-change=Substituted] [data-act=withdraw]").ClickAsync();

        await session.Locator("[data-act=move]").ClickAsync();
        await page.Locator("#m-start").FillAsync("14:00");
        await page.Locator("#m-end").FillAsync("13:00");
        await page.Locator("[data-form=move] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-form=move] .refused")).ToBeVisibleAsync();
        await page.Locator("#m-end").FillAsync("14:45");
        await page.Locator("[data-form=move] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-session='2NDE4/14:00']")).ToBeVisibleAsync();

        await page.Locator("[data-act=add]").ClickAsync();
        await page.Locator("#n-group").SelectOptionAsync("2nde 4");
        await page.Locator("#n-subject").FillAsync("Rattrapage");
        await page.Locator("#n-start").FillAsync("16:00");
        await page.Locator("#n-end").FillAsync("16:50");
        await page.Locator("[data-form=add] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-session='2NDE4/16:00']")).ToContainTextAsync("Rattrapage");
    }

    [Fact]
    public async Task A_class_is_out_and_nobody_asks_for_its_rolls()
    {
        var (school, _) = await Timetabled.Open(stage);
        await using var machine = await stage.Machine(390, 844);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/today?when=day");
        await OfficeBoard.Live(page);
        await page.Locator("[data-act=class-out]").ClickAsync();
        await page.Locator("#c-who").SelectOptionAsync("2nde 4");
        await page.Locator("#c-why").SelectOptionAsync("Exam");
        await page.Locator("[data-form=class-out] [data-act=save]").ClickAsync();
        await Expect(page.Locator("[data-session='2NDE4/08:00'][data-why=Exam]")).ToBeVisibleAsync();
        await page.GotoAsync($"{stage.Url}/e/{school.Code}");
        await Expect(page.Locator("[data-cell='2NDE4/1']")).ToHaveAttributeAsync("data-state", "notdue");
    }

    private static async Task<JsonNode> Session(Preau.Tests.Cast.School school, Preau.Tests.Cast.Tablet tablet) =>
        (await tablet.Send(HttpMethod.Get, "/api/sync/snapshot")).Answer["sessions"]!.AsArray()
            .Single(s => s!["date"]!.GetValue<string>() == school.Today.ToString("uuuu-MM-dd", null))!;
}
