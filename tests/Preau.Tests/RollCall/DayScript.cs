using System.Text.Json.Nodes;
using NodaTime;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>What happens that Tuesday: each event is played on the server and written into the oracle's tables.</summary>
internal sealed class DayScript
{
    private const int Never = int.MaxValue;
    private readonly DayStage stage;
    private readonly DayOracle oracle = new();
    private readonly List<(int Minute, Func<Task> Act)> events = [];
    private readonly Dictionary<DayOracle.Slot, (int Said, int Received)> calls = [];
    private Id<TimetableChange>? mistake;

    public DayScript(DayStage stage)
    {
        this.stage = stage;
        foreach (var slot in oracle.Slots)
        {
            Calls(slot, slot.Start + 3 + (slot.Code[^1] % 4));
        }
        Changes();
        Additions();
        Troubles();
        foreach (var (slot, call) in calls)
        {
            Call(slot, call.Said, call.Received);
        }
        Desk();
    }

    public DayOracle Oracle => oracle;

    /// <summary>Plays a minute; true when something happened.</summary>
    public async Task<bool> Play(int minute)
    {
        var now = events.Where(e => e.Minute == minute).ToList();
        foreach (var (_, act) in now)
        {
            await act();
        }
        return now.Count > 0;
    }

    private void Changes()
    {
        var day = stage.On;
        // 2nde 3 is on an outing from 10:00; said at 09:40. 1re 1 sits an exam from 13:50; said at 13:00.
        Do(580, () => stage.Town.Service<TakeClassOut>().Do(stage.Act, new(new(stage.Groups["2NDE03"]), day, day.PlusDays(1), OutReason.Outing, new(10, 0))));
        NotHeld(s => s.Code.StartsWith("2NDE03", StringComparison.Ordinal) && s.Start >= 600, 580);
        Do(780, () => stage.Town.Service<TakeClassOut>().Do(stage.Act, new(new(stage.Groups["1ERE01"]), day, day.PlusDays(1), OutReason.Exam, new(13, 50))));
        NotHeld(s => s.Code == "1ERE01" && s.Start >= 830, 780);
        // The pupils of 2nde 11 are on placement, one by one; said at 07:46: nobody is expected, in the halves neither.
        Do(466, () => stage.Town.Service<PlacePupils>().Do(stage.Act, new([.. stage.Members["2NDE11"].Select(p => new Id<Pupil>(p))], "ST", day, day.PlusDays(1))));
        NotHeld(s => s.Code.StartsWith("2NDE11", StringComparison.Ordinal), 466);
        // One teacher is ill: said at 07:50; a colleague takes the second hour.
        var ill = oracle.At("TLE05", 0).Teacher;
        var second = oracle.Slots.Single(s => s.Teacher == ill && s.Start == 535);
        Do(470, () => stage.Town.Service<SayTeacherAbsent>().Do(stage.Act, new(stage.At(oracle.At("TLE05", 0)).Teachers.Single(), day, day.PlusDays(1))));
        Do(470, () => stage.Town.Service<Substitute>().Do(stage.Act, new(new(stage.At(second).Lesson!.Value), day, day.PlusDays(1), stage.Teacher.Person)));
        NotHeld(s => s.Teacher == ill && s != second, 470);
        // A lesson is cancelled at 08:20, when its roll was late already; another by mistake, for a quarter of an hour.
        var cancelled = oracle.At("1ERE04", 0);
        Do(500, () => stage.Town.Service<CancelSession>().Do(stage.Act, new(new(stage.At(cancelled).Lesson!.Value), day)));
        NotHeld(s => s == cancelled, 500, evenCalled: true);
        var mistaken = oracle.At("1ERE06", 2);
        Do(615, async () => mistake = Town.Must(await stage.Town.Service<CancelSession>().Do(stage.Act, new(new(stage.At(mistaken).Lesson!.Value), day))));
        Do(630, () => stage.Town.Service<WithdrawChange>().Do(stage.Act, mistake!.Value));
        mistaken.NotDue.Add((615, 630));
        Calls(mistaken, 640);
    }

    private void Additions()
    {
        var day = stage.On;
        // Terminale 9's first hour is moved to the evening, said at 07:55; 1re 5 gets an hour more, said at 16:00.
        var moved = oracle.At("TLE09", 0);
        var evening = new DayOracle.Slot(moved.Code, moved.Classes, 1020, moved.Teacher, exists: 475);
        Do(475, () => stage.Town.Service<MoveSession>().Do(stage.Act, new(new(stage.At(moved).Lesson!.Value), day, day, new(17, 0), new(17, 55))));
        NotHeld(s => s == moved, 475);
        var more = new DayOracle.Slot("1ERE05", ["1ERE05"], 1020, -1, exists: 960);
        Do(960, () => stage.Town.Service<AddSession>().Do(stage.Act, new(new(stage.Groups["1ERE05"]), day, new(17, 0), new(17, 55), "Soutien")));
        oracle.Slots.AddRange([evening, more]);
        Calls(evening, 1024);
        Calls(more, 1045);
    }

