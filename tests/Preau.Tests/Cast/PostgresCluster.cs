using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Preau.Tests.Cast;

/// <summary>A PostgreSQL of our own in a scratch folder, on a free port of 127.0.0.1; durable, as in service. Stopped at the end of the run.</summary>
internal sealed class PostgresCluster
{
    private static readonly Lazy<PostgresCluster> shared = new(() => new PostgresCluster());
    private readonly string folder = Repository.Scratch("postgres");
    private readonly int port = FreePort();
    private int databases;

    private PostgresCluster()
    {
        AsPostgres("initdb", "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale");
        Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop("fast");
    }

    /// <summary>The cluster of this run; started when first asked for.</summary>
    public static PostgresCluster Shared => shared.Value;

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public string NewDatabase()
    {
        var name = $"t{Interlocked.Increment(ref databases)}";
        using var connection = new NpgsqlConnection(Connection("postgres"));
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return Connection(name);
    }

    /// <summary>Starts it; it recovers by itself after an immediate stop.</summary>
    public void Start() => AsPostgres("pg_ctl", "-D", $"{folder}/data", "-l", $"{folder}/log", "-w", "-o",
        $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200 -c shared_buffers=64MB", "start");

    /// <summary>Stops it: <c>fast</c>, or <c>immediate</c> as if it had crashed.</summary>
    public void Stop(string mode) => AsPostgres("pg_ctl", "-D", $"{folder}/data", "-m", mode, "-w", "stop");

    private string Connection(string database) => $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Timeout=30";

    private void AsPostgres(string tool, params string[] arguments)
    {
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin/";
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        if (Environment.UserName == "root")
        {
            // PostgreSQL refuses to run as root.
            Process.Start("chown", ["postgres", folder]).WaitForExit();
            start.FileName = "runuser";
            string[] prefix = ["-u", "postgres", "--", bin + tool];
            Array.ForEach([.. prefix, .. arguments], start.ArgumentList.Add);
        }
        else
        {
            start.FileName = bin + tool;
            Array.ForEach(arguments, start.ArgumentList.Add);
        }
        using var process = Process.Start(start)!;
        // pg_ctl's server inherits the pipes: wait for the tool itself, not for the end of its output.
        if (!process.WaitForExit(60_000) || process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool} failed: {process.StandardError.ReadToEnd()}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
