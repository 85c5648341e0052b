using System.Text.Json;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Tests.Cast;

/// <summary>The days of spec/timetable/due.json and spec/rollcall/fire.json as the board sees them. Monday 23 November 2026, the usual bell.</summary>
internal sealed class GoldenDay
{
    internal static readonly LocalDate Monday = new(2026, 11, 23);
    internal static readonly JsonElement[] Cases = [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "spec", "timetable", "due.json"))).RootElement.EnumerateArray()];
    internal static readonly JsonElement[] Fires = [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "spec", "rollcall", "fire.json"))).RootElement.EnumerateArray()];
    private static readonly EstablishmentId here = new(1);
    private readonly Dictionary<string, Guid> ids = [];

    /// <summary>The day of a golden case.</summary>
    internal BoardDay Day(JsonElement golden)
    {
        var settings = DaySettings.Usual(here, 2026);
        if (golden.TryGetProperty("settings", out var own))
        {
            settings.LateAfter = own.TryGetProperty("lateAfter", out var late) ? late.GetInt16() : settings.LateAfter;
            settings.AbsentFrom = own.TryGetProperty("absentFrom", out var absent) ? absent.GetInt16() : null;
            settings.RollPerHour = !own.TryGetProperty("rollPerHour", out var per) || per.GetBoolean();
        }
        var members = golden.GetProperty("pupils").EnumerateObject().SelectMany(g => g.Value.EnumerateArray().Select(p => (Group: Id(g.Name), Pupil: Id(p.GetString()!)))).ToLookup(m => m.Group, m => m.Pupil);
        var groups = List(golden, "groups").Select(g => Id(g.GetString()!)).ToHashSet();
        var classes = golden.GetProperty("pupils").EnumerateObject().Select(g => Id(g.Name)).Where(g => !groups.Contains(g)).ToHashSet();
        var classesOf = members.SelectMany(g => g.SelectMany(p => classes.Where(c => members[c].Contains(p)).Select(c => (g.Key, Class: c)))).Distinct().ToLookup(g => g.Key, g => g.Class);
        var closures = List(golden, "closures").Select(c => new Closure
        {
            Establishment = here, SchoolYear = 2026, Id = Id<Closure>.New(), From = c.GetProperty("from").Deserialize<LocalDate>(Json.Web), Until = c.GetProperty("until").Deserialize<LocalDate>(Json.Web), Label = "x", Kind = ClosureKind.Closed,
        });
        var teachers = List(golden, "lessons").SelectMany(l => List(l, "teachers").Select(t => (Lesson: Id(l.GetProperty("id").GetString()!), Person: Id(t.GetString()!)))).ToLookup(t => t.Lesson, t => t.Person);
        var timetable = new YearTimetable(Calendar(settings, [.. closures]), [.. List(golden, "lessons").Select(Lesson)], teachers, [.. List(golden, "changes").Select(Change)], classesOf);
        var known = List(golden, "known").Select(k => new Away(Id(k.GetProperty("pupil").GetString()!), k.GetProperty("kind").GetString()!, Time(k, "start") ?? LocalTime.Midnight, Time(k, "end") ?? LocalTime.MaxValue));
        var plan = new DayPlan(timetable, Monday, members, classes, known);
        return new(Monday, List(golden, "marks").Select(Mark), List(golden, "rolls").Select(Roll), plan, UsualKinds.For(here, 2026));
    }

    /// <summary>The calendar of 2026-2027: the usual bell, a Wednesday of its own, weeks A and B.</summary>
    internal static SchoolCalendar Calendar(DaySettings? settings = null, params Closure[] closures)
    {
        var year = new SchoolYear { Establishment = here, Year = 2026, From = new(2026, 9, 1), Until = new(2027, 7, 4) };
        Hour[] usual = [.. UsualBell.For(here, year).Select(p => new Hour(p.Number, p.Label, p.Start, p.End))];
        (IsoDayOfWeek, Hour)[] wednesday = [(IsoDayOfWeek.Wednesday, new(1, "M1", new(8, 30), new(9, 30)))];
        (LocalDate, string)[] weeks = [(new(2026, 11, 23), "A"), (new(2026, 11, 30), "B")];
        return new(year, settings ?? DaySettings.Usual(here, 2026), closures, usual, wednesday.ToLookup(w => w.Item1, w => w.Item2), weeks.ToLookup(w => w.Item1, w => w.Item2));
    }

    private Lesson Lesson(JsonElement json) => new()
    {
        Establishment = here, SchoolYear = 2026, Id = new(Id(json.GetProperty("id").GetString()!)), Group = new(Id(json.GetProperty("group").GetString()!)), Subject = "x",
        Weekday = IsoDayOfWeek.Monday, Start = Time(json, "start")!.Value, End = Time(json, "end")!.Value, From = new(2026, 9, 1), Until = new(2027, 7, 4),
    };

    private TimetableChange Change(JsonElement json)
    {
        var kind = json.GetProperty("kind").Deserialize<ChangeKind>(Json.Web);
        return new()
        {
            Establishment = here, SchoolYear = 2026, Id = Id<TimetableChange>.New(), Kind = kind, From = Monday, Until = Monday.PlusDays(1), SaidAt = default,
            Lesson = Text(json, "lesson") is { } lesson ? new(Id(lesson)) : null, Group = Text(json, "group") is { } group ? new(Id(group)) : null,
            Teacher = Text(json, "teacher") is { } teacher ? Id(teacher) : null, Substitute = Text(json, "substitute") is { } substitute ? Id(substitute) : null,
            Start = Time(json, "start"), End = Time(json, "end"), ToDate = kind == ChangeKind.Moved ? Monday : null, ToStart = Time(json, "toStart"), ToEnd = Time(json, "toEnd"),
            Out = json.TryGetProperty("out", out var why) ? why.Deserialize<OutReason>(Json.Web) : null,
        };
    }

    /// <summary>Where each pupil of the day is at a time, by the fire list: «absent A», «out ST announced», «seen».</summary>
    internal Dictionary<Guid, string> Fire(JsonElement golden, LocalTime at) => FireList.Of(Day(golden), List(golden, "marks").Select(Mark),
            [.. List(golden, "rolls").Select(Roll).Select(r => new CalledRoll(r.Group.Value, r.Start, r.End, r.ShownPupils.ToHashSet()))], UsualKinds.For(here, 2026), at)
        .ToDictionary(line => line.Pupil, line => string.Join(' ', new[] { line.Where.ToString().ToLowerInvariant(), line.Kind, line.Announced ? "announced" : null }.OfType<string>()));

    private Mark Mark(JsonElement json, int i) => new()
    {
        Establishment = here, SchoolYear = 2026, Id = Guid.CreateVersion7(), Position = i + 1, On = Monday, Start = Time(json, "start")!.Value,
        Group = new(Id(json.GetProperty("group").GetString()!)), Pupil = new Id<Pupil>(Id(json.GetProperty("pupil").GetString()!)), Kind = json.GetProperty("kind").GetString()!,
        Minutes = json.TryGetProperty("minutes", out var minutes) ? minutes.GetInt16() : null, UntilTime = Time(json, "until"), Author = Id(Text(json, "author") ?? "author"), Rank = Level.Teacher.Meaning.Rank, ClaimedAt = default, ReceivedAt = default,
    };

    private Roll Roll(JsonElement json, int i) => new()
    {
        Establishment = here, SchoolYear = 2026, On = Monday, Start = Time(json, "start")!.Value, End = Time(json, "end")!.Value, Group = new Id<Group>(Id(json.GetProperty("group").GetString()!)),
        Position = 100 + i, ValidatedBy = Id("author"), ValidatedAt = default, Shown = PackedIds.Write([.. List(json, "shown").Select(p => Id(p.GetString()!))]) ?? [],
    };

    /// <summary>The id that stands for a name of the case.</summary>
    internal Guid Id(string name) => ids.TryGetValue(name, out var id) ? id : ids[name] = Guid.CreateVersion7();

    internal static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    internal static LocalTime? Time(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.Deserialize<LocalTime>(Json.Web) : null;

    internal static IEnumerable<JsonElement> List(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.EnumerateArray() : [];
}
