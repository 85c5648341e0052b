using System.Text.Json;

namespace Preau.Bench.Scene;

/// <summary>A database with a town in it, and the disk that it stands on.</summary>
/// <param name="Data">Folder of the server's data; SQLite's file is there.</param>
/// <param name="Database">PostgreSQL connection string; null for SQLite.</param>
/// <param name="Disk">Environment of the processes that write to the disk.</param>
internal sealed record Place(string Data, string? Database, IReadOnlyDictionary<string, string> Disk, IReadOnlyList<Tablet> Tablets)
{
    /// <summary>Builds a town on an engine.</summary>
    public static async Task<Place> Build(Scratch scratch, string name, Cluster? cluster, IReadOnlyDictionary<string, string> disk, Town.Size size)
    {
        var (data, database) = (scratch.Make(name), cluster?.NewDatabase());
        var tablets = await Town.Build(data, database, size);
        // By turns: the first n tablets are of as many establishments as there are.
        var turns = tablets.GroupBy(t => t.Establishment).SelectMany(g => g.Select((t, i) => (t, i))).OrderBy(p => p.i).ThenBy(p => p.t.Establishment).Select(p => p.t).ToList();
        await File.WriteAllTextAsync(Path.Combine(data, "tablets.json"), JsonSerializer.Serialize(turns));
        return new(data, database, disk, turns);
    }

    /// <summary>One that an earlier run has built and kept.</summary>
    public static Place Kept(Scratch scratch, string name, Cluster cluster)
    {
        var data = scratch.Make(name);
        return new(data, cluster.First, new Dictionary<string, string>(), JsonSerializer.Deserialize<List<Tablet>>(File.ReadAllText(Path.Combine(data, "tablets.json")))!);
    }

    /// <summary>Starts the server on it.</summary>
    public PreauProcess Serve() => PreauProcess.Start(Data, Database, Database is null ? Disk : new Dictionary<string, string>(), "--empty");
}
