using System.Text.Json.Nodes;
using NodaTime;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Tests.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>Known beforehand, kinds and hours of marking, through the doors.</summary>
public class KnownTests
{
    private static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", null);

    private static async Task<JsonNode> Snapshot(Tablet tablet) => (await tablet.Send(HttpMethod.Get, "/api/sync/snapshot")).Answer;

    [Theory, OnBothEngines]
    public async Task An_announced_absence_reaches_tablets_without_its_reason_once(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var (town, pupil) = (school.Town, new Id<Pupil>(school.Pupils[0]));
        var request = new AnnounceAbsence.Request(pupil, school.Today, null, new(8, 0), new(12, 0), "rendez-vous", "sa mère");
        var first = Town.Must(await town.Service<AnnounceAbsence>().Do(act, request));
        Assert.Equal(first, Town.Must(await town.Service<AnnounceAbsence>().Do(act, request)));
        var tablet = await school.TabletOf(school.MrsMartin);

        var snapshot = await Snapshot(tablet);

        var known = Assert.Single(snapshot["known"]!.AsArray())!;
        Assert.Equal(("A", Iso(school.Today), "08:00", pupil.Value),
            (known["kind"]!.GetValue<string>(), known["date"]!.GetValue<string>(), known["start"]!.GetValue<string>(), known["pupil"]!.GetValue<Guid>()));
        Assert.DoesNotContain("rendez-vous", snapshot.ToJsonString());
        Assert.DoesNotContain("sa mère", snapshot.ToJsonString());
        Town.Must(await town.Service<WithdrawKnown>().Do(act, first[0]));
        Assert.Empty((await Snapshot(tablet))["known"]!.AsArray());
    }

    [Theory, OnBothEngines]
    public async Task Exemptions_recur_and_placements_come_in_bulk(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var (town, today) = (school.Town, school.Today);
        Town.Must(await town.Service<ExemptPupil>().Do(act, new(new Id<Pupil>(school.Pupils[0]), true, today, today.PlusDays(40), today.DayOfWeek, new(10, 0), new(12, 0), 2)));
        Town.Must(await town.Service<PlacePupils>().Do(act, new([.. school.Pupils.Skip(1).Select(p => new Id<Pupil>(p))], "ST", today.PlusDays(1), today.PlusDays(3))));
        var known = (await Snapshot(await school.TabletOf(school.MrsMartin)))["known"]!.AsArray();
        Assert.Equal(1, known.Count(k => k!["kind"]!.GetValue<string>() == "DP"));
        Assert.Equal(2 * 29, known.Count(k => k!["kind"]!.GetValue<string>() == "ST"));
        await using var db = town.Database.Read(school.Id);
        var plans = town.Service<DayPlans>();
        Assert.Single((await plans.At(db, school.Id, today.PlusDays(1), default)).Sessions.SelectMany(s => s.Expected).DefaultIfEmpty(default));
        Assert.Equal("known.bad-span", (await town.Service<ExemptPupil>().Do(act, new(new Id<Pupil>(school.Pupils[0]), true, today, today))).Refusal!.Code);
        Assert.Equal("known.long-reason", (await town.Service<AnnounceAbsence>().Do(act, new(new Id<Pupil>(school.Pupils[0]), today, Reason: new string('x', 201)))).Refusal!.Code);
        Assert.Equal("rollcall.unknown-pupil", (await town.Service<AnnounceAbsence>().Do(act, new(Id<Pupil>.New(), today))).Refusal!.Code);
        Assert.Equal("rollcall.unknown-kind", (await town.Service<PlacePupils>().Do(act, new([new Id<Pupil>(school.Pupils[0])], "QQ", today, today.PlusDays(1)))).Refusal!.Code);
        Assert.Equal("known.unknown", (await town.Service<WithdrawKnown>().Do(act, Id<KnownAbsence>.New())).Refusal!.Code);
    }

    [Theory, OnBothEngines]
    public async Task What_was_known_is_told_as_far_back_as_rolls_are(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        Town.Must(await school.Town.Service<PlacePupils>().Do(act, new([new Id<Pupil>(school.Pupils[0])], "ST", school.Today.PlusDays(-20), school.Today.PlusDays(20))));
        var known = (await Snapshot(await school.TabletOf(school.MrsMartin)))["known"]!.AsArray();
        Assert.Equal(Enumerable.Range(-7, 15).Select(n => Iso(school.Today.PlusDays(n))), known.Select(k => k!["date"]!.GetValue<string>()));
    }

