using System.Security.Cryptography;
using System.Text.Json;

namespace Preau.Host;

/// <summary>One server per data folder: a second process on the SQLite file would break the one writer and ring nobody.</summary>
/// <remarks><c>preau.lock</c> is held; <c>preau.server.json</c> (readable by its owner alone) tells the command line where to ask.</remarks>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream held;
    private readonly string tells;

    private DataLock(FileStream held, string tells) => (this.held, this.tells) = (held, tells);

    /// <summary>The key that the command line must show; new at each start.</summary>
    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>How to reach the server that holds a data folder.</summary>
    public sealed record Server(string Url, string Key, int Process);

    /// <summary>Takes the lock; null when another process holds it.</summary>
    public static DataLock? Take(string data)
    {
        Directory.CreateDirectory(data);
        try
        {
            var held = new FileStream(Path.Combine(data, "preau.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new(held, Path.Combine(data, "preau.server.json"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Tells the command line where the server listens.</summary>
    public void Tell(string url)
    {
        File.Delete(tells);
        using var file = new FileStream(tells, OwnersFile.ToWrite());
        JsonSerializer.Serialize(file, new Server(url, Key, Environment.ProcessId));
    }

    /// <summary>The running server of a data folder; null when none holds it.</summary>
    public static Server? Find(string data)
    {
        var file = Path.Combine(data, "preau.server.json");
        if (!File.Exists(file))
        {
            return null;
        }
        using (var free = Take(data))
        {
            if (free is not null)
            {
                return null;
            }
        }
        return JsonSerializer.Deserialize<Server>(File.ReadAllText(file));
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();
}
