using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary>A command that works on the data: in the running server when there is one (it is the one writer and rings its own bell), else in this process.</summary>
internal static class LocalCommand
{
    /// <summary>What a command does, wherever it runs.</summary>
    /// <returns>The exit code.</returns>
    public delegate Task<int> Work(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop);

    /// <summary>Gives a command its work.</summary>
    /// <param name="alone">Refused while a server runs on the data.</param>
    /// <param name="migrated">The database is made or upgraded before.</param>
    public static Command Does(this Command command, Work work, bool alone = false, bool migrated = true)
    {
        command.Action = new LocalAction(work, alone, migrated);
        return command;
    }

    /// <summary>The work of a parsed command; null when it has none that may run in a server.</summary>
    public static Work? WorkOf(ParseResult parsed) =>
        parsed.Errors.Count == 0 && parsed.CommandResult.Command.Action is LocalAction { Alone: false } local ? local.Work : null;

    private sealed class LocalAction(Work work, bool alone, bool migrated) : AsynchronousCommandLineAction
    {
        public Work Work => work;

        public bool Alone => alone;

        public override async Task<int> InvokeAsync(ParseResult parsed, CancellationToken stop = default)
        {
            var data = parsed.GetValue(CommandLine.Data)!.FullName;
            if (DataLock.Find(data) is not { } server)
            {
                return await Run(data, parsed, stop);
            }
            if (alone)
            {
                Console.Error.WriteLine(Words.Say("cli.stop-server-first", data));
                return 1;
            }
            return await Ask(server, parsed, stop);
        }

        private async Task<int> Run(string data, ParseResult parsed, CancellationToken stop)
        {
            using var lockHeld = DataLock.Take(data);
            if (lockHeld is null)
            {
                Console.Error.WriteLine(Words.Say("host.locked", data));
                return 1;
            }
            await using var app = PreauServer.Build(new ServerOptions
            {
                Data = data, Database = parsed.GetValue(CommandLine.Database), Url = "http://127.0.0.1:0",
            });
            if (migrated)
            {
                await app.Services.GetRequiredService<Engine>().Migrate(stop);
            }
            return await work(parsed, app.Services, CommandOutput.Terminal(), stop);
        }
    }

    private static async Task<int> Ask(DataLock.Server server, ParseResult parsed, CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(server.Url), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(LocalDoor.Scheme, server.Key);
        var asked = new LocalDoor.Asked(
            [.. parsed.Tokens.Select(t => t.Value)], Environment.CurrentDirectory, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        using var request = new HttpRequestMessage(HttpMethod.Post, LocalDoor.Path) { Content = JsonContent.Create(asked) };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (!answer.IsSuccessStatusCode)
        {
            Console.Error.WriteLine(Words.Say("host.door-closed", (int)answer.StatusCode));
            return 1;
        }
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop));
        while (await lines.ReadLineAsync(stop) is { } line)
        {
            if (Enum.Parse<OutputKind>(line.Split(':', 2)[0]) is var kind && kind == OutputKind.Exit)
            {
                return int.Parse(line.Split(':', 2)[1], CultureInfo.InvariantCulture);
            }
            CommandOutput.Show(kind, line.Split(':', 2)[1]);
        }
        Console.Error.WriteLine(Words.Say("host.door-cut"));
        return 1;
    }
}
