using Microsoft.EntityFrameworkCore;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Preau.Classes;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Tests.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>Rolls of groups that the school's list does not hold: made on a device, permanence; and the nurse's one kind.</summary>
public class MadeGroupTests
{
    [Theory, OnBothEngines]
    public async Task A_club_is_called_by_its_name_read_at_the_office_and_made_again_from_the_log(string engine)
    {
        var school = await (await Town.On(engine)).Open(8);
        var (tablet, other, club) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrBernard), Guid.CreateVersion7());
        JsonObject Named(string kind, string? label, Action<JsonObject> fill)
        {
            var body = Tablet.Hour(school, "12:55", "13:50", club);
            body["label"] = label;
            fill(body);
            return tablet.Fact(kind, body);
        }
        var mark = Named("marked", "Club échecs", body => (body["pupil"], body["kind"], body["replaces"]) = (school.Pupils[2], "A", new JsonArray()));
        var roll = Named("roll-validated", " Club échecs ", body => body["shown"] = new JsonArray([.. school.Pupils[..5].Select(p => (JsonNode)p)]));
        var nameless = Named("roll-validated", null, body => body["shown"] = new JsonArray(school.Pupils[0]));
        var long61 = Named("roll-validated", new string('x', 61), body => body["shown"] = new JsonArray(school.Pupils[0]));

        var receipts = (await tablet.Push(mark, roll, nameless, long61))["receipts"]!.AsArray().Select(r => r!["code"]?.GetValue<string>() ?? r["state"]!.GetValue<string>()).ToArray();

        Assert.Equal(["accepted", "accepted", "rollcall.unknown-group", "fact.malformed"], receipts);
        var pulled = Assert.Single((await other.Pull())["rolls"]!.AsArray())!;
        Assert.Equal(("Club échecs", club), (pulled["label"]!.GetValue<string>(), pulled["group"]!.GetValue<Guid>()));
        var act = new Act(await school.Employ(school.MrsLauriac), school.Id, null, school.Town.Now, "test");
        var sheet = Town.Must(await school.Town.Service<ReadRoll>().Do(act, new Id<Group>(club), school.Today, new(12, 55)));
        Assert.Equal(("Club échecs", GroupKind.AdHoc, 5), (sheet.Group.Label, sheet.Group.Kind, sheet.Lines.Count));
        Assert.Equal(school.Pupils[2], sheet.Lines.Single(l => l.State == PupilState.Absent).Pupil.Id.Value);
        await using var db = school.Town.Database.Read(school.Id);
        var again = FromLog.Rows(await db.Entries.ToListAsync());
        Assert.Equal(JsonSerializer.Serialize(await db.Rolls.SingleAsync(), Json.Web), JsonSerializer.Serialize(again.Rolls.Single(), Json.Web));
        Assert.Equal(0, await db.Groups.CountAsync(g => g.Id == new Id<Group>(club)));
    }

    [Theory, OnBothEngines]
    public async Task Permanence_lists_those_without_a_lesson_and_its_roll_is_called_at_the_desk(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var town = school.Town;
        Assert.Empty(Town.Must(await town.Service<ReadPermanence>().Do(act, school.Today, new(8, 0), new(8, 55))));
        var free = Town.Must(await town.Service<ReadPermanence>().Do(act, school.Today, new(8, 55), new(9, 50))).Select(l => l.Pupil.Id.Value).ToArray();
        Assert.Equal(school.Pupils, free);
        var key = new RollKey(school.Today, new(8, 55), new(9, 50), AdHoc.Permanence, null);
        var request = new CallRoll.Request(key, free, [new(free[0], "A"), new(free[1], "IN", null, new(9, 0), new(9, 30), "avec l’infirmière")]);

        Town.Must(await town.Service<CallRoll>().Do(act, request));
        Town.Must(await town.Service<CallRoll>().Do(act, request));

        await using var db = town.Database.Read(school.Id);
        Assert.Equal((2, 1), (await db.Marks.CountAsync(), await db.Rolls.CountAsync()));
        var sheet = Town.Must(await town.Service<ReadRoll>().Do(act, new Id<Group>(AdHoc.Permanence), school.Today, new(8, 55)));
        Assert.Equal((GroupKind.AdHoc, 30, PupilState.Absent), (sheet.Group.Kind, sheet.Lines.Count, sheet.Lines[0].State));
        var infirmary = sheet.Lines[1].Marks.Single();
        Assert.Equal((new LocalTime(9, 0), new LocalTime(9, 30), "avec l’infirmière"), (infirmary.FromTime!.Value, infirmary.UntilTime!.Value, infirmary.Note));
        var (marks, rolls) = FromLog.Rows(await db.Entries.ToListAsync());
        Assert.Equal(JsonSerializer.Serialize(await db.Marks.OrderBy(m => m.Position).ToListAsync(), Json.Web), JsonSerializer.Serialize(marks, Json.Web));
        Assert.Equal(JsonSerializer.Serialize(await db.Rolls.ToListAsync(), Json.Web), JsonSerializer.Serialize(rolls, Json.Web));
        Assert.Equal("rollcall.unknown-group", (await town.Service<CallRoll>().Do(act, request with { Roll = key with { Group = Guid.CreateVersion7() } })).Refusal!.Code);
        Assert.Equal("rollcall.empty", (await town.Service<CallRoll>().Do(act, request with { Shown = [], Lines = [] })).Refusal!.Code);
        Assert.Equal("fact.malformed", (await town.Service<CallRoll>().Do(act, request with { Lines = [new(free[0], "abc")] })).Refusal!.Code);
    }

    [Theory, OnBothEngines]
    public async Task A_nurse_says_who_is_with_her_and_nothing_else(string engine)
    {
        var (school, _, _) = await TimetableVerbsTests.WithLesson(engine);
        var nurse = await school.TabletOf(school.MrsPrieur);
        JsonObject At(JsonObject fact, string? from = null, string? until = null)
        {
            fact["claimedAt"] = school.Today.At(new(8, 20)).InZoneLeniently(DateTimeZoneProviders.Tzdb["Europe/Paris"]).ToInstant().ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", null);
            (fact["body"]!["from"], fact["body"]!["until"]) = (from, until);
            return fact;
        }
        var answer = await nurse.Push(At(nurse.Marked(school, school.Pupils[0], "IN"), "08:20", "08:40"), At(nurse.Marked(school, school.Pupils[1], "A")),
            At(nurse.Marked(school, school.Pupils[2], "P")), At(nurse.Validated(school)));
        Assert.Equal(["accepted", "rollcall.not-allowed", "rollcall.not-allowed", "rollcall.not-allowed"],
            answer["receipts"]!.AsArray().Select(r => r!["code"]?.GetValue<string>() ?? r["state"]!.GetValue<string>()));
        var mark = Assert.Single((await nurse.Pull())["marks"]!.AsArray())!;
        Assert.Equal(("IN", "08:20", "08:40", 2), (mark["kind"]!.GetValue<string>(), mark["from"]!.GetValue<string>(), mark["until"]!.GetValue<string>(), mark["rank"]!.GetValue<int>()));
    }

    [Theory, OnBothEngines]
    public async Task A_correction_keeps_from_until_and_note(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var correct = school.Town.Service<CorrectMark>();
        var key = new RollKey(school.Today, new(8, 0), new(8, 55), school.Class, null);
        var request = new CorrectMark.Request(key, school.Pupils[0], "EX", null, [], new(8, 10), new(8, 55), "travail à faire");
        Town.Must(await correct.Do(act, request));
        Town.Must(await correct.Do(act, request));
        Town.Must(await correct.Do(act, request with { Until = new(8, 40) }));
        await using var db = school.Town.Database.Read(school.Id);
        Assert.Equal([new LocalTime(8, 55), new LocalTime(8, 40)], (await db.Marks.OrderBy(m => m.Position).ToListAsync()).Select(m => m.UntilTime!.Value));
        Assert.All(await db.Marks.ToListAsync(), m => Assert.Equal((new LocalTime(8, 10), "travail à faire"), (m.FromTime!.Value, m.Note)));
        Assert.Equal("rollcall.bad-span", (await correct.Do(act, request with { Until = new(8, 10) })).Refusal!.Code);
        Assert.Equal("rollcall.long-note", (await correct.Do(act, request with { Note = new string('x', 201) })).Refusal!.Code);
    }
}
