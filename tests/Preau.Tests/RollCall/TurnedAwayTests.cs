using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Devices;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Tests.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>Refusals of the sync door and of the doors before it that no other test reaches; each by its code, through the door.</summary>
public class TurnedAwayTests
{
    [Theory, OnBothEngines]
    public async Task A_pupil_who_is_not_here_yet_or_no_more_is_not_marked(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        Town.Must(await school.Town.Database.Write<Done>(act, async tx =>
        {
            var (coming, gone) = (new Id<Pupil>(school.Pupils[0]), new Id<Pupil>(school.Pupils[1]));
            (await tx.Db.Pupils.SingleAsync(p => p.Id == coming)).EnteredOn = school.Today.PlusDays(1);
            (await tx.Db.Pupils.SingleAsync(p => p.Id == gone)).LeftOn = school.Today;
            await tx.Log("test", school.Year, new { }, Touches.Reference);
            return Done.It;
        }));
        var tablet = await school.TabletOf(school.MrsLauriac);
        var answer = await tablet.Push(tablet.Marked(school, school.Pupils[0]), tablet.Marked(school, school.Pupils[1]), tablet.Marked(school, school.Pupils[2]));
        Assert.Equal(["rollcall.not-yet", "rollcall.left", "accepted"], Codes(answer));
        Assert.All([(0, school.Today.PlusDays(1)), (1, school.Today)], on => Assert.Contains($"{on.Item2.Year}", answer["receipts"]![on.Item1]!["words"]!.GetValue<string>()));
    }

    [Theory, OnBothEngines]
    public async Task A_teacher_is_too_late_on_the_next_day(string engine)
    {
        var (school, _, _) = await TimetableVerbsTests.WithLesson(engine);
        var tablet = await school.TabletOf(school.MrsMartin);
        var mark = tablet.Marked(school, school.Pupils[0]);
        mark["claimedAt"] = school.Today.PlusDays(1).At(new(0, 5)).InZoneLeniently(DateTimeZoneProviders.Tzdb["Europe/Paris"]).ToInstant().ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", null);
        Assert.Equal(["rollcall.too-late"], Codes(await tablet.Push(mark)));
    }

    [Theory, OnBothEngines]
    public async Task A_fact_said_twice_of_nobody_or_of_no_year_is_refused_alone(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var (tablet, act) = (await school.TabletOf(school.MrsMartin), new Act(null, school.Id, null, school.Town.Now, "test"));
        var once = tablet.Marked(school, school.Pupils[0]);
        Assert.Equal(["accepted", "fact.repeated"], Codes(await tablet.Push(once, once)));
        Town.Must(await school.Town.Service<TakeLevel>().Do(act, tablet.Person, Level.Teacher));
        Assert.Equal(["fact.unknown-author"], Codes(await tablet.Push(tablet.Marked(school, school.Pupils[1]))));
        var cpe = await school.TabletOf(school.MrsLauriac);
        Town.Must(await school.Town.Database.Write<Done>(act, async tx =>
        {
            tx.Db.SchoolYears.RemoveRange(await tx.Db.SchoolYears.ToListAsync());
            await tx.Log("test", 0, new { }, Touches.Reference);
            return Done.It;
        }));
        Assert.Equal(["fact.no-school-year"], Codes(await cpe.Push(cpe.Marked(school, school.Pupils[1]))));
    }

    [Theory, OnBothEngines]
    public async Task A_device_that_is_not_known_or_suspended_does_not_speak(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        var key = tablet.Secret;
        tablet.Secret = "wrong";
        Assert.Equal((401, "device.unknown"), Told(await tablet.Send(HttpMethod.Get, "/api/sync/pull")));
        tablet.Secret = key;
        var copy = tablet.Copy();
        await tablet.Push(tablet.Marked(school, school.Pupils[0]));
        await tablet.Push(tablet.Marked(school, school.Pupils[1]));
        await tablet.Push(tablet.Marked(school, school.Pupils[2]));
        Assert.Equal((409, "sync.forked"), Told(await copy.PushRaw(copy.Sequence, copy.Marked(school, school.Pupils[0]))));
        Assert.Equal((403, "device.suspended"), Told(await tablet.Send(HttpMethod.Get, "/api/sync/pull")));
        Assert.Equal((403, "who.not-shared"), Told(await AnyTablet(school, "/api/devices/who", new() { ["person"] = Guid.CreateVersion7(), ["code"] = "1234" })));
        Assert.Equal((403, "who.not-shared"), Told(await AnyTablet(school, "/api/devices/own", new() { ["signIns"] = new JsonArray() })));
    }

