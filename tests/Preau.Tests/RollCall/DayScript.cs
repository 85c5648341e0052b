using System.Text.Json.Nodes;
using NodaTime;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>What happens that Tuesday, and what must be seen. The expectation is a table of minutes, not the product's rules.</summary>
internal sealed class DayScript
{
    private readonly DayStage stage;
    private readonly Dictionary<Guid, int> validated = [];
    private readonly Dictionary<Guid, int> received = [];
    private readonly Dictionary<Guid, int> begun = [];
    private readonly Dictionary<Guid, (int From, int Until)> notDue = [];
    private readonly List<(int Minute, Func<Task> Act)> events = [];
    private readonly Dictionary<Guid, (List<(int Minute, Guid Pupil)> Absent, List<(int Minute, Guid Pupil)> Late)> marked = [];

    public DayScript(DayStage stage)
    {
        this.stage = stage;
        Write();
    }

    /// <summary>The play.</summary>
    private void Write()
    {
        foreach (var session in stage.Sessions)
        {
            validated[session.Id] = Minute(session.Start) + 3 + (stage.CodeOf(session.Group)[^1] % 4);
        }
        // 2nde 3 is on an outing from 10:00; said at 09:40. Its halves too.
        Do(9 * 60 + 40, () => stage.Town.Service<TakeClassOut>().Do(stage.Act, new(new(stage.GroupOf("2NDE03")), stage.On, stage.On.PlusDays(1), OutReason.Outing, new(10, 0))));
        Never(s => stage.CodeOf(s.Group) == "2NDE03" && s.Start >= new LocalTime(10, 0), 9 * 60 + 40);
        // One teacher is ill: said at 07:50; a colleague takes the second hour.
        var ill = stage.At("TLE05", 0).Teachers.Single();
        var second = stage.Sessions.Single(s => s.Teachers.Contains(ill) && s.Start == new LocalTime(8, 55));
        Do(7 * 60 + 50, () => stage.Town.Service<SayTeacherAbsent>().Do(stage.Act, new(ill, stage.On, stage.On.PlusDays(1))));
        Do(7 * 60 + 50, () => stage.Town.Service<Substitute>().Do(stage.Act, new(new(second.Lesson!.Value), stage.On, stage.On.PlusDays(1), stage.Teacher.Person)));
        Never(s => s.Teachers.Contains(ill) && s.Id != second.Id, 7 * 60 + 50);
        // A lesson is cancelled at 08:20, when its roll was already late; another by mistake, for a quarter of an hour.
        var cancelled = stage.At("1ERE04", 0);
        validated.Remove(cancelled.Id);
        Do(8 * 60 + 20, () => stage.Town.Service<CancelSession>().Do(stage.Act, new(new(cancelled.Lesson!.Value), stage.On)));
        Never(s => s.Id == cancelled.Id, 8 * 60 + 20);
        var mistaken = stage.At("1ERE06", 2);
        TimetableChangeId? mistake = null;
        Do(10 * 60 + 15, async () => mistake = new(Town.Must(await stage.Town.Service<CancelSession>().Do(stage.Act, new(new(mistaken.Lesson!.Value), stage.On)))));
        Do(10 * 60 + 30, () => stage.Town.Service<WithdrawChange>().Do(stage.Act, mistake!.Id));
        notDue[mistaken.Id] = (10 * 60 + 15, 10 * 60 + 30);
        validated[mistaken.Id] = 10 * 60 + 40;
        // Forgotten, late, and a tablet without network until noon: said at 09:00, received at 12:10.
        validated.Remove(stage.At("TLE10", 0).Id);
        validated[stage.At("TLE11", 1).Id] = (9 * 60) + 20;
        var offline = stage.At("TLE12", 1);
        validated[offline.Id] = 9 * 60;
        received[offline.Id] = (12 * 60) + 10;
        // One half is called, the other forgotten (2nde 2 at 11:00).
        validated.Remove(stage.At("2NDE02G2", 3).Id);
        foreach (var session in stage.Sessions)
        {
            Call(session);
        }
        // A late arrival at the desk: absent becomes late, by vie scolaire's mark.
        var room = stage.At("2NDE08", 0);
        Arrive(room, 8 * 60 + 25);
    }