    [Theory, OnBothEngines]
    public async Task Kinds_are_offered_used_then_hidden_never_changed(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var (town, tablet) = (school.Town, await school.TabletOf(school.MrsMartin));
        var club = new DefineKind.Request(school.Year, "CL", "Club", false, true, false, false, Preau.Accounts.Level.Teacher, true, false, false);
        Town.Must(await town.Service<DefineKind>().Do(act, club));
        Town.Must(await town.Service<DefineKind>().Do(act, club with { Label = "Club du midi" }));
        var mark = tablet.Marked(school, school.Pupils[0], "CL");
        (mark["body"]!["from"], mark["body"]!["until"], mark["body"]!["note"]) = ("08:10", "08:40", "répétition");
        mark["claimedAt"] = At(school, new(8, 10));

        Assert.Equal(["accepted"], Tablet.States(await tablet.Push(mark)));

        var pulled = (await tablet.Pull())["marks"]!.AsArray().Single()!;
        Assert.Equal(("CL", "08:10", "08:40", "répétition"), (pulled["kind"]!.GetValue<string>(), pulled["from"]!.GetValue<string>(), pulled["until"]!.GetValue<string>(), pulled["note"]!.GetValue<string>()));
        Assert.Equal("Club du midi", (await Snapshot(tablet))["kinds"]!.AsArray().Single(k => k!["code"]!.GetValue<string>() == "CL")!["label"]!["fr"]!.GetValue<string>());
        Assert.Equal("kind.used", (await town.Service<DefineKind>().Do(act, club)).Refusal!.Code);
        Town.Must(await town.Service<HideKind>().Do(act, school.Year, "CL", true));
        Town.Must(await town.Service<HideKind>().Do(act, school.Year, "EX", true));
        Assert.DoesNotContain((await Snapshot(tablet))["kinds"]!.AsArray(), k => k!["code"]!.GetValue<string>() is "CL" or "EX");
        Assert.Equal("kind.bad-code", (await town.Service<DefineKind>().Do(act, club with { Code = "c1" })).Refusal!.Code);
        Assert.Equal("kind.bad-label", (await town.Service<DefineKind>().Do(act, club with { Code = "CM", Label = " " })).Refusal!.Code);
        Assert.Equal("kind.needed", (await town.Service<HideKind>().Do(act, school.Year, "A", true)).Refusal!.Code);
        Assert.Equal("rollcall.unknown-kind", (await town.Service<HideKind>().Do(act, school.Year, "QQ", true)).Refusal!.Code);
    }

    [Theory, OnBothEngines]
    public async Task A_teacher_marks_within_the_hours_by_the_time_it_was_said_and_vie_scolaire_always(string engine)
    {
        var (school, _, _) = await TimetableVerbsTests.WithLesson(engine);
        var (martin, lauriac) = (await school.TabletOf(school.MrsMartin), await school.TabletOf(school.MrsLauriac));
        JsonObject Said(Tablet tablet, LocalTime at, string kind = "A")
        {
            var mark = tablet.Marked(school, school.Pupils[0], kind);
            mark["claimedAt"] = At(school, at);
            return mark;
        }

        var answer = await martin.Push(Said(martin, new(7, 49)), Said(martin, new(7, 50)), Said(martin, new(23, 59)), Said(martin, new(8, 5), "QQ"), Said(martin, new(8, 5), "ST"));

        Assert.Equal(["rollcall.too-early", "accepted", "accepted", "rollcall.unknown-kind", "rollcall.kind-not-yours"],
            answer["receipts"]!.AsArray().Select(r => r!["code"]?.GetValue<string>() ?? r["state"]!.GetValue<string>()));
        Assert.Equal(["accepted", "accepted"], Tablet.States(await lauriac.Push(Said(lauriac, new(5, 0)), Said(lauriac, new(8, 5), "ST"))));
    }

    private static string At(School school, LocalTime at) =>
        school.Today.At(at).InZoneLeniently(DateTimeZoneProviders.Tzdb["Europe/Paris"]).ToInstant().ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", null);
}
