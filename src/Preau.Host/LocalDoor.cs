using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Preau.Foundation;
using Preau.Host.Commands;

namespace Preau.Host;

/// <summary>The door of the command line into the running server: same machine, and the key that only the data's owner can read.</summary>
internal sealed class LocalDoor
{
    public const string Path = "/api/local/commands";
    public const string Scheme = "Local";

    private string? key;

    /// <summary>A command as it was typed, where, and in which language.</summary>
    public sealed record Asked(string[] Arguments, string Directory, string Language);

    /// <summary>Opens the door for whoever shows the key. Closed until then.</summary>
    public void Open(string to) => key = to;

    /// <summary>Whether the caller is on this machine, came straight here, and shows the key.</summary>
    public bool Admits(HttpContext http)
    {
        var shown = http.Request.Headers.Authorization.ToString();
        var forwarded = http.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase));
        return key is not null && !forwarded && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes($"{Scheme} {key}"));
    }

    /// <summary>Runs a command and streams its lines, each with its kind; the last line is the exit code.</summary>
    public static async Task Run(HttpContext http, LocalDoor door, Asked asked)
    {
        if (!door.Admits(http))
        {
            await Answers.Refused(Refusal.Unknown("error.no-route")).ExecuteAsync(http);
            return;
        }
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(asked.Language);
        var parsed = CommandLine.Root().Parse(asked.Arguments);
        var turn = new SemaphoreSlim(1);
        async Task Write(OutputKind kind, string text)
        {
            await turn.WaitAsync(http.RequestAborted);
            try
            {
                await http.Response.WriteAsync($"{kind}:{text.ReplaceLineEndings(" ")}\n", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
            finally
            {
                turn.Release();
            }
        }
        http.Response.ContentType = "text/plain; charset=utf-8";
        var code = await Code(parsed, http, new CommandOutput(asked.Directory, Write));
        await Write(OutputKind.Exit, code.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<int> Code(System.CommandLine.ParseResult parsed, HttpContext http, CommandOutput output)
    {
        try
        {
            return LocalCommand.WorkOf(parsed) is { } work ? await work(parsed, http.RequestServices, output, http.RequestAborted) : 2;
        }
        catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
        {
            await output.Error(Failure.Say(error));
            return 1;
        }
    }
}