    private void Call(Session session)
    {
        var pupils = stage.Members[session.Group].ToList();
        var number = (stage.CodeOf(session.Group)[^1] + session.Start.Hour) % 3;
        var (absent, late) = (pupils.Take(number).ToList(), pupils.Skip(20).Take(1).ToList());
        marked[session.Id] = ([], []);
        if (!validated.TryGetValue(session.Id, out var at))
        {
            return;
        }
        var arrives = received.GetValueOrDefault(session.Id, at);
        received[session.Id] = arrives;
        events.Add((arrives, async () =>
        {
            if (notDue.TryGetValue(session.Id, out var off) && off.From <= at && at < off.Until)
            {
                received.Remove(session.Id);
                return;
            }
            marked[session.Id].Absent.AddRange(absent.Select(pupil => (arrives, pupil)));
            marked[session.Id].Late.AddRange(late.Select(pupil => (arrives, pupil)));
            JsonObject Mark(Guid pupil, string kind) => stage.Fact(stage.Teacher, "marked", session, at, body =>
                (body["pupil"], body["kind"], body["minutes"], body["replaces"]) = (pupil, kind, kind == "R" ? 6 : (JsonNode?)null, new JsonArray()));
            var facts = absent.Select(pupil => Mark(pupil, "A")).Concat(late.Select(pupil => Mark(pupil, "R"))).ToList();
            facts.Add(stage.Fact(stage.Teacher, "roll-validated", session, at, body => body["shown"] = new JsonArray([.. pupils.Select(p => (JsonNode)p)])));
            await stage.Push(stage.Teacher, facts);
        }));
    }

    private void Arrive(Session session, int minute)
    {
        var pupil = stage.Members[session.Group].First();
        events.Add((minute, async () =>
        {
            var was = marked[session.Id];
            was.Absent.RemoveAll(m => m.Pupil == pupil);
            was.Late.Add((minute, pupil));
            await stage.Push(stage.Cpe, [stage.Fact(stage.Cpe, "marked", session, minute, body =>
                (body["pupil"], body["kind"], body["minutes"], body["replaces"]) = (pupil, "R", 25, new JsonArray()))]);
        }));
    }

    public async Task Play(int minute)
    {
        foreach (var (_, act) in events.Where(e => e.Minute == minute))
        {
            await act();
        }
    }

    public CellState Expected(Session session, int minute)
    {
        if (received.TryGetValue(session.Id, out var at) && at <= minute)
        {
            return CellState.Taken;
        }
        if (notDue.TryGetValue(session.Id, out var off) && off.From <= minute && minute < off.Until)
        {
            return CellState.NotDue;
        }
        var (start, end) = (Minute(session.Start), Minute(session.End));
        return minute < start ? CellState.Later : minute >= end ? CellState.Missed : minute < start + 10 ? CellState.Due : CellState.Overdue;
    }

    public IEnumerable<Guid> Alarms(int minute) => stage.Sessions.Where(s => Expected(s, minute) is CellState.Overdue or CellState.Missed).Select(s => s.Id);

    /// <summary>Cells of whole classes whose counts are not those that were said.</summary>
    public IEnumerable<string> WrongCells(BoardDay board, LocalDateTime now) => stage.Sessions.Where(s => stage.CodeOf(s.Group) is { Length: <= 6 } code && !code.StartsWith("1ESP") && !code.StartsWith("1ALL"))
        .Select(s => (Session: s, Cell: board.At(s.Group, s.Start, s.End, now), Said: marked[s.Id]))
        .Where(c => c.Cell.AbsentCount != c.Said.Absent.Count || c.Cell.LateCount != c.Said.Late.Count)
        .Select(c => $"{now.TimeOfDay:HH:mm} {stage.CodeOf(c.Session.Group)} {c.Session.Start:HH:mm}: {c.Cell.AbsentCount}A {c.Cell.LateCount}R, not {c.Said.Absent.Count}A {c.Said.Late.Count}R");

    private void Never(Func<Session, bool> which, int from)
    {
        foreach (var session in stage.Sessions.Where(which).Where(s => !(validated.GetValueOrDefault(s.Id, int.MaxValue) < from)))
        {
            notDue[session.Id] = (from, int.MaxValue);
            validated.Remove(session.Id);
        }
    }

    private void Do(int minute, Func<Task> act) => events.Add((minute, act));

    private static int Minute(LocalTime time) => (time.Hour * 60) + time.Minute;

    private sealed record TimetableChangeId(Preau.Foundation.Id<TimetableChange> Id);
}
