using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>The demo lycée as the script plays on it: tablets, the office's verbs, the board.</summary>
internal sealed class DayStage
{
    public required Town Town { get; init; }
    public required EstablishmentId Id { get; init; }
    public required LocalDate On { get; init; }
    public required Tablet Teacher { get; init; }
    public required Tablet Cpe { get; init; }
    public required Dictionary<string, Guid> Groups { get; init; }
    public required ILookup<string, Guid> Members { get; init; }
    public required IReadOnlyList<Session> Sessions { get; init; }
    public required short Year { get; init; }

    public Act Act => new(Cpe.Person, Id, null, Town.Now, "test");

    public Session At(DayOracle.Slot slot) => Sessions.Single(s => s.Group == Groups[slot.Code] && s.Start == Time(slot.Start));

    public static LocalTime Time(int minute) => LocalTime.FromMinutesSinceMidnight(minute);

    public static async Task<DayStage> Of(Town town, Tablet teacher, Tablet cpe)
    {
        await using var platform = town.Database.Read(EstablishmentId.Platform);
        var id = await platform.Establishments.Where(e => e.Code == "LYCEE").Select(e => e.Id).SingleAsync();
        await using var db = town.Database.Read(id);
        var year = await db.SchoolYears.SingleAsync();
        var on = new LocalDate(year.From.Year, 11, 17);
        on = on.DayOfWeek == IsoDayOfWeek.Tuesday ? on : on.Next(IsoDayOfWeek.Tuesday);
        var timetable = await town.Service<Timetables>().In(id);
        var groups = await db.Groups.ToDictionaryAsync(g => g.Code, g => g.Id.Value);
        var codes = groups.ToDictionary(g => g.Value, g => g.Key);
        return new()
        {
            Town = town, Id = id, On = on, Teacher = teacher, Cpe = cpe, Year = year.Year, Sessions = timetable.On(on), Groups = groups,
            Members = (await db.GroupPupils.ToListAsync()).OrderBy(m => m.Pupil).ToLookup(m => codes[m.Group.Value], m => m.Pupil.Value),
        };
    }

    /// <summary>The board as the server has it now.</summary>
    public async Task<BoardDay> Board()
    {
        await using var db = Town.Database.Read(Id);
        var plan = await Town.Service<DayPlans>().At(db, Id, On);
        var marks = await db.Marks.Where(m => m.SchoolYear == Year && m.On == On).ToListAsync();
        return new(On, marks, await db.Rolls.Where(r => r.SchoolYear == Year && r.On == On).ToListAsync(), plan, UsualKinds.For(Id, Year));
    }

    public async Task Push(Tablet tablet, IEnumerable<JsonObject> facts)
    {
        foreach (var batch in facts.Chunk(150))
        {
            Assert.All(Tablet.States(await tablet.Push(batch)), state => Assert.Equal("accepted", state));
        }
    }

    /// <summary>A fact of a roll, said at a minute of that day.</summary>
    public JsonObject Fact(Tablet tablet, string kind, string group, int start, int end, int minute, Action<JsonObject> fill)
    {
        var body = new JsonObject
        {
            ["date"] = On.ToString("uuuu-MM-dd", null), ["start"] = Time(start).ToString("HH:mm", null), ["end"] = Time(end).ToString("HH:mm", null),
            ["group"] = Groups[group], ["subject"] = "x",
        };
        fill(body);
        var said = On.At(Time(minute)).InZoneLeniently(DateTimeZoneProviders.Tzdb["Europe/Paris"]).ToInstant();
        return tablet.Fact(kind, body, said.ToDateTimeOffset());
    }
}
