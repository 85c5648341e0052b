using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Preau.Bench.Scene;

/// <summary>A PostgreSQL of this run, on a free port of 127.0.0.1; durable, as in service. Stopped at the end.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly string folder;
    private readonly int port = FreePort();
    private readonly string settings;
    private readonly IReadOnlyDictionary<string, string> environment;
    private int databases;

    /// <param name="environment">Of its processes: see <see cref="SlowDisk"/>.</param>
    /// <param name="settings">As <c>-c name=value</c>; none of them may weaken what a commit promises.</param>
    public Cluster(Scratch scratch, string name, IReadOnlyDictionary<string, string> environment, string settings = "-c shared_buffers=256MB")
    {
        (this.environment, this.settings) = (environment, settings);
        folder = scratch.Make(name);
        Run("chown", ["postgres", folder], new Dictionary<string, string>());
        AsPostgres(new Dictionary<string, string>(), "initdb", "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale");
        Start();
    }

    /// <summary>Whether this machine has PostgreSQL's programs.</summary>
    public static bool IsPossible => Directory.Exists("/usr/lib/postgresql");

    /// <summary>Makes an empty database and tells its connection string.</summary>
    public string NewDatabase()
    {
        var name = $"b{++databases}";
        using var connection = new NpgsqlConnection(Connection("postgres"));
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return Connection(name);
    }

    /// <summary>Starts it; after an immediate stop it recovers by itself.</summary>
    public void Start() => AsPostgres(environment, "pg_ctl", "-D", $"{folder}/data", "-l", $"{folder}/log", "-w", "-o",
        $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200 {settings} {Environment.GetEnvironmentVariable("PREAU_BENCH_POSTGRES")}", "start");

    /// <summary>Stops it: <c>fast</c>, or <c>immediate</c> as if it had crashed.</summary>
    public void Stop(string mode) => AsPostgres(environment, "pg_ctl", "-D", $"{folder}/data", "-m", mode, "-w", "stop");

    public void Dispose() => Stop("immediate");

    private string Connection(string database) => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Timeout=30";

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
        if (!process.WaitForExit(60_000) || process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool} {arguments.FirstOrDefault()} failed; see {folder}.");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
