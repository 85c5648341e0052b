using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Demo;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>A Tuesday of the demo lycée, minute by minute, against an oracle written by hand: states, counts, alarms. False alarms 0, missed 0.</summary>
[Trait("speed", "slow")]
public class ScriptedDayTests
{
    private const string Password = "les-tilleuls-en-fleur";

    [Theory, OnBothEngines]
    public async Task The_board_says_what_the_oracle_says_all_day_long(string engine)
    {
        var town = await Town.Start(engine);
        Assert.NotEmpty(await town.Service<DemoTown>().Load(Password));
        var stage = await DayStage.Of(town, await Tablet.SignIn(town.Http, "prof", Password, "LYCEE"), await Tablet.SignIn(town.Http, "cpe", Password, "LYCEE"));
        var script = new DayScript(stage);
        Assert.Equal(320, stage.Sessions.Count);
        var (checks, alarms) = (0, 0);

        for (var minute = (7 * 60) + 45; minute <= (17 * 60) + 10; minute++)
        {
            await script.Play(minute);
            // Every minute at the bells, every fifth otherwise.
            if (minute % 60 is < 15 or > 50 || minute % 5 == 0)
            {
                var now = stage.On.At(LocalTime.FromMinutesSinceMidnight(minute));
                var board = await stage.Board();
                var wrong = board.Rolls(now).Where(roll => roll.State != script.Expected(roll.Planned.Session, minute))
                    .Select(roll => $"{now.TimeOfDay:HH:mm} {stage.CodeOf(roll.Planned.Session.Group)} {roll.Planned.Session.Start:HH:mm}: {roll.State}, not {script.Expected(roll.Planned.Session, minute)}");
                Assert.Empty(wrong.Take(5));
                var asked = board.Asking(now).Select(roll => roll.Planned.Session.Id).ToHashSet();
                Assert.Equal(script.Alarms(minute).Order(), asked.Order());
                Assert.Empty(script.WrongCells(board, now).Take(5));
                (checks, alarms) = (checks + board.Plan.Sessions.Count, alarms + asked.Count);
            }
        }

        Assert.True(checks > 50_000 && alarms > 100, $"{checks} checks, {alarms} alarms");
        await town.Stop();
    }
}

/// <summary>The demo lycée as the script sees it.</summary>
internal sealed class DayStage
{
    public required Town Town { get; init; }
    public required EstablishmentId Id { get; init; }
    public required LocalDate On { get; init; }
    public required Tablet Teacher { get; init; }
    public required Tablet Cpe { get; init; }
    public required Dictionary<Guid, string> Codes { get; init; }
    public required ILookup<Guid, Guid> Members { get; init; }
    public required IReadOnlyList<Session> Sessions { get; init; }
    public required short Year { get; init; }

    public Act Act => new(Cpe.Person, Id, null, Town.Now, "test");

    public string CodeOf(Guid group) => Codes[group];

    public Guid GroupOf(string code) => Codes.Single(c => c.Value == code).Key;

    public Session At(string code, int hour) => Sessions.Single(s => CodeOf(s.Group) == code && s.Start == UsualBell.For(Id, new() { Establishment = Id, Year = Year, From = On, Until = On }).ElementAt(hour).Start);

    public static async Task<DayStage> Of(Town town, Tablet teacher, Tablet cpe)
    {
        await using var platform = town.Database.Read(EstablishmentId.Platform);
        var id = await platform.Establishments.Where(e => e.Code == "LYCEE").Select(e => e.Id).SingleAsync();
        await using var db = town.Database.Read(id);
        var year = await db.SchoolYears.SingleAsync();
        var on = new LocalDate(year.From.Year, 11, 17);
        on = on.DayOfWeek == IsoDayOfWeek.Tuesday ? on : on.Next(IsoDayOfWeek.Tuesday);
        var timetable = await town.Service<Timetables>().In(id);
        return new()
        {
            Town = town, Id = id, On = on, Teacher = teacher, Cpe = cpe, Year = year.Year, Sessions = timetable.On(on),
            Codes = await db.Groups.ToDictionaryAsync(g => g.Id.Value, g => g.Code),
            Members = (await db.GroupPupils.ToListAsync()).OrderBy(m => m.Pupil).ToLookup(m => m.Group.Value, m => m.Pupil.Value),
        };
    }

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

    public JsonObject Fact(Tablet tablet, string kind, Session session, int minute, Action<JsonObject> fill)
    {
        var body = new JsonObject
        {
            ["date"] = On.ToString("uuuu-MM-dd", null), ["start"] = session.Start.ToString("HH:mm", null), ["end"] = session.End.ToString("HH:mm", null),
            ["group"] = session.Group, ["subject"] = session.Subject,
        };
        fill(body);
        var said = On.At(LocalTime.FromMinutesSinceMidnight(minute)).InZoneLeniently(DateTimeZoneProviders.Tzdb["Europe/Paris"]).ToInstant();
        return tablet.Fact(kind, body, said.ToDateTimeOffset());
    }
}
