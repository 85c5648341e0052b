using Preau.Bench.Scene;

namespace Preau.Bench.Faults;

/// <summary>Two nodes on one PostgreSQL behind HAProxy, with the recipe's own configuration; one of them is killed, then the other, by turns.</summary>
internal static class NodeFault
{
    /// <summary>Runs; needs Debian's package haproxy.</summary>
    public static async Task Run(Stage stage)
    {
        if (!Balancer.IsPossible)
        {
            stage.Report.Say("node-killed needs haproxy (Debian's package): left out.");
            return;
        }
        using var cluster = new Cluster(stage.Scratch, "cluster", new Dictionary<string, string>());
        var place = await stage.Build("postgres", cluster);
        var ports = new[] { Cluster.FreePort(), Cluster.FreePort() };
        var nodes = ports.Select((port, i) => Node(stage, place, i, port)).ToArray();
        using var balancer = new Balancer(stage.Scratch, ports);
        await using var load = await Load.Start(place, balancer.Address);
        var (random, rounds, pause) = (new Random(7777), stage.Count(10), TimeSpan.Zero);
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                await Task.Delay(random.Next(500));
                nodes[round % 2].Kill();
                var took = await load.Goes(TimeSpan.FromSeconds(30));
                pause = took > pause ? took : pause;
                nodes[round % 2].Dispose();
                nodes[round % 2] = Node(stage, place, round % 2, ports[round % 2]);
                await balancer.BothUp();
            }
            await load.Account(stage.Report, "node-killed", "the other takes over, every receipt found", new() { ["rounds"] = rounds, ["longestPauseMs"] = Math.Round(pause.TotalMilliseconds) });
        }
        finally
        {
            Array.ForEach(nodes, node => node.Dispose());
        }
    }

    private static PreauProcess Node(Stage stage, Place place, int number, int port) =>
        PreauProcess.StartAt(port, stage.Scratch.Make($"node{number}"), place.Database, new Dictionary<string, string>(), "--empty", "--proxy", "127.0.0.1");
}
