using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Preau.Classes;
using Preau.Devices;
using Preau.Foundation;
using Preau.Pupils;
using Preau.RollCall;

namespace Preau.Browser.Tablet;

/// <summary>Random schedules with nothing simulated: two teachers' tablets and a CPE's, spells offline, browsers and the server killed. All see the same in the end; nothing is lost, nothing is there twice.</summary>
[Collection("stage")]
public class TabletKills(Stage stage, ITestOutputHelper output)
{
    private const int Acts = 9;

    [Fact]
    public async Task Random_schedules_with_real_kills_converge()
    {
        // PREAU_SCHEDULES=30 for the whole measure, PREAU_SEED=… for one again.
        var count = Number("PREAU_SCHEDULES") ?? 4;
        var from = Number("PREAU_SEED") ?? Random.Shared.Next(1_000_000);
        var data = Repository.Scratch("kills");
        var (school, classes) = await Prepare(data, count);
        var started = TimeProvider.System.GetTimestamp();
        List<Schedule> schedules = [];
        var wrong = 1;
        try
        {
            await Play(data, school, classes, from, schedules);
            await Judge(data, school.Id, schedules);
            wrong = 0;
        }
        finally
        {
            var said = schedules.SelectMany(s => s.Said.Values).SelectMany(all => all).ToLookup(one => one.Split(' ')[0]);
            output.WriteLine($"measured schedules with kills: {schedules.Count} from seed {from}, {wrong} wrong, {said[RollFacts.Marked].Count()} marks, {said[RollFacts.Validated].Count()} validations, {schedules.Sum(s => s.Browsers)} browsers and {schedules.Sum(s => s.Servers)} servers killed, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
        }
    }

    private async Task Play(string data, School school, List<Schedule.Class> classes, int from, List<Schedule> schedules)
    {
        var port = FreePort();
        var server = await ServerProcess.StartAt(port, data);
        var judge = await Preau.Tests.Cast.Tablet.SignIn(server.Http, school.MrRossel, School.Password, school.Code);
        List<Player> players = [];
        try
        {
            foreach (var name in new[] { school.MrsMartin, school.MrBernard, school.MrsLauriac })
            {
                players.Add(new Player(stage, $"http://127.0.0.1:{port}", name));
                await players[^1].Enter(await school.Employ(name));
            }
            for (var i = 0; i < classes.Count; i++)
            {
                schedules.Add(new Schedule(players, classes[i], new Random(from + i)));
                try
                {
                    server = await schedules[i].Run(Acts, server, () => ServerProcess.StartAt(port, data));
                    await schedules[i].Check(judge.At(server.Http));
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    throw new InvalidOperationException($"seed {from + i} (PREAU_SEED={from + i} PREAU_SCHEDULES=1): {string.Join(", ", schedules[i].Told)}\n{error.Message}", error);
                }
            }
        }
        finally
        {
            foreach (var player in players)
            {
                await player.DisposeAsync();
            }
            await server.DisposeAsync();
        }
    }

    /// <summary>The server's own log, once it has stopped: what each tablet was promised to have is there once, whatever came after it; and no tablet was suspended.</summary>
    private static async Task Judge(string data, EstablishmentId school, List<Schedule> schedules)
    {
        var town = await Town.Start(data, null);
        try
        {
            await using var db = town.Database.Read(school);
            Assert.Equal(0, await db.Devices.CountAsync(device => device.SuspendedAt != null));
            var entries = await db.Entries.Where(e => e.Kind == RollFacts.Marked || e.Kind == RollFacts.Validated).ToListAsync();
            var log = entries.Select(e => (Entry: e, Body: JsonNode.Parse(e.Body)!)).ToLookup(
                e => ((Guid)e.Body["group"]!, e.Entry.Author!.Value), e => Player.Said(e.Entry.Kind, (Guid?)e.Body["pupil"], e.Entry.ClaimedAt.ToDateTimeOffset()));
            foreach (var (schedule, i) in schedules.Select((s, i) => (s, i)))
            {
                foreach (var (person, said) in schedule.Said)
                {
                    var there = log[(schedule.About.Id, person)].ToList();
                    Assert.True(there.Count == there.Distinct().Count() && said.All(there.Contains),
                        $"schedule {i} of this run ({string.Join(", ", schedule.Told)}): said {string.Join("; ", said)}, the log has {string.Join("; ", there)}");
                }
            }
        }
        finally
        {
            await town.Stop();
        }
    }

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var n) ? n : null;

    private static int FreePort()
    {
        using var door = new TcpListener(IPAddress.Loopback, 0);
        door.Start();
        return ((IPEndPoint)door.LocalEndpoint).Port;
    }

    /// <summary>A school whose lesson is under way all day, and a class of five for each schedule.</summary>
    private static async Task<(School School, List<Schedule.Class> Classes)> Prepare(string data, int count)
    {
        var town = await Town.Start(data, null);
        var school = await town.Open(5, Stage.Calm(town.Now));
        foreach (var name in new[] { school.MrsMartin, school.MrBernard, school.MrsLauriac, school.MrRossel })
        {
            await school.Employ(name);
        }
        var classes = Enumerable.Range(1, count).Select(n => new Schedule.Class($"K{n:00}", Id<Group>.New().Value, [.. Enumerable.Range(0, 5).Select(_ => Id<Pupil>.New().Value)])).ToList();
        Town.Must(await town.Database.Write<Done>(new Act(null, school.Id, null, town.Now, "test"), async tx =>
        {
            foreach (var c in classes)
            {
                tx.Db.Add(new Group { Establishment = school.Id, SchoolYear = school.Year, Id = new(c.Id), Code = c.Code, Label = c.Code, Kind = GroupKind.Class });
                tx.Db.AddRange(c.Pupils.Select((id, i) => new Pupil { Establishment = school.Id, SchoolYear = school.Year, Id = new(id), FamilyName = $"{c.Code}{i}", FirstName = "Zoé", SortKey = $"{c.Code}{i}" }));
                tx.Db.AddRange(c.Pupils.Select(id => new GroupPupil { Establishment = school.Id, SchoolYear = school.Year, Group = new(c.Id), Pupil = new(id), From = school.Today.PlusDays(-300) }));
            }
            await tx.Log("test-filled", school.Year, new { count }, Touches.Reference);
            return Done.It;
        }));
        await town.Stop();
        return (school, classes);
    }
}
