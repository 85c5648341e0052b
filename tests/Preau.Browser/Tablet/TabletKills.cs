using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

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
        var port = FreePort();
        var server = await ServerProcess.StartAt(port, data);
        var judge = await Preau.Tests.Cast.Tablet.SignIn(server.Http, school.MrRossel, School.Password, school.Code);
        List<Player> players = [];
        var started = TimeProvider.System.GetTimestamp();
        int made = 0, browsers = 0, servers = 0;
        try
        {
            foreach (var name in new[] { school.MrsMartin, school.MrBernard, school.MrsLauriac })
            {
                players.Add(new Player(stage, $"http://127.0.0.1:{port}", name));
                await players[^1].Enter(await school.Employ(name));
            }
            for (var i = 0; i < count; i++)
            {
                var schedule = new Schedule(players, classes[i], new Random(from + i));
                try
                {
                    server = await schedule.Run(Acts, server, () => ServerProcess.StartAt(port, data));
                    await schedule.Check(judge.At(server.Http));
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    throw new InvalidOperationException($"seed {from + i} (PREAU_SEED={from + i} PREAU_SCHEDULES=1): {string.Join(", ", schedule.Told)}\n{error.Message}", error);
                }
                made += players.Sum(p => p.Made);
                browsers += schedule.Browsers;
                servers += schedule.Servers;
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
        output.WriteLine($"measured schedules with kills: {count} from seed {from}, {made} marks, {browsers} browsers and {servers} servers killed, 0 lost, 0 doubled, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
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
        var school = await town.Open(5);
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