    [Fact]
    public async Task Tablets_are_named_and_revoked_by_rule()
    {
        var school = await (await Town.On("sqlite")).Open(1);
        var act = new Act(await school.Employ(school.MrRossel), school.Id, null, school.Town.Now, "test");
        Assert.Equal("device.bad-name", (await school.Town.Service<InviteTablet>().Do(act, new(" ", null))).Refusal!.Code);
        Assert.Equal("device.bad-room", (await school.Town.Service<InviteTablet>().Do(act, new("Tablette", new string('x', 41)))).Refusal!.Code);
        Assert.Equal("device.bad-days", (await school.Town.Service<ArrangeDevices>().Do(act, 367)).Refusal!.Code);
        Assert.Equal("device.not-here", (await school.Town.Service<RevokeDevice>().Do(act, Id<Device>.New())).Refusal!.Code);
    }

    [Theory, OnBothEngines]
    public async Task Who_signs_in_must_be_known_and_say_where(string engine)
    {
        var town = await Town.On(engine);
        var (school, other) = (await town.Open(1), await town.Open(1));
        var martin = await school.Employ(school.MrsMartin);
        Assert.Equal((401, "sign-in.refused"), await SignIn(town, school.MrsMartin, "not-the-password", null));
        Assert.Equal((401, "sign-in.refused"), await SignIn(town, "nobody-at-all", School.Password, null));
        await town.Hire(other.Id, school.MrsMartin, Level.Teacher);
        Assert.Equal((409, "sign-in.choose"), await SignIn(town, school.MrsMartin, School.Password, null));
        Assert.Equal((403, "sign-in.no-establishment"), await SignIn(town, school.MrsMartin, School.Password, "NOWHERE"));
    }

    [Fact]
    public async Task Who_tries_hundreds_of_times_a_minute_waits()
    {
        var town = await Town.Start("sqlite");
        var told = (Status: 0, Code: "");
        for (var tries = 0; tries < 305 && told.Status != 429; tries++)
        {
            using var answer = await town.Http.PostAsync("/api/devices/sign-in", new StringContent("{", null, "application/json"));
            told = ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())?["code"]?.GetValue<string>() ?? "");
        }
        Assert.Equal((429, "sign-in.throttled"), told);
        await town.Stop();
    }

    [Fact]
    public async Task What_is_no_route_or_no_request_is_told_so()
    {
        var town = await Town.On("sqlite");
        using var nowhere = await town.Http.GetAsync("/api/nowhere");
        Assert.Equal((HttpStatusCode.NotFound, "error.no-route"), (nowhere.StatusCode, (await nowhere.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.GetValue<string>()));
        using var broken = await town.Http.PostAsync("/api/devices/enrol", new StringContent("{", null, "application/json"));
        Assert.Equal("error.bad-request", (await broken.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.GetValue<string>());
        using var trust = await town.Http.GetAsync("/trust/authority.crt");
        Assert.Equal("tls.no-authority", (await trust.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.GetValue<string>());
    }

    private static async Task<(int, string)> SignIn(Town town, string userName, string password, string? establishment)
    {
        using var answer = await town.Http.PostAsJsonAsync("/api/devices/sign-in", new
        {
            userName, password, establishment, device = new { id = (Guid?)null, secret = (string?)null, name = "Tablette de test", kind = "tablet" },
        });
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.GetValue<string>());
    }

    private static async Task<(int, JsonNode)> AnyTablet(School school, string path, JsonObject body) =>
        await (await school.TabletOf(school.MrBernard)).Send(HttpMethod.Post, path, body.ToJsonString());

    private static (int, string?) Told((int Status, JsonNode Answer) told) => (told.Status, told.Answer["code"]?.GetValue<string>());

    private static IEnumerable<string> Codes(JsonNode answer) => answer["receipts"]!.AsArray().Select(r => r!["code"]?.GetValue<string>() ?? r["state"]!.GetValue<string>());
}
