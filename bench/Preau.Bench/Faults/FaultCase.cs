using Preau.Bench.Scene;

namespace Preau.Bench.Faults;

/// <summary>Things that go wrong while tablets push: promised, acknowledged, found.</summary>
internal static class FaultCase
{
    /// <summary>Each by its name, in the order in which all are run.</summary>
    private static readonly Dictionary<string, Func<Stage, Task>> faults = new()
    {
        ["full-disk"] = DiskFaults.Full,
        ["read-only-disk"] = DiskFaults.ReadOnly,
        ["broken-disk"] = DiskFaults.Broken,
        ["slow-disk"] = DiskFaults.Slow,
        ["clock"] = ClockFault.Run,
        ["database-restarted"] = stage => DatabaseFaults.Run(stage, "database-restarted", "fast"),
        ["database-killed"] = stage => DatabaseFaults.Run(stage, "database-killed", "immediate"),
        ["standby-lost"] = PromotionFaults.Lost,
        ["promotion"] = PromotionFaults.Run,
        ["node-killed"] = NodeFault.Run,
        ["upgrade"] = UpgradeFault.Run,
        ["half-open"] = SocketFaults.HalfOpen,
        ["cut"] = SocketFaults.Cut,
        ["garbage"] = SocketFaults.Garbage,
        ["listeners"] = ListenerFault.Run,
    };

    /// <summary>Runs <c>fault [name] [--count N] [--engines sqlite,postgres]</c>; all of them unless one is named.</summary>
    public static async Task Run(Setting setting, Report report)
    {
        if (setting.Name is { } name && !faults.ContainsKey(name))
        {
            throw new ArgumentException($"Faults: {string.Join(' ', faults.Keys)}.");
        }
        foreach (var (_, fault) in faults.Where(fault => setting.Name is null || setting.Name == fault.Key))
        {
            using var scratch = new Scratch();
            await fault(new(setting, report, scratch));
        }
    }
}

/// <summary>Where a fault plays.</summary>
internal sealed record Stage(Setting Setting, Report Report, Scratch Scratch)
{
    private static readonly Town.Size size = new(4, 4, 30, 4);

    /// <summary>How many rounds, or sockets, or listeners.</summary>
    public int Count(int usual) => Setting.Count ?? usual;

    /// <summary>A town on an engine.</summary>
    public Task<Place> Build(string engine, Cluster? cluster) => Place.Build(Scratch, $"{engine}-town", cluster, new Dictionary<string, string>(), size);

    /// <summary>A town on a database that is told.</summary>
    public async Task<Place> Build(string connection)
    {
        var data = Scratch.Make("town");
        return new(data, connection, new Dictionary<string, string>(), await Town.Build(data, connection, size));
    }

    /// <summary>Plays on each engine asked for.</summary>
    public async Task OnEach(Func<Place, Cluster?, Task> play)
    {
        foreach (var engine in Setting.Engines)
        {
            using var cluster = engine == "postgres" ? new Cluster(Scratch, "cluster", new Dictionary<string, string>()) : null;
            await play(await Build(engine, cluster), cluster);
        }
    }

    /// <summary>A server's address.</summary>
    public static Uri At(PreauProcess server) => new($"http://{server.Address}");
}