    private void Troubles()
    {
        // Forgotten for ever; remembered at 09:20; three tablets without network: until noon, until the same hour's end is near, until after its end.
        calls.Remove(oracle.At("TLE10", 0));
        Calls(oracle.At("TLE11", 1), 560);
        Calls(oracle.At("TLE12", 1), 540, 730);
        Calls(oracle.At("TLE08", 2), 608, 650);
        Calls(oracle.At("TLE06", 5), 834, 930);
        // One half is called, the other forgotten (2nde 2); both halves of 2nde 7 are called by one teacher as a whole class.
        calls.Remove(oracle.At("2NDE02G2", 3));
        var (one, other) = (oracle.At("2NDE07G1", 3), oracle.At("2NDE07G2", 3));
        calls.Remove(one);
        calls.Remove(other);
        (one.Taken, other.Taken) = (667, 667);
        Do(667, () => stage.Push(stage.Teacher, [Validation("2NDE07", 660, 715, 667)]));
        // Begun and finished late; begun and never finished.
        var (late, never) = (oracle.At("2NDE09", 1), oracle.At("2NDE10", 1));
        Calls(late, 552);
        calls.Remove(never);
        Begin(late, 538, 25);
        Begin(never, 540, 25);
    }

    private void Desk()
    {
        // Absent becomes late at the desk; the tablet that says «absent» again afterwards is of lower rank.
        var slot = oracle.At("2NDE08", 0);
        var pupil = stage.Members["2NDE08"].First();
        Say(slot, stage.Teacher, 1, 485, 485, pupil, "A", null);
        Say(slot, stage.Cpe, 4, 505, 505, pupil, "R", 25);
        Say(slot, stage.Teacher, 1, 500, 520, pupil, "A", null);
        // Announced by the family: the row is left alone, nobody counts; then a teacher says it all the same.
        var (ill, announced) = (stage.Members["TLE01"].ElementAt(7), oracle.At("TLE01", 1));
        Do(465, () => stage.Town.Service<AnnounceAbsence>().Do(stage.Act, new(new Id<Pupil>(ill), stage.On, null, null, new(12, 0))));
        Say(announced, stage.Teacher, 1, 545, 545, ill, "A", null);
    }

    /// <summary>A roll as most are: some absent, one late by a few minutes, one by so many that it counts as an absence, one who leaves early.</summary>
    private void Call(DayOracle.Slot slot, int said, int received)
    {
        slot.Taken = received;
        var pupils = stage.Members[slot.Code].ToList();
        var number = (slot.Code[^1] + (slot.Start / 60)) % 3;
        foreach (var pupil in pupils.Take(number))
        {
            Say(slot, stage.Teacher, 1, said, received, pupil, "A", null);
        }
        Say(slot, stage.Teacher, 1, said, received, pupils[^2], "R", 6);
        if (number == 1)
        {
            Say(slot, stage.Teacher, 1, said, received, pupils[^3], "R", 35);
            Say(slot, stage.Teacher, 1, slot.End - 5, Math.Max(received, slot.End - 5), pupils[^4], "SA", null);
        }
        Do(received, () => stage.Push(stage.Teacher, [Validation(slot.Code, slot.Start, slot.End, said)]));
    }

    private void Begin(DayOracle.Slot slot, int minute, int pupil)
    {
        slot.Begun = minute;
        Say(slot, stage.Teacher, 1, minute, minute, stage.Members[slot.Code].ElementAt(pupil), "A", null);
    }

    private void Say(DayOracle.Slot slot, Tablet tablet, int rank, int said, int received, Guid pupil, string kind, int? minutes)
    {
        var @class = slot.Classes.Single(code => stage.Members[code].Contains(pupil));
        oracle.Marks.Add(new(received, pupil, @class, slot.Start, kind, minutes, rank));
        Do(received, () => stage.Push(tablet, [stage.Fact(tablet, "marked", slot.Code, slot.Start, slot.End, said, body =>
            (body["pupil"], body["kind"], body["minutes"], body["replaces"]) = (pupil, kind, minutes, new JsonArray()))]));
    }

    private JsonObject Validation(string code, int start, int end, int said) => stage.Fact(stage.Teacher, "roll-validated", code, start, end, said, body =>
        body["shown"] = new JsonArray([.. stage.Members[code].Select(p => (JsonNode)p)]));

    private void NotHeld(Func<DayOracle.Slot, bool> which, int from, bool evenCalled = false)
    {
        foreach (var slot in oracle.Slots.Where(which).Where(s => evenCalled || !(calls.TryGetValue(s, out var call) && call.Received < from)))
        {
            slot.NotDue.Add((from, Never));
            calls.Remove(slot);
        }
    }

    private void Calls(DayOracle.Slot slot, int said, int? received = null) => calls[slot] = (said, received ?? said);

    private void Do(int minute, Func<Task> act) => events.Add((minute, act));
}
