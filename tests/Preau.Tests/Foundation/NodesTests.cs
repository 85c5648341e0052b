using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Preau.Foundation;

namespace Preau.Tests.Foundation;

/// <summary>Several nodes on one PostgreSQL: what one commits, the others hear.</summary>
[Trait("engine", "postgres")]
public class NodesTests
{
    [Fact]
    public async Task A_push_to_one_node_rings_at_the_other()
    {
        var database = PostgresCluster.Shared.NewDatabase();
        var (first, second) = (await Town.Start(Repository.Scratch("node"), database), await Town.Start(Repository.Scratch("node"), database));
        var school = await first.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await Heard(second, school, 1);

        var answer = await tablet.Push(tablet.Marked(school, school.Pupils[0]));

        var took = await Heard(second, school, answer["position"]!.GetValue<long>());
        Assert.True(took < TimeSpan.FromSeconds(5), $"heard after {took}");
        var there = tablet.Copy().At(second.Http);
        Assert.Single((await there.Pull())["marks"]!.AsArray());
        await first.Stop();
        await second.Stop();
    }

    [Fact]
    public async Task A_device_revoked_on_one_node_is_refused_by_the_other()
    {
        var database = PostgresCluster.Shared.NewDatabase();
        var (first, second) = (await Town.Start(Repository.Scratch("node"), database), await Town.Start(Repository.Scratch("node"), database));
        var school = await first.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        var there = tablet.Copy().At(second.Http);
        await there.Pull();

        Town.Must(await first.Service<Preau.Devices.RevokeDevice>().Do(new Act(null, school.Id, null, first.Now, "test"), new(tablet.Device)));

        await Until(async () => (await there.Send(HttpMethod.Get, "/api/sync/pull")).Status == 403);
        await first.Stop();
        await second.Stop();
    }

    [Fact]
    public void Messages_between_nodes_stay_below_the_bound_and_say_all()
    {
        var rung = Enumerable.Range(1, 2000).ToDictionary(e => e, e => ((long)e * 1_000_000, Touches.Access));

        var messages = NodeWords.Write("a", rung).ToList();

        Assert.All(messages, message => Assert.True(message.Length < 8000));
        Assert.Equal(rung.Select(r => (new EstablishmentId(r.Key), r.Value.Item1, r.Value.Item2)), messages.SelectMany(m => NodeWords.Read("b", m)));
        Assert.Empty(messages.SelectMany(m => NodeWords.Read("a", m)));
        Assert.Empty(NodeWords.Read("b", "a;1,2;x,y,z;;"));
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_once_and_asked_more_and_more_seldom()
    {
        using var away = new TcpListener(IPAddress.Loopback, 0);
        away.Start();
        var log = new Said();
        await using var engine = new PostgresEngine($"Host=127.0.0.1;Port={((IPEndPoint)away.LocalEndpoint).Port};Username=nobody;Database=none;Pooling=false", [], []);
        using var bells = new NodeBells(engine, new Doorbell(), log);
        await bells.StartAsync(TestContext.Current.CancellationToken);

        // Three connections ask; seven times is more than once each.
        for (var asked = 0; asked < 7; asked++)
        {
            (await away.AcceptTcpClientAsync(TestContext.Current.CancellationToken)).Dispose();
        }
        await bells.StopAsync(TestContext.Current.CancellationToken);

        Assert.Single(log.Warnings);
    }

    private sealed class Said : ILogger<NodeBells>
    {
        public ConcurrentQueue<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
            {
                Warnings.Enqueue(formatter(state, exception));
            }
        }
    }

    private static async Task<TimeSpan> Heard(Town town, School school, long position)
    {
        var watch = Stopwatch.StartNew();
        await Until(() => Task.FromResult(town.Service<Doorbell>().Heard(school.Id).Position >= position));
        return watch.Elapsed;
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 300, "not within 15 s");
            await Task.Delay(50);
        }
    }
}
