using System.Diagnostics;
using System.Text.Json;

namespace Preau.Tests.Cast;

/// <summary>The built program in a process of its own, for what only a process shows: being killed, starting again.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
    }

    public HttpClient Http { get; }

    public int Id => process.Id;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="database">PostgreSQL connection string, or null.</param>
    /// <param name="wrap">A tool and its arguments to run it under, such as strace.</param>
    public static Task<ServerProcess> Start(string data, string? database, params string[] wrap) => Launch(data, wrap.Length > 0,
        [.. wrap, "dotnet", Repository.Program, "serve", "--port", "0", "--data", data, "--empty", .. database is null ? [] : (string[])["--database", database]]);

    /// <summary>Starts it at a port of the caller's choice: where it stood before, for those who know its address.</summary>
    public static Task<ServerProcess> StartAt(int port, string data) =>
        Launch(data, false, ["dotnet", Repository.Program, "serve", "--port", $"{port}", "--data", data, "--empty"]);

    /// <summary>Starts a packaged program, which needs no .NET on the machine.</summary>
    public static Task<ServerProcess> StartPackage(string program, string data) => Launch(data, false, [program, "serve", "--port", "0", "--data", data, "--empty"]);

    private static async Task<ServerProcess> Launch(string data, bool wrapped, string[] all)
    {
        var start = new ProcessStartInfo(all[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach(all[1..], start.ArgumentList.Add);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEndAsync();
        var note = Path.Combine(data, "preau.server.json");
        for (var tries = 0; tries < 2400; tries++)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server ended: {await errors}");
            }
            if (await Address(note, process, wrapped) is { } address)
            {
                return new ServerProcess(process, address);
            }
            await Task.Delay(50);
        }
        throw new TimeoutException("The server did not get ready.");
    }

    /// <summary>SIGKILL: nothing is flushed, nobody says goodbye.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Kill();
        }
        process.Dispose();
        Http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<Uri?> Address(string note, Process process, bool wrapped)
    {
        try
        {
            var server = JsonDocument.Parse(await File.ReadAllTextAsync(note)).RootElement;
            var ours = wrapped || server.GetProperty("Process").GetInt32() == process.Id;
            return ours ? new Uri(server.GetProperty("Url").GetString()!) : null;
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            return null;
        }
    }
}
