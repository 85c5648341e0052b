using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Preau.Bench.Scene;

/// <summary>The built program in a process of its own, as in service.</summary>
internal sealed class PreauProcess : IDisposable
{
    private readonly Process process;

    private PreauProcess(Process process, IPEndPoint address) => (this.process, Address) = (process, address);

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>Resident memory now, in MB.</summary>
    public double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Processor time used so far.</summary>
    public TimeSpan Used
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="database">PostgreSQL connection string, or null for SQLite in the data folder.</param>
    public static PreauProcess Start(string data, string? database, IReadOnlyDictionary<string, string> environment, params string[] more) => StartAt(0, data, database, environment, more);

    /// <summary>The same at a port that is told.</summary>
    public static PreauProcess StartAt(int port, string data, string? database, IReadOnlyDictionary<string, string> environment, params string[] more)
    {
        File.Delete(Note(data));
        string[] arguments = [environment.GetValueOrDefault(Other, Program), "serve", "--port", $"{port}", "--data", data, .. database is null ? [] : (string[])["--database", database], .. more];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is { Length: > 0 } text ? $"server: {text}\n" : "");
        process.BeginErrorReadLine();
        for (var until = Stopwatch.StartNew(); until.Elapsed < TimeSpan.FromSeconds(120) && !process.HasExited; Thread.Sleep(5))
        {
            if (Told(data) is { } address)
            {
                return new(process, address);
            }
        }
        throw new InvalidOperationException("The server did not start.");
    }

    /// <summary>In the environment of a process: another program than the one that was built, by its path.</summary>
    public const string Other = "PREAU_PROGRAM";

    /// <summary>SIGKILL: nothing is flushed, nobody says goodbye.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }
        process.Dispose();
    }

    /// <summary>The program: beside this one in the tree, in the same configuration.</summary>
    public static string Program => Environment.GetEnvironmentVariable("PREAU_PROGRAM")
        ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/Preau.Host/bin/Release/net10.0/preau.dll"));

    private static string Note(string data) => Path.Combine(data, "preau.server.json");

    private static IPEndPoint? Told(string data)
    {
        try
        {
            var url = new Uri(JsonDocument.Parse(File.ReadAllText(Note(data))).RootElement.GetProperty("Url").GetString()!);
            return new(IPAddress.Loopback, url.Port);
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }
}
