using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Preau.Bench.Scene;

/// <summary>A PostgreSQL of this run, on a free port of 127.0.0.1; durable, as in service. Stopped at the end.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly string folder;
    private readonly bool isKept;
    private bool isUp;

    /// <summary>Those that a server in service gets: what is measured is what is shipped.</summary>
    private static readonly Lazy<string> shipped = new(() => string.Join(' ', File.ReadLines(Path.Combine(Tree.Root, "deploy", "postgresql.conf"))
        .Select(line => line.Split('#')[0].Replace(" ", "", StringComparison.Ordinal)).Where(line => line.Length > 0).Select(line => $"-c {line}")));
    private readonly IReadOnlyDictionary<string, string> environment;
    private int databases;

    /// <param name="environment">Of its processes: see <see cref="SlowDisk"/>.</param>
    /// <param name="empty">Nothing yet: see <see cref="Follow"/>.</param>
    public Cluster(Scratch scratch, string name, IReadOnlyDictionary<string, string> environment, bool empty = false)
    {
        (this.environment, isKept, folder) = (environment, scratch.IsKept, scratch.Make(name));
        Run("chown", ["postgres", folder], new Dictionary<string, string>());
        WasKept = Directory.Exists($"{folder}/data");
        if (empty)
        {
            return;
        }
        if (WasKept)
        {
            databases = 1;
            Start();
            return;
        }
        AsPostgres(new Dictionary<string, string>(), "initdb", "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale");
        Start();
    }

    /// <summary>Whether this machine has PostgreSQL's programs.</summary>
    public static bool IsPossible => Directory.Exists("/usr/lib/postgresql");

    /// <summary>Whether an earlier run has left it, with its one database.</summary>
    public bool WasKept { get; }

    /// <summary>The connection string of the first database.</summary>
    public string First => Connection("b1");

    /// <summary>Where it listens.</summary>
    public int Port { get; } = FreePort();

    /// <summary>The id of the process whose children do the work.</summary>
    public int Postmaster => int.Parse(File.ReadLines($"{folder}/data/postmaster.pid").First(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Makes an empty database and tells its connection string.</summary>
    public string NewDatabase()
    {
        var name = $"b{++databases}";
        Do($"CREATE DATABASE {name}");
        return Connection(name);
    }

    /// <summary>Runs a statement as its owner.</summary>
    /// <returns>The first value, if any.</returns>
    public object? Do(string sql)
    {
        using var connection = new NpgsqlConnection(Connection("postgres") + ";Pooling=false;Command Timeout=300");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>Makes it a server that has been in service for some checkpoints: its log's files are there and are used again.</summary>
    /// <remarks>A new one makes each file of 16 MB by writing zeros, while all commits wait: 50 to 75 ms, twice a second under load.</remarks>
    /// <param name="files">Of the log, 16 MB each; no more than the shipped settings keep.</param>
    public void Age(int files)
    {
        Do($"DO $$ BEGIN FOR i IN 1..{files} LOOP PERFORM pg_logical_emit_message(false, 'preau', 'aged'); PERFORM pg_switch_wal(); END LOOP; END $$");
        Do("CHECKPOINT");
    }

    /// <summary>Becomes another's standby: what it had is thrown away, a copy of the other is taken, and it follows.</summary>
    public void Follow(Cluster primary)
    {
        if (isUp)
        {
            Stop("immediate");
        }
        if (Directory.Exists($"{folder}/data"))
        {
            Directory.Delete($"{folder}/data", recursive: true);
        }
        AsPostgres(new Dictionary<string, string>(), "pg_basebackup", "-h", "127.0.0.1", "-p", $"{primary.Port}", "-U", "postgres", "-D", $"{folder}/data", "-R", "-X", "stream", "-c", "fast");
        Start();
    }

    /// <summary>A standby becomes a primary.</summary>
    public void Promote() => AsPostgres(environment, "pg_ctl", "-D", $"{folder}/data", "-w", "promote");

    /// <summary>Starts it; after an immediate stop it recovers by itself.</summary>
    public void Start()
    {
        AsPostgres(environment, "pg_ctl", "-D", $"{folder}/data", "-l", $"{folder}/log", "-w", "-t", "170", "-o",
            $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200 {shipped.Value} {Environment.GetEnvironmentVariable("PREAU_BENCH_POSTGRES")}", "start");
        isUp = true;
    }

    /// <summary>Stops it: <c>fast</c>, or <c>immediate</c> as if it had crashed.</summary>
    public void Stop(string mode)
    {
        AsPostgres(environment, "pg_ctl", "-D", $"{folder}/data", "-m", mode, "-w", "-t", "170", "stop");
        isUp = false;
    }

    public void Dispose()
    {
        if (isUp)
        {
            Stop(isKept ? "fast" : "immediate");
        }
    }

    private string Connection(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database};Timeout=30";

    private void AsPostgres(IReadOnlyDictionary<string, string> around, string tool, params string[] arguments)
    {
        var path = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/" + tool;
        // PostgreSQL refuses to run as root.
        var isRoot = Environment.UserName == "root";
        Run(isRoot ? "runuser" : path, isRoot ? ["-u", "postgres", "--", path, .. arguments] : arguments, around);
    }

    private void Run(string tool, string[] arguments, IReadOnlyDictionary<string, string> around)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in around)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        // pg_ctl's server inherits the pipes: wait for the tool itself, not for the end of its output.
        if (!process.WaitForExit(180_000) || process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool} {arguments.FirstOrDefault()} failed; see {folder}.");
        }
    }

    /// <summary>A port that nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
