using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Browser;

/// <summary>The devices of a school: who runs which page, from where; withdrawn by hand; for how many days people stay signed in.</summary>
[Collection("stage")]
public class OfficeDevices(Stage stage)
{
    [Fact]
    public async Task Each_device_tells_its_page_and_when_it_was_seen_and_old_pages_are_named()
    {
        var school = await stage.Open(3);
        var (old, own) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        await Ask(old, "0.0.1 4381cdb40bd5");
        await Ask(own, $"{SetMinimumVersion.Own} 0123456789ab");
        await own.Push(own.Marked(school, school.Pupils[0]));
        await using var machine = await stage.Machine(1280, 800);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel, $"/e/{school.Code}/devices");
        await OfficeBoard.Live(page);
        await Expect(page.Locator("[data-device]")).ToHaveCountAsync(2);
        await Expect(Line(page, old).Locator("[data-runs]")).ToHaveTextAsync("page 0.0.1 4381cdb40bd5");
        await Expect(Line(page, old).Locator("[data-seen]")).ToContainTextAsync("127.0.0.1");
        await Expect(Line(page, old).Locator(".tag.wait")).ToHaveTextAsync("page ancienne");
        await Expect(Line(page, old).Locator(".name")).ToContainTextAsync(school.MrsMartin.ToUpperInvariant());
        await Expect(Line(page, own).Locator("[data-runs]")).ToHaveAttributeAsync("data-runs", $"{SetMinimumVersion.Own} 0123456789ab");
        await Expect(Line(page, own).Locator(".tag.wait")).ToHaveCountAsync(0);
        await Expect(Line(page, own).Locator(".when")).ToContainTextAsync("saisie");
        await Expect(Line(page, old).Locator(".when")).Not.ToContainTextAsync("saisie"); // it has entered nothing
    }

    [Fact]
    public async Task A_device_is_withdrawn_by_two_taps_and_by_no_single_one()
    {
        var school = await stage.Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        await using var machine = await stage.Machine(1280, 800);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel, $"/e/{school.Code}/devices");
        await OfficeBoard.Live(page);
        await Line(page, tablet).Locator("[data-act=revoke]").ClickAsync();
        await Line(page, tablet).Locator("button.quiet").ClickAsync(); // kept after all
        await Expect(Line(page, tablet)).ToHaveAttributeAsync("data-state", "good");
        Assert.Equal(["accepted"], Preau.Tests.Cast.Tablet.States(await tablet.Push(tablet.Marked(school, school.Pupils[0]))));
        await Line(page, tablet).Locator("[data-act=revoke]").ClickAsync();
        await Line(page, tablet).Locator("[data-act=confirm]").ClickAsync();
        await Expect(Line(page, tablet)).ToHaveAttributeAsync("data-state", "revoked");
        await Expect(Line(page, tablet).Locator(".tag.stop")).ToHaveTextAsync("retiré du service");
        await Expect(Line(page, tablet).Locator("[data-act=revoke]")).ToHaveCountAsync(0);
        Assert.Equal(403, (await tablet.PushRaw(tablet.Sequence, tablet.Marked(school, school.Pupils[1]))).Status);
    }

    [Fact]
    public async Task The_days_that_people_stay_signed_in_are_set_refused_out_of_bounds_and_taken_back()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine(1280, 800);
        var page = await stage.SignInAtOffice(machine, school, school.MrRossel, $"/e/{school.Code}/devices");
        await OfficeBoard.Live(page);
        var (form, said) = (page.Locator("[data-form=stay-days]"), page.Locator("[data-form=stay-days] [role=status]"));
        Assert.Null(await Days(school));
        await page.Locator("#stay-days").FillAsync("30");
        await form.Locator("[data-act=save-days]").ClickAsync();
        await Expect(said).ToHaveTextAsync("Enregistré");
        Assert.Equal((short)30, await Days(school));
        await page.ReloadAsync();
        await OfficeBoard.Live(page);
        await Expect(page.Locator("#stay-days")).ToHaveValueAsync("30");
        await form.EvaluateAsync("form => { form.noValidate = true; }"); // a browser that checks nothing
        await page.Locator("#stay-days").FillAsync("367");
        await form.Locator("[data-act=save-days]").ClickAsync();
        await Expect(form.Locator(".refused")).ToContainTextAsync("De 1 à 366 jours");
        Assert.Equal((short)30, await Days(school));
        await page.Locator("#stay-days").FillAsync("");
        await form.Locator("[data-act=save-days]").ClickAsync();
        await Expect(form.Locator(".here")).ToHaveTextAsync("Enregistré");
        Assert.Null(await Days(school));
    }

    /// <summary>A name that was chosen on a classroom tablet without network: the roll's panel says so beside what was entered under it, and beside nothing else.</summary>
    [Fact]
    public async Task What_nobody_proved_to_have_entered_is_marked_in_the_roll()
    {
        var school = await stage.Open(4);
        var (admin, martin) = (new Act(await school.Employ(school.MrRossel), school.Id, null, stage.Town.Now, "test"), await school.Employ(school.MrsMartin));
        var invited = Town.Must(await stage.Town.Service<InviteTablet>().Do(admin, new("Tablette 204", "204")));
        var device = (await Post("/api/devices/enrol", new() { ["code"] = invited.Code }, null))["device"]!;
        var (key, stay) = ($"Device {device["id"]}:{device["secret"]}", Guid.CreateVersion7());
        var his = await school.TabletOf(school.MrBernard);
        await his.Push(his.Marked(school, school.Pupils[1]));
        await Post("/api/devices/claim", new() { ["signIn"] = stay, ["person"] = martin, ["since"] = his.Fact("", [])["claimedAt"]!.DeepClone() }, key);
        var mark = his.Marked(school, school.Pupils[0]);
        (mark["author"], mark["signIn"]) = (martin, stay);
        var answer = await Post("/api/sync/push", new() { ["sequence"] = 0, ["facts"] = new JsonArray(mark) }, key);
        Assert.Equal(["accepted"], Preau.Tests.Cast.Tablet.States(answer));

        await using var machine = await stage.Machine(1280, 800);
        var page = await stage.SignInAtOffice(machine, school, school.MrsLauriac, $"/e/{school.Code}/roll/2NDE4/1");
        await Expect(page.Locator($".roll-line[data-pupil='{school.Pupils[0]}'] .unproven")).ToHaveTextAsync("auteur non vérifié");
        await Expect(page.Locator($".roll-line[data-pupil='{school.Pupils[1]}'][data-state=absent]")).ToBeVisibleAsync();
        await Expect(page.Locator(".unproven")).ToHaveCountAsync(1);
    }

    private async Task<JsonNode> Post(string path, JsonObject body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", key);
        using var answer = await stage.Town.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    private static ILocator Line(IPage page, Preau.Tests.Cast.Tablet tablet) => page.Locator($"[data-device='{tablet.Device}']");

    private Task<short?> Days(School school) => stage.Town.Service<ArrangeDevices>().Current(school.Id);

    /// <summary>Asks for news as that page does.</summary>
    private async Task Ask(Preau.Tests.Cast.Tablet tablet, string page)
    {
        using var request = tablet.Request(HttpMethod.Get, "/api/sync/pull");
        request.Headers.Add(SeenDevices.PageHeader, page);
        using var answer = await stage.Town.Http.SendAsync(request);
        Assert.Equal(200, (int)answer.StatusCode);
    }
}
