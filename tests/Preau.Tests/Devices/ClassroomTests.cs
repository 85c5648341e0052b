using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Devices;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Seating;

namespace Preau.Tests.Devices;

/// <summary>A classroom tablet: enrolled once by a code, asks who stands before it, takes rolls of people who have not proved who they are, and says so.</summary>
public class ClassroomTests
{
    private const string Code = "4815";

    [Theory, OnBothEngines]
    public async Task A_code_enrols_one_tablet_once_for_fifteen_minutes(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var invited = Town.Must(await school.Town.Service<InviteTablet>().Do(await Admin(school), new("Tablette 204", "204")));
        Assert.Equal(10, invited.Code.Length);
        Assert.Equal(Duration.FromMinutes(15), invited.Until - school.Town.Now, new Near());

        var (status, enrolled) = await Post(school, "/api/devices/enrol", new() { ["code"] = $"{invited.Code[..5].ToLowerInvariant()} - {invited.Code[5..]}" });
        Assert.Equal((200, "204", true), (status, enrolled["device"]!["room"]!.GetValue<string>(), enrolled["device"]!["shared"]!.GetValue<bool>()));
        Assert.Equal((404, "enrol.unknown"), Told(await Post(school, "/api/devices/enrol", new() { ["code"] = invited.Code })));
        Assert.Equal((404, "enrol.unknown"), Told(await Post(school, "/api/devices/enrol", new() { ["code"] = "AAAAABBBBB" })));
        await using var db = school.Town.Database.Read(EstablishmentId.Platform);
        Assert.DoesNotContain(await db.Devices.Where(d => d.Establishment == school.Id).ToListAsync(TestContext.Current.CancellationToken), d => !d.IsShared);
    }

