using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Preau.Devices;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Tests.Sync;

/// <summary>The sync door: what is acknowledged is kept, once.</summary>
public class PushTests
{
    [Theory, OnBothEngines]
    public async Task A_roll_is_received_and_pulled_by_another_tablet(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var (tablet, other) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard));
        var before = (await other.Pull())["position"]!.GetValue<long>();

        var answer = await tablet.Push(tablet.Marked(school, school.Pupils[2]), tablet.Marked(school, school.Pupils[5], "R", 7), tablet.Validated(school));

        Assert.Equal(["accepted", "accepted", "accepted"], Tablet.States(answer));
        var news = await other.Pull(before);
        Assert.Equal(["A", "R"], news["marks"]!.AsArray().Select(m => m!["kind"]!.GetValue<string>()));
        Assert.Equal(7, news["marks"]![1]!["minutes"]!.GetValue<int>());
        Assert.Equal(school.Pupils, news["rolls"]![0]!["shown"]!.AsArray().Select(p => p!.GetValue<Guid>()));
        Assert.Equal(answer["position"]!.GetValue<long>(), news["position"]!.GetValue<long>());
    }

    [Theory, OnBothEngines]
    public async Task Sending_it_again_is_known_and_changes_nothing(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        JsonObject[] facts = [tablet.Marked(school, school.Pupils[0]), tablet.Validated(school)];
        var first = await tablet.Push(facts);

        var again = await tablet.Push(facts);

        Assert.Equal(["known", "known"], Tablet.States(again));
        Assert.Equal(first["receipts"]![0]!["position"]!.GetValue<long>(), again["receipts"]![0]!["position"]!.GetValue<long>());
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(2, await db.Entries.CountAsync(e => e.Device == tablet.Device && e.SchoolYear == school.Year));
        Assert.Single(await db.Marks.ToListAsync());
    }

    [Theory, OnBothEngines]
    public async Task A_resent_older_validation_does_not_undo_a_newer_one(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var old = tablet.Validated(school, school.Pupils[..10]);
        await tablet.Push(old);
        await tablet.Push(tablet.Validated(school));

        await tablet.Push(old);

        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(30, (await db.Rolls.SingleAsync()).ShownPupils.Count());
    }

    [Theory, OnBothEngines]
    public async Task An_id_with_another_body_is_refused_and_the_first_stays(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var fact = tablet.Marked(school, school.Pupils[0]);
        await tablet.Push(fact);
        fact["body"]!["kind"] = "R";

        var answer = await tablet.Push(fact, tablet.Marked(school, school.Pupils[1]));

        Assert.Equal(["refused", "accepted"], Tablet.States(answer));
        Assert.Equal("fact.id-reused", answer["receipts"]![0]!["code"]!.GetValue<string>());
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal("A", (await db.Marks.SingleAsync(m => m.Pupil == new Id<Preau.Pupils.Pupil>(school.Pupils[0]))).Kind);
    }

    [Theory, OnBothEngines]
    public async Task One_bad_fact_never_stops_the_others(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var (unknownPupil, unknownKind, broken) = (tablet.Marked(school, Guid.CreateVersion7()), tablet.Fact("danced", []), tablet.Marked(school, school.Pupils[3]));
        broken.Remove("claimedAt");
        var foreignAuthor = tablet.Marked(school, school.Pupils[4]);
        foreignAuthor["author"] = Guid.CreateVersion7();
        var elsewhere = tablet.Marked(school, school.Pupils[5]);
        elsewhere["body"]!["group"] = Guid.CreateVersion7();

        var answer = await tablet.Push(unknownPupil, tablet.Marked(school, school.Pupils[1]), unknownKind, foreignAuthor, elsewhere, broken);

        var codes = answer["receipts"]!.AsArray().Select(r => r!["code"]?.GetValue<string>() ?? r["state"]!.GetValue<string>());
        Assert.Equal(["rollcall.unknown-pupil", "accepted", "fact.unknown-kind", "fact.unknown-sign-in", "rollcall.unknown-group", "fact.malformed"], codes);
        Assert.All(answer["receipts"]!.AsArray().Where(r => r!["code"] is not null), r => Assert.NotEqual(r!["code"]!.GetValue<string>(), r["words"]!.GetValue<string>()));
    }

    [Theory, OnBothEngines]
    public async Task A_lost_answer_may_be_asked_again_but_a_copied_profile_is_suspended(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[0]));
        var copy = tablet.Copy();
        var lost = tablet.Sequence;
        await tablet.PushRaw(lost, tablet.Marked(school, school.Pupils[1]));
        await tablet.Push(tablet.Marked(school, school.Pupils[2]));
        await tablet.Push(tablet.Marked(school, school.Pupils[3]));

        var (status, answer) = await copy.PushRaw(copy.Sequence, copy.Marked(school, school.Pupils[4]));

        Assert.Equal((409, "sync.forked"), (status, answer["code"]!.GetValue<string>()));
        Assert.Equal(403, (await tablet.PushRaw(tablet.Sequence)).Status);
        var anew = await Tablet.SignIn(school.Town.Http, school.MrsMartin, School.Password, school.Code);
        Assert.Equal(["accepted"], Tablet.States(await anew.Push(anew.Marked(school, school.Pupils[5]))));
        await using var db = school.Town.Database.Read(school.Id);
        Assert.DoesNotContain(await db.Marks.ToListAsync(), m => m.Pupil.Value == school.Pupils[4]);
    }

    /// <summary>The server was put back from yesterday's backup: it has forgotten what it gave since. No copy can hold what was never given.</summary>
    [Theory, OnBothEngines]
    public async Task A_sequence_that_a_restored_server_has_forgotten_is_taken_and_copies_are_found_as_before(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[0]));
        var copy = tablet.Copy();
        tablet.Sequence += 12;
        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(tablet.Marked(school, school.Pupils[1]))));
        Assert.Equal(copy.Sequence + 13, tablet.Sequence);
        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(tablet.Marked(school, school.Pupils[2]))));
        Assert.Equal(409, (await copy.PushRaw(copy.Sequence, copy.Marked(school, school.Pupils[3]))).Status);

        var other = await school.TabletOf(school.MrBernard);
        Assert.Equal(409, (await other.PushRaw(long.MaxValue - 1, other.Marked(school, school.Pupils[3]))).Status);
    }

    /// <summary>A page gave a request up and sent its facts again; the first arrives all the same, after the next, or long after.</summary>
    [Theory, OnBothEngines]
    public async Task A_push_that_arrives_after_the_next_is_late_and_no_copy(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[0]));
        var (given, first, second) = (tablet.Sequence, tablet.Marked(school, school.Pupils[1]), tablet.Marked(school, school.Pupils[2]));
        await tablet.Push(first, second);
        await Late([first]);
        await Late([first, second]);
        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(tablet.Marked(school, school.Pupils[3]))));
        await Late([first, second]);
        await Late([]);
        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(tablet.Marked(school, school.Pupils[4]))));

        // An answer lost, and the facts sent again with one more: taken, and what it answers goes on.
        var lost = tablet.Sequence;
        var third = tablet.Marked(school, school.Pupils[5]);
        await tablet.PushRaw(lost, third);
        Assert.Equal(["known", "accepted"], Tablet.States(await tablet.Push(third, tablet.Marked(school, school.Pupils[6]))));
        await tablet.PushRaw(lost, third);
        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(tablet.Marked(school, school.Pupils[7]))));
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(8, await db.Marks.CountAsync());

        async Task Late(JsonObject[] facts)
        {
            var (status, answer) = await tablet.PushRaw(given, facts);
            Assert.Equal(200, status);
            Assert.All(Tablet.States(answer), state => Assert.Equal("known", state));
        }
    }

    [Theory, OnBothEngines]
    public async Task Facts_made_before_signing_out_are_taken_and_flagged(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var (status, _) = await tablet.Send(HttpMethod.Post, "/api/devices/sign-out", $$"""{"signIn":"{{tablet.SignInId}}"}""");

        var answer = await tablet.Push(tablet.Marked(school, school.Pupils[0]));

        Assert.Equal(204, status);
        Assert.Equal(["accepted"], Tablet.States(answer));
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(EntryFlags.AfterSignOut, (await db.Entries.SingleAsync(e => e.Kind == "marked")).Flags & ~EntryFlags.RankBits);
    }

    [Theory, OnBothEngines]
    public async Task A_late_receipt_is_flagged_never_refused(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var fact = tablet.Marked(school, school.Pupils[0]);
        fact["claimedAt"] = TimeProvider.System.GetUtcNow().AddDays(-3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);

        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(fact)));

        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(EntryFlags.ReceivedLate, (await db.Entries.SingleAsync(e => e.Kind == "marked")).Flags & ~EntryFlags.RankBits);
    }

    [Theory, OnBothEngines]
    public async Task A_revoked_device_is_told_so_at_once(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var act = new Act(null, school.Id, null, school.Town.Now, "test");
        Town.Must(await school.Town.Service<RevokeDevice>().Do(act, new Id<Device>(tablet.Device)));

        var (status, answer) = await tablet.PushRaw(tablet.Sequence, tablet.Marked(school, school.Pupils[0]));

        Assert.Equal((403, "device.revoked"), (status, answer["code"]!.GetValue<string>()));
    }

    [Theory, OnBothEngines]
    public async Task Forty_tablets_at_once_get_forty_rolls_and_positions_without_a_double(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablets = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => school.TabletOf(school.MrsMartin)));

        var answers = await Task.WhenAll(tablets.Select((tablet, i) =>
            tablet.Push(tablet.Marked(school, school.Pupils[i % 30]), tablet.Validated(school, null, $"{i % 24:00}:{i:00}", "23:59"))));

        var positions = answers.SelectMany(a => a["receipts"]!.AsArray()).Select(r => r!["position"]!.GetValue<long>()).ToList();
        Assert.Equal(80, positions.Distinct().Count());
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(80, await db.Entries.CountAsync(e => e.Device != null && e.SchoolYear == school.Year));
        Assert.Equal(positions.Max(), (await db.Counters.SingleAsync()).Position);
    }

    [Theory, OnBothEngines]
    public async Task Rubbish_at_the_door_is_a_clear_400_and_changes_nothing(string engine)
    {
        var school = await (await Town.On(engine)).Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        string[] rubbish = ["", "{", "[]", "null", "42", """{"sequence":"x","facts":[]}""", """{"sequence":1}""", """{"sequence":1,"facts":{}}""",
            """{"sequence":1,"facts":[1]}""", """{"sequence":1,"facts":[{}]}""", """{"sequence":99999999999999999999,"facts":[]}""", """{"sequence":0,"facts":[]} trailing""",
            "\0\0\0", new string('[', 2000), $$"""{"sequence":0,"facts":[{{string.Join(',', Enumerable.Repeat("{\"id\":\"" + Guid.CreateVersion7() + "\"}", 201))}}]}"""];

        foreach (var text in rubbish)
        {
            var (status, answer) = await tablet.Send(HttpMethod.Post, "/api/sync/push", text);
            Assert.True(status == 400, $"{status} for {text}");
            Assert.Equal("sync.malformed", answer["code"]!.GetValue<string>());
        }
        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(tablet.Marked(school, school.Pupils[0]))));
    }
}
