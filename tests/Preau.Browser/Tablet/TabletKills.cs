using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Preau.Classes;
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

/// <summary>One random schedule over one class: what was done, and whether all agree on it afterwards.</summary>
internal sealed class Schedule(IReadOnlyList<Player> players, Schedule.Class about, Random chance)
{
    /// <summary>A class of its own, so that schedules do not meet.</summary>
    public sealed record Class(string Code, Guid Id, Guid[] Pupils);

    /// <summary>What was done, in order.</summary>
    public List<string> Told { get; } = [];

    public int Browsers { get; private set; }

    public int Servers { get; private set; }

    /// <summary>Does it; one browser and the server are killed on the way. Returns the server that stands in the end.</summary>
    public async Task<ServerProcess> Run(int acts, ServerProcess server, Func<Task<ServerProcess>> restart)
    {
        foreach (var player in players)
        {
            await player.Begin(about.Code);
        }
        var (dies, falls, rises) = (chance.Next(1, acts), chance.Next(acts), 0);
        rises = falls + chance.Next(1, 4);
        for (var i = 0; i < acts; i++)
        {
            if (i == falls)
            {
                Told.Add("server killed");
                server.Kill();
                Servers++;
            }
            if (i == rises)
            {
                Told.Add("server back");
                server = await restart();
            }
            await One(chance.Next(players.Count), i == dies);
        }
        return rises >= acts ? await restart() : server;
    }

    private async Task One(int who, bool dies)
    {
        var player = players[who];
        switch (chance.Next(8))
        {
            case 0:
                Told.Add($"{who} walks");
                await player.Walk();
                break;
            case 1:
                Told.Add($"{who} validates");
                await player.Validate();
                break;
            default:
                var (pupil, late) = (chance.Next(about.Pupils.Length), chance.Next(2) == 0);
                Told.Add($"{who} marks {pupil} {(late ? 'R' : 'A')}");
                await player.Mark(about.Pupils[pupil], late);
                if (!dies || chance.Next(2) == 0)
                {
                    await player.Keep(about.Id);
                }
                break;
        }
        if (dies)
        {
            Told.Add($"{who} killed");
            Browsers++;
            await player.Die(about.Code, about.Id);
        }
    }

    /// <summary>Everybody comes back; the server has each mark once, and each screen shows what its fold says.</summary>
    public async Task Check(Preau.Tests.Cast.Tablet judge)
    {
        foreach (var player in players)
        {
            await player.Arrive();
        }
        var marks = new List<JsonNode>();
        for (long? after = null; ;)
        {
            var news = await judge.Pull(after);
            marks.AddRange(news["marks"]!.AsArray().Where(m => (Guid)m!["group"]! == about.Id)!);
            after = (long)news["position"]!;
            if (!(bool)news["more"]!)
            {
                break;
            }
        }
        Assert.Equal(marks.Count, marks.Select(m => (Guid)m["id"]!).Distinct().Count());
        foreach (var player in players)
        {
            Assert.Equal(player.Made, marks.Count(m => (Guid)m["author"]! == player.Person));
        }
        var truth = about.Pupils.ToDictionary(p => p, p => Shown([.. marks.Where(m => (Guid)m["pupil"]! == p)]));
        foreach (var player in players)
        {
            await Until(player, truth);
        }
    }

    private static async Task Until(Player player, Dictionary<Guid, string> truth)
    {
        var seen = await player.Seen();
        for (var tries = 0; tries < 100 && !truth.All(t => seen.GetValueOrDefault(t.Key) == t.Value); tries++)
        {
            await Task.Delay(100);
            seen = await player.Seen();
        }
        Assert.Equal(truth.OrderBy(t => t.Key), seen.OrderBy(s => s.Key));
    }

    /// <summary>By the server's own fold.</summary>
    private static string Shown(IReadOnlyCollection<JsonNode> marks)
    {
        var fold = Fold.Of([.. marks.Select(m => new FoldedMark((string)m["id"]!, (string)m["author"]!, (int)m["rank"]!, (string)m["kind"]!, (int?)m["minutes"], (long)m["position"]!,
            [.. m["replaces"]!.AsArray().Select(r => (string)r!)]))]);
        return (fold.Shown?.Kind ?? "P") + (fold.Disputed ? "?" : "");
    }
}