    [Theory, OnBothEngines]
    public async Task A_tablet_whose_answer_was_lost_asks_again_with_the_same_code_until_it_has_sent_something(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var (first, second, key, other) = (await Invited(school), await Invited(school), Chosen(), Chosen());
        var enrolled = Town.Must(await Enrol(first, key));
        Assert.Equal((key.Id, key.Secret), (enrolled.Device.Id.Value, enrolled.Secret));
        var again = Town.Must(await Enrol(first, key));
        Assert.Equal((key.Id, key.Secret, school.Id), (again.Device.Id.Value, again.Secret, again.Establishment.Id));
        await using (var db = school.Town.Database.Read(EstablishmentId.Platform))
        {
            Assert.Single(await db.Devices.Where(d => d.Establishment == school.Id).ToListAsync(TestContext.Current.CancellationToken));
        }
        Assert.Equal("enrol.unknown", (await Enrol(first, other)).Refusal?.Code);
        Assert.Equal("enrol.unknown", (await Enrol(first, null)).Refusal?.Code);
        Assert.Equal("enrol.unknown", (await Enrol(first, other with { Id = key.Id })).Refusal?.Code);

        // Neither an id that another has nor a poor secret is taken: the server makes its own.
        var taken = Town.Must(await Enrol(second, other with { Id = key.Id }));
        Assert.True(taken.Device.Id.Value != key.Id && taken.Secret != other.Secret);
        Assert.Equal(44, Town.Must(await Enrol(await Invited(school), new(Guid.NewGuid(), "1234"))).Secret.Length);

        // Whoever has sent something has heard it; who was withdrawn is told nothing.
        var (martin, speaks) = (await WithCode(school, school.MrsMartin), $"Device {key.Id}:{key.Secret}");
        var stay = (await Who(school, speaks, martin, Code)).Answer["signIn"]!["id"]!.GetValue<Guid>();
        Assert.Null((await Enrol(first, key)).Refusal);
        Assert.Equal(200, (await Post(school, "/api/sync/push", Mark(school, stay, martin), speaks)).Status);
        Assert.Equal("enrol.unknown", (await Enrol(first, key)).Refusal?.Code);
        var third = await Invited(school);
        Assert.Null((await Enrol(third, other)).Refusal);
        Town.Must(await school.Town.Service<RevokeDevice>().Do(await Admin(school), new(other.Id), TestContext.Current.CancellationToken));
        Assert.Equal("enrol.unknown", (await Enrol(third, other)).Refusal?.Code);

        Task<Answer<EnrolTablet.Enrolled>> Enrol(string code, EnrolTablet.Key? by) => school.Town.Service<EnrolTablet>().Do(code, by, TestContext.Current.CancellationToken);
        static EnrolTablet.Key Chosen() => new(Guid.CreateVersion7(), Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
    }

    private static async Task<string> Invited(School school) => Town.Must(await school.Town.Service<InviteTablet>().Do(await Admin(school), new("Tablette 204", "204"))).Code;

    [Theory, OnBothEngines]
    public async Task A_code_whose_time_is_over_enrols_nobody(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        var act = await Admin(school) with { At = school.Town.Now - Duration.FromMinutes(16) };
        var invited = Town.Must(await school.Town.Service<InviteTablet>().Do(act, new("Tablette 204", null)));
        Assert.Equal((404, "enrol.unknown"), Told(await Post(school, "/api/devices/enrol", new() { ["code"] = invited.Code })));
    }

    [Theory, OnBothEngines]
    public async Task The_right_code_opens_a_stay_and_wrong_ones_close_the_door(string engine)
    {
        var (school, key) = await Classroom(engine);
        var martin = await WithCode(school, school.MrsMartin);
        var (status, known) = await Who(school, key, martin, Code);
        Assert.Equal((200, "teacher"), (status, known["person"]!["level"]!.GetValue<string>()));

        for (var i = 0; i < CodeRules.FreeTries; i++)
        {
            Assert.Equal((401, "who.refused"), Told(await Who(school, key, martin, "0000")));
        }
        // The right code does not help any more, and the wait is told: a new tab or a reload has no other count.
        Assert.Equal((429, "who.wait"), Told(await Who(school, key, martin, Code)));
        Assert.Equal((401, "who.refused"), Told(await Who(school, key, await school.Employ(school.MrBernard), "4815"))); // has no code: the same words
    }

    [Theory, OnBothEngines]
    public async Task A_hundred_tries_at_once_are_no_better(string engine)
    {
        var (school, key) = await Classroom(engine);
        var martin = await WithCode(school, school.MrsMartin);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Who(school, key, martin, $"{1000 + i}")));
        Assert.Equal(CodeRules.FreeTries, answers.Count(a => a.Status == 401));
        Assert.Equal(40 - CodeRules.FreeTries, answers.Count(a => a.Status == 429));
    }

    [Theory, OnBothEngines]
    public async Task Ten_wrong_codes_on_one_tablet_close_it_for_everybody(string engine)
    {
        var (school, key) = await Classroom(engine);
        var martin = await WithCode(school, school.MrsMartin);
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal((401, "who.refused"), Told(await Who(school, key, Guid.CreateVersion7(), "4816")));
        }
        Assert.Equal(200, (await Who(school, key, martin, Code)).Status); // a right one costs nobody anything
        Assert.Equal((401, "who.refused"), Told(await Who(school, key, martin, "4816")));
        Assert.Equal((429, "who.wait"), Told(await Who(school, key, martin, Code)));

        var other = await Enrolled(school);
        Assert.Equal(200, (await Who(school, other, martin, Code)).Status); // not on the tablet beside
        Assert.InRange(await Wait(school, key, martin), 0.5, 1);
        await Later(school, Duration.FromMinutes(1));
        Assert.Equal((401, "who.refused"), Told(await Who(school, key, martin, "4817")));
        Assert.InRange(await Wait(school, key, martin), 1.5, 2);
        await Later(school, Duration.FromMinutes(2));
        Assert.Equal(200, (await Who(school, key, martin, Code)).Status);
    }

    [Theory, OnBothEngines]
    public async Task A_password_never_makes_a_classroom_tablet_somebody_s_own(string engine)
    {
        var (school, key) = await Classroom(engine);
        var (id, secret) = (Guid.Parse(key.AsSpan(7, 36)), key[44..]);
        var stranger = await school.Town.Open(1);
        await stranger.Employ(stranger.MrsMartin);
        await school.Employ(school.MrsMartin);
        Assert.Equal(id, (await SignIn(school, school.MrsMartin, id, secret)).Answer["device"]!["id"]!.GetValue<Guid>());
        Assert.Equal((403, "device.not-here"), Told(await SignIn(school, stranger.MrsMartin, id, secret)));
        Assert.Equal((403, "device.needs-code"), Told(await SignIn(school, school.MrsMartin, id, "not its secret", shared: true)));
        Assert.Equal((403, "device.needs-code"), Told(await SignIn(school, school.MrsMartin, null, null, shared: true)));

        var speaker = Town.Must(await school.Town.Service<Speakers>().Recognise(id, secret, TestContext.Current.CancellationToken));
        Town.Must(await school.Town.Service<SuspendDevice>().Do(speaker, TestContext.Current.CancellationToken));
        Assert.Equal((403, "device.needs-code"), Told(await SignIn(school, school.MrsMartin, id, secret))); // an earlier page does not say what it is
        Assert.Equal((403, "device.needs-code"), Told(await SignIn(school, school.MrsMartin, id, secret, shared: true)));
        Town.Must(await school.Town.Service<RevokeDevice>().Do(await Admin(school), new(id), TestContext.Current.CancellationToken));
        Assert.Equal((403, "device.revoked"), Told(await SignIn(school, school.MrsMartin, id, secret)));
        Assert.Equal((403, "device.revoked"), Told(await SignIn(school, school.MrsMartin, id, secret, shared: true)));

        await using var db = school.Town.Database.Read(EstablishmentId.Platform);
        Assert.Equal(id, Assert.Single(await db.Devices.Where(d => d.Establishment == school.Id).ToListAsync(TestContext.Current.CancellationToken)).Id.Value);
    }

    [Theory, OnBothEngines]
    public async Task A_name_chosen_offline_is_taken_marked_and_proved_later(string engine)
    {
        var (school, key) = await Classroom(engine);
        var martin = await WithCode(school, school.MrsMartin);
        var stay = Guid.CreateVersion7();
        var claim = new JsonObject { ["signIn"] = stay, ["person"] = martin, ["since"] = "2026-11-23T07:07:31.123Z" };
        Assert.Equal(204, (await Post(school, "/api/devices/claim", claim, key)).Status);
        Assert.Equal(204, (await Post(school, "/api/devices/claim", claim, key)).Status);
        Assert.Equal(200, (await Post(school, "/api/sync/push", Mark(school, stay, martin), key)).Status);

        Assert.Single(await Unproven(school));
        Assert.Equal(200, (await Who(school, key, martin, Code, stay)).Status);
        Assert.Empty(await Unproven(school));
    }

    [Theory, OnBothEngines]
    public async Task A_name_chosen_offline_is_asked_about_after_a_password_too(string engine)
    {
        var (school, key) = await Classroom(engine);
        var (martin, stay) = (await school.Employ(school.MrsMartin), Guid.CreateVersion7());
        Assert.Equal(204, (await Claim(school, key, stay, martin)).Status);
        Assert.Equal(200, (await Post(school, "/api/sync/push", Mark(school, stay, martin), key)).Status);
        Assert.Single(await Unproven(school));
        var signed = await SignIn(school, school.MrsMartin, Guid.Parse(key.AsSpan(7, 36)), key[44..]);
        Assert.Equal([stay], Doubted(signed.Answer));
        Assert.Single(await Unproven(school));
        Assert.Equal(204, (await Own(school, key, stay)).Status);
        Assert.Empty(await Unproven(school));
    }

    [Theory, OnBothEngines]
    public async Task Who_gives_the_code_says_what_was_theirs_and_of_their_own_name_only(string engine)
    {
        var (school, key) = await Classroom(engine);
        var (martin, bernard) = (await WithCode(school, school.MrsMartin), await WithCode(school, school.MrBernard));
        var (hers, aPupils, his, old) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (stay, person, hours) in new[] { (aPupils, martin, 1), (hers, martin, 3), (his, bernard, 2), (old, martin, 24 * 9) })
        {
            Assert.Equal(204, (await Claim(school, key, stay, person, school.Town.Now - Duration.FromHours(hours))).Status);
        }
        var push = Mark(school, hers, martin);
        push["facts"]!.AsArray().Add(Mark(school, aPupils, martin, 1)["facts"]![0]!.DeepClone());
        push["facts"]!.AsArray().Add(Mark(school, his, bernard, 2)["facts"]![0]!.DeepClone());
        Assert.Equal(200, (await Post(school, "/api/sync/push", push, key)).Status);
        var marks = push["facts"]!.AsArray().Select(f => f!["id"]!.GetValue<Guid>()).ToArray();

        Assert.Equal((401, "sign-in.ended"), Told(await Own(school, key, hers))); // nobody has proved who they are
        Assert.Equal([hers, aPupils], Doubted((await Who(school, key, martin, Code)).Answer)); // oldest first; nine days ago is asked about no more
        Assert.Equal(marks.Order(), (await Unproven(school)).Order()); // the code alone proves nothing that was entered before
        Assert.Equal(204, (await Own(school, key, hers, his)).Status);
        Assert.Equal(204, (await Own(school, key, hers)).Status);
        Assert.Equal(marks[1..].Order(), (await Unproven(school)).Order());
        Assert.Equal([aPupils], Doubted((await Who(school, key, martin, Code)).Answer));

        Assert.Equal([his], Doubted((await Who(school, key, bernard, Code)).Answer));
        Assert.Equal(204, (await Own(school, key, aPupils)).Status);
        Assert.Equal(marks[1..].Order(), (await Unproven(school)).Order());
        Assert.Equal((400, "who.too-many"), Told(await Own(school, key, [.. Enumerable.Range(0, OwnStays.Most + 1).Select(_ => Guid.CreateVersion7())])));
    }

    [Theory, OnBothEngines]
    public async Task Whoever_comes_ends_the_stay_of_who_was_there(string engine)
    {
        var (school, key) = await Classroom(engine);
        var (martin, bernard) = (await WithCode(school, school.MrsMartin), await WithCode(school, school.MrBernard));
        Assert.Equal(200, (await Who(school, key, martin, Code)).Status);
        Assert.Equal(200, (await Who(school, key, bernard, Code)).Status); // the word that Mrs Martin left was lost
        Assert.Equal([bernard], await Open(school));
        Assert.Equal(bernard, await Here(school, key));

        // Mr Bernard is forgotten without network; Mrs Martin's name is chosen after him: the plans and exits of nobody are told to her.
        Assert.Equal(204, (await Claim(school, key, Guid.CreateVersion7(), martin, school.Town.Now + Duration.FromMinutes(1))).Status);
        Assert.Empty(await Open(school));
        Assert.Null(await Here(school, key));
    }

    [Theory, OnBothEngines]
    public async Task A_stay_of_half_a_day_ago_is_nobody_s_and_a_locked_person_s_code_opens_none(string engine)
    {
        var (school, key) = await Classroom(engine);
        var martin = await WithCode(school, school.MrsMartin);
        Assert.Equal(200, (await Who(school, key, martin, Code)).Status);
        await Aged(school, Duration.FromHours(5));
        Assert.Null(await Here(school, key));

        Town.Must(await school.Town.Service<LockPerson>().Do(await Admin(school), martin, locked: true));
        Assert.Equal((401, "who.refused"), Told(await Who(school, key, martin, Code)));
    }

    [Theory, OnBothEngines]
    public async Task A_key_that_leaves_a_classroom_fills_no_disk(string engine)
    {
        var (school, key) = await Classroom(engine);
        var martin = await school.Employ(school.MrsMartin);
        var speaker = Town.Must(await school.Town.Service<Speakers>().Recognise(Guid.Parse(key.AsSpan(7, 36)), key[44..], TestContext.Current.CancellationToken));
        var told = new List<string?>();
        for (var n = 0; n < 125; n++)
        {
            told.Add((await school.Town.Service<ClaimStay>().Do(speaker, new(Guid.CreateVersion7(), martin, school.Town.Now), TestContext.Current.CancellationToken)).Refusal?.Code);
        }
        Assert.Equal((120, 5), (told.Count(code => code is null), told.Count(code => code == "who.wait")));
    }

    [Theory, OnBothEngines]
    public async Task A_chosen_name_says_no_more_than_a_teacher_does(string engine)
    {
        var (school, key) = await Classroom(engine);
        var (head, stay) = (await school.Employ(school.MrRossel), Guid.CreateVersion7());
        Assert.Equal(204, (await Post(school, "/api/devices/claim", new() { ["signIn"] = stay, ["person"] = head, ["since"] = "2026-11-23T07:07:31.123Z" }, key)).Status);
        Assert.Equal("accepted", (await Post(school, "/api/sync/push", Mark(school, stay, head), key)).Answer["receipts"]![0]!["state"]!.GetValue<string>());
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(0, (await db.Marks.SingleAsync(TestContext.Current.CancellationToken)).Rank);
        var stage = Mark(school, stay, head, 1);
        (stage["sequence"], stage["facts"]![0]!["body"]!["kind"]) = (1, "ST");
        Assert.Equal("rollcall.kind-not-yours", (await Post(school, "/api/sync/push", stage, key)).Answer["receipts"]![0]!["code"]!.GetValue<string>());
    }

    [Theory, OnBothEngines]
    public async Task A_chosen_name_takes_nothing_back_of_what_its_owner_proved(string engine)
    {
        var (school, key) = await Classroom(engine);
        var desk = await school.TabletOf(school.MrsLauriac);
        var word = desk.Marked(school, school.Pupils[0]);
        Assert.Equal(["accepted"], Tablet.States(await desk.Push(word)));
        var stay = Guid.CreateVersion7();
        Assert.Equal(204, (await Claim(school, key, stay, desk.Person)).Status);
        var push = Mark(school, stay, desk.Person);
        (push["facts"]![0]!["body"]!["kind"], push["facts"]![0]!["body"]!["replaces"]) = ("P", new JsonArray(word["id"]!.DeepClone()));
        Assert.Equal("accepted", (await Post(school, "/api/sync/push", push, key)).Answer["receipts"]![0]!["state"]!.GetValue<string>());
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal(("A", false), (Fold.Of(await db.Marks.ToListAsync(TestContext.Current.CancellationToken)) is var fold ? fold.Shown!.Value.Kind : "", fold.Disputed));
    }

    /// <summary>A mark stands beside those of others; a plan would take the place of its owner's.</summary>
    [Theory, OnBothEngines]
    public async Task A_chosen_name_arranges_nobodys_seats(string engine)
    {
        var (school, key) = await Classroom(engine);
        var (martin, stay) = (await school.Employ(school.MrsMartin), Guid.CreateVersion7());
        Assert.Equal(204, (await Claim(school, key, stay, martin)).Status);
        var push = Mark(school, stay, martin);
        var plan = push["facts"]![0]!.DeepClone();
        (plan["id"], plan["kind"]) = (Guid.CreateVersion7(), SeatsArranged.Kind);
        plan["body"] = new JsonObject { ["group"] = school.Class, ["room"] = "204", ["columns"] = 6, ["rows"] = 5, ["seats"] = new JsonArray() };
        push["facts"]!.AsArray().Add(plan);
        var receipts = (await Post(school, "/api/sync/push", push, key)).Answer["receipts"]!.AsArray();
        Assert.Equal([null, "seating.unproven"], receipts.Select(r => r!["code"]?.GetValue<string>()));
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Empty(await db.Set<SeatingPlan>().ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnBothEngines]
    public async Task Only_a_classroom_tablet_asks_who_and_a_stranger_s_stay_is_nobody_s(string engine)
    {
        var (school, key) = await Classroom(engine);
        var own = await school.TabletOf(school.MrsMartin);
        var claim = new JsonObject { ["signIn"] = Guid.CreateVersion7(), ["person"] = own.Person, ["since"] = "2026-11-23T07:07:31.123Z" };
        Assert.Equal(403, (await own.Send(HttpMethod.Post, "/api/devices/claim", claim.ToJsonString())).Status);
        Assert.Equal(403, (await own.Send(HttpMethod.Post, "/api/devices/who", new JsonObject { ["person"] = own.Person, ["code"] = Code }.ToJsonString())).Status);
        Assert.Equal((404, "sign-in.unknown"), Told(await Post(school, "/api/devices/claim", new() { ["signIn"] = own.SignInId, ["person"] = own.Person, ["since"] = "2026-11-23T07:07:31.123Z" }, key)));
    }

    [Fact]
    public void Tries_cost_more_and_more_and_an_easy_code_is_none()
    {
        var at = Instant.FromUtc(2026, 11, 23, 8, 0);
        Assert.Null(CodeRules.ClosedUntil(4, at, 5));
        Assert.Equal([1, 2, 4, 60], new[] { 5, 6, 7, 40 }.Select(n => (int)(CodeRules.ClosedUntil(n, at, 5)!.Value - at).TotalMinutes));
        Assert.Equal(["code.bad-form", "code.bad-form", "code.bad-form", "code.too-easy", "code.too-easy", "code.too-easy", null],
            new[] { "481", "4815162", "48a5", "1111", "1234", "987654", Code }.Select(c => CodeRules.WhyWeak(c)?.Code));
    }

    private static Task<(int Status, JsonNode Answer)> Claim(School school, string key, Guid stay, Guid person, Instant? since = null) =>
        Post(school, "/api/devices/claim", new() { ["signIn"] = stay, ["person"] = person, ["since"] = (since ?? school.Town.Now).ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null) }, key);

    /// <summary>Who stays open in the school's rows.</summary>
    private static async Task<List<Guid>> Open(School school)
    {
        await using var db = school.Town.Database.Read(school.Id);
        return await db.DeviceSignIns.Where(s => s.EndedAt == null).Select(s => s.Person).ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Who stands there, as the tablet is told.</summary>
    private static async Task<Guid?> Here(School school, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sync/snapshot");
        request.Headers.TryAddWithoutValidation("Authorization", key);
        using var answer = await school.Town.Http.SendAsync(request);
        Assert.Equal(200, (int)answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["person"]?["id"]?.GetValue<Guid>();
    }

    /// <summary>As if the stays had begun so long ago.</summary>
    private static async Task Aged(School school, Duration by) => Town.Must(await school.Town.Database.Write<Done>(new(null, school.Id, null, school.Town.Now, "test"), async tx =>
    {
        foreach (var old in await tx.Db.DeviceSignIns.ToListAsync())
        {
            tx.Db.Remove(old);
            tx.Db.Add(new DeviceSignIn { Establishment = old.Establishment, Id = old.Id, Device = old.Device, Person = old.Person, Since = old.Since - by, EndedAt = old.EndedAt });
        }
        await tx.Log("test-aged", 0, new { }, Touches.Access);
        return Done.It;
    }));

    private static async Task<Act> Admin(School school) => new(await school.Employ(school.MrRossel), school.Id, null, school.Town.Now, "test");

    private static async Task<(School School, string Key)> Classroom(string engine)
    {
        var school = await (await Town.On(engine)).Open(3);
        return (school, await Enrolled(school));
    }

    private static async Task<string> Enrolled(School school)
    {
        var invited = Town.Must(await school.Town.Service<InviteTablet>().Do(await Admin(school), new("Tablette 204", "204")));
        var device = (await Post(school, "/api/devices/enrol", new() { ["code"] = invited.Code })).Answer["device"]!;
        return $"Device {device["id"]}:{device["secret"]}";
    }

    private static Task<(int Status, JsonNode Answer)> SignIn(School school, string userName, Guid? id, string? secret, bool? shared = null) => Post(school, "/api/devices/sign-in", new()
    {
        ["userName"] = userName, ["password"] = School.Password,
        ["device"] = new JsonObject { ["id"] = id, ["secret"] = secret, ["name"] = "Tablette", ["kind"] = "tablet", ["shared"] = shared },
    });

    /// <summary>Minutes that somebody is told to wait; asked of a verb of its own, as after a restart: nothing is counted in memory.</summary>
    private static async Task<double> Wait(School school, string key, Guid person)
    {
        var speaker = Town.Must(await school.Town.Service<Speakers>().Recognise(Guid.Parse(key.AsSpan(7, 36)), key[44..], TestContext.Current.CancellationToken));
        var told = (await new SayWho(school.Town.Database, school.Town.Service<SchoolClock>()).Do(speaker, person, Code, null, TestContext.Current.CancellationToken)).Refusal!;
        Assert.Equal("who.wait", told.Code);
        return (int)told.Arguments[0]! / 60.0;
    }

    /// <summary>As if so much time had passed since the last tries.</summary>
    private static async Task Later(School school, Duration by) => Town.Must(await school.Town.Database.Write<Done>(new(null, school.Id, null, school.Town.Now, "test"), async tx =>
    {
        foreach (var tries in await tx.Db.CodeTries.ToListAsync())
        {
            tries.LastAt -= by;
        }
        return Done.It;
    }));

    private static async Task<Guid> WithCode(School school, string userName)
    {
        var person = await school.Employ(userName);
        Town.Must(await school.Town.Service<SetPersonCode>().Do(await Admin(school), person, Code));
        return person;
    }

    private static JsonObject Mark(School school, Guid stay, Guid author, int pupil = 0)
    {
        var body = Tablet.Hour(school);
        (body["pupil"], body["kind"], body["minutes"], body["replaces"]) = (school.Pupils[pupil], "A", null, new JsonArray());
        var fact = new JsonObject { ["id"] = Guid.CreateVersion7(), ["kind"] = "marked", ["author"] = author, ["signIn"] = stay, ["claimedAt"] = school.Town.Now.ToString(), ["body"] = body };
        return new() { ["sequence"] = 0, ["facts"] = new JsonArray(fact) };
    }

    private static async Task<IReadOnlySet<Guid>> Unproven(School school)
    {
        var act = new Act(await school.Employ(school.MrsLauriac), school.Id, null, school.Town.Now, "test");
        return Town.Must(await school.Town.Service<ReadRoll>().Do(act, new(school.Class), school.Today, new(8, 0))).Unproven;
    }

    private static Task<(int Status, JsonNode Answer)> Who(School school, string key, Guid person, string code, Guid? lasting = null) =>
        Post(school, "/api/devices/who", new() { ["person"] = person, ["code"] = code, ["lasting"] = lasting }, key);

    private static Task<(int Status, JsonNode Answer)> Own(School school, string key, params Guid[] stays) =>
        Post(school, "/api/devices/own", new() { ["signIns"] = new JsonArray([.. stays.Select(s => JsonValue.Create(s))]) }, key);

    private static IEnumerable<Guid> Doubted(JsonNode answer) => answer["doubted"]!.AsArray().Select(d => d!["signIn"]!.GetValue<Guid>());

    private static (int, string) Told((int Status, JsonNode Answer) answer) => (answer.Status, answer.Answer["code"]!.GetValue<string>());

    private static async Task<(int Status, JsonNode Answer)> Post(School school, string path, JsonObject body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Authorization", key);
        using var answer = await school.Town.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    private sealed class Near : IEqualityComparer<Duration>
    {
        public bool Equals(Duration x, Duration y) => Math.Abs((x - y).TotalSeconds) < 30;

        public int GetHashCode(Duration obj) => 0;
    }
}
