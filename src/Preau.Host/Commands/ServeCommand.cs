using System.CommandLine;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau serve</c>: creates or upgrades the database, loads the demo on first start, serves, prints addresses and logins.</summary>
internal static class ServeCommand
{
    private static readonly Option<int> port = new("--port") { Description = Words.Say("cli.serve.port"), DefaultValueFactory = _ => 7777 };
    private static readonly Option<bool> empty = new("--empty") { Description = Words.Say("cli.serve.empty") };
    private static readonly Option<string?> at = new("--at") { Description = Words.Say("cli.serve.at") };
    private static readonly Option<string> address = new("--address") { Description = Words.Say("cli.serve.address"), DefaultValueFactory = _ => "127.0.0.1" };

    public static Command Make()
    {
        var command = new Command("serve", Words.Say("cli.serve")) { port, empty, at, address };
        HttpsOptions.AddTo(command);
        at.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !Time.Parse(text).Success)
            {
                result.AddError(Words.Say("cli.serve.bad-at", text));
            }
        });
        command.SetAction(Serve);
        return command;
    }

    private static LocalTimePattern Time => LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static async Task<int> Serve(ParseResult parsed, CancellationToken stop)
    {
        var plain = new ServerOptions
        {
            Data = parsed.GetValue(CommandLine.Data)!.FullName, Database = parsed.GetValue(CommandLine.Database),
            Url = string.Create(CultureInfo.InvariantCulture, $"http://{parsed.GetValue(address)}:{parsed.GetValue(port)}"),
            Empty = parsed.GetValue(empty), At = parsed.GetValue(at) is { } text ? Time.Parse(text).Value : null,
        };
        using var alone = DataLock.Take(plain.Data);
        if (alone is null)
        {
            Console.Error.WriteLine(Words.Say("host.locked", plain.Data));
            return 1;
        }
        var chosen = HttpsOptions.Choose(parsed, plain, parsed.GetValue(address)!, parsed.GetValue(port));
        if (chosen.Refusal is { } no)
        {
            Console.Error.WriteLine(Words.Say(no));
            return 1;
        }
        return await Serve(chosen.Value!, alone, stop);
    }

    private static async Task<int> Serve(ServerOptions options, DataLock alone, CancellationToken stop)
    {
        await using var app = PreauServer.Build(options);
        try
        {
            var started = await FirstStart.Do(app, options, stop);
            await app.StartAsync(stop);
            app.Services.GetRequiredService<LocalDoor>().Open(alone.Key);
            alone.Tell(app.Urls.Last());
            Greeting.Print(app.Urls, started, options);
        }
        catch (IOException error)
        {
            Console.Error.WriteLine(Words.Say("host.cannot-listen", options.Url, error.Message));
            return 1;
        }
        await app.WaitForShutdownAsync(stop);
        return 0;
    }
}
