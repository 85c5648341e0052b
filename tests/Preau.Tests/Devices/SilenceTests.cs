using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.Tests.Devices;

/// <summary>Nothing is told to a tablet on which nobody stays any more, for whatever reason; what it keeps is taken all the same.</summary>
public class SilenceTests
{
    private static readonly string[] told = ["/api/sync/pull", "/api/sync/snapshot", "/api/sync/plans", "/api/sync/stream", "/api/sync/photos/none", "/api/problems"];

    [Theory, OnBothEngines]
    public async Task Who_signed_out(string engine)
    {
        var (school, tablet) = await Own(engine);
        Assert.Equal(204, (await tablet.Send(HttpMethod.Post, "/api/devices/sign-out", new JsonObject { ["signIn"] = tablet.SignInId }.ToJsonString())).Status);
        await Silent(school, tablet);
    }

    [Theory, OnBothEngines]
    public async Task Whose_level_was_taken(string engine)
    {
        var (school, tablet) = await Own(engine);
        Town.Must(await school.Town.Service<TakeLevel>().Do(await Admin(school), tablet.Person, Level.Teacher));
        foreach (var path in told)
        {
            Assert.Equal((401, "sign-in.ended"), Told(await tablet.Send(HttpMethod.Get, path)));
        }
        Assert.Equal("fact.unknown-author", (await tablet.Push(tablet.Marked(school, school.Pupils[0])))["receipts"]![0]!["code"]!.GetValue<string>());
    }

    [Theory, OnBothEngines]
    public async Task Whose_account_is_locked_and_opened_again_only_after_a_new_sign_in(string engine)
    {
        var (school, tablet) = await Own(engine);
        Town.Must(await school.Town.Service<LockPerson>().Do(await Admin(school), tablet.Person, locked: true));
        await Silent(school, tablet);
        Town.Must(await school.Town.Service<LockPerson>().Do(await Admin(school), tablet.Person, locked: false));
        Assert.Equal((401, "sign-in.ended"), Told(await tablet.Send(HttpMethod.Get, "/api/sync/pull"))); // whoever had the password had this stay
        var anew = await Tablet.SignIn(school.Town.Http, school.MrsMartin, School.Password, null, tablet);
        Assert.Equal(200, (await anew.Send(HttpMethod.Get, "/api/sync/pull")).Status);
    }

    [Theory, OnBothEngines]
    public async Task Whose_password_was_chosen_anew_in_every_school(string engine)
    {
        var (school, tablet) = await Own(engine);
        var other = await school.Town.Open(3);
        await school.Town.Hire(other.Id, school.MrsMartin, Level.Teacher);
        var there = await Tablet.SignIn(school.Town.Http, school.MrsMartin, School.Password, other.Code);
        Assert.Equal(200, (await there.Send(HttpMethod.Get, "/api/sync/pull")).Status);

        var link = Town.Must(await school.Town.Service<OneTimeLinks>().ForPassword(await Admin(school) with { Who = null }, tablet.Person));
        Town.Must(await school.Town.Service<OneTimeLinks>().Use(link, null, "un-autre-mot-de-passe"));
        await Silent(school, tablet);
        Assert.Equal((401, "sign-in.ended"), Told(await there.Send(HttpMethod.Get, "/api/sync/pull")));
    }

    [Theory, OnBothEngines]
    public async Task Whose_days_are_over_which_end_at_night(string engine)
    {
        var (school, tablet) = await Own(engine);
        Town.Must(await school.Town.Service<ArrangeDevices>().Do(await Admin(school), 7));
        var speakers = school.Town.Service<Speakers>();
        var speaker = Town.Must(await speakers.Recognise(tablet.Device, tablet.Secret, TestContext.Current.CancellationToken));
        var zone = speaker.Known.Zone;
        var night = school.Town.Now.InZone(zone).Date.PlusDays(7).AtStartOfDayInZone(zone).ToInstant();
        Assert.Null(speaker.WhySilent(night - Duration.FromSeconds(1)));
        Assert.Equal("sign-in.ended", speaker.WhySilent(night)?.Code);

        Town.Must(await school.Town.Database.Write<Done>(new(null, school.Id, null, school.Town.Now, "test"), async tx =>
        {
            var old = await tx.Db.DeviceSignIns.SingleAsync();
            tx.Db.Remove(old);
            tx.Db.Add(new DeviceSignIn { Establishment = old.Establishment, Id = old.Id, Device = old.Device, Person = old.Person, Since = old.Since - Duration.FromDays(8) });
            await tx.Log("test-aged", 0, new { }, Touches.Access);
            return Done.It;
        }));
        await Silent(school, tablet);
    }

    [Theory, OnBothEngines]
    public async Task A_tablet_withdrawn_and_found_again_is_another_one(string engine)
    {
        var (school, tablet) = await Own(engine);
        Town.Must(await school.Town.Service<RevokeDevice>().Do(await Admin(school), new(tablet.Device), TestContext.Current.CancellationToken));
        var found = await Tablet.SignIn(school.Town.Http, school.MrsMartin, School.Password, null, tablet);
        Assert.NotEqual((tablet.Device, tablet.Secret), (found.Device, found.Secret));
        Assert.Equal(["accepted"], Tablet.States(await found.Push(found.Marked(school, school.Pupils[0]))));
        Assert.Equal((403, "device.revoked"), Told(await tablet.Send(HttpMethod.Get, "/api/sync/pull")));
    }

    private static async Task Silent(School school, Tablet tablet)
    {
        foreach (var path in told)
        {
            Assert.Equal((401, "sign-in.ended"), Told(await tablet.Send(HttpMethod.Get, path)));
        }
        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(tablet.Marked(school, school.Pupils[0]))));
        await using var db = school.Town.Database.Read(school.Id);
        var mark = await db.Entries.SingleAsync(e => e.Kind == "marked", TestContext.Current.CancellationToken);
        Assert.True(mark.Flags.HasFlag(EntryFlags.AfterSignOut));
    }

    private static async Task<(School School, Tablet Tablet)> Own(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        Assert.Equal(200, (await tablet.Send(HttpMethod.Get, "/api/sync/pull")).Status);
        return (school, tablet);
    }

    private static async Task<Act> Admin(School school) => new(await school.Employ(school.MrRossel), school.Id, null, school.Town.Now, "test");

    private static (int, string?) Told((int Status, JsonNode Answer) answer) => (answer.Status, answer.Answer["code"]?.GetValue<string>());
}
