using System.CommandLine;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau serve</c>: creates or upgrades the database, loads the demo on first start, serves, prints addresses and logins.</summary>
internal static class ServeCommand
{
    private static readonly Option<int> port = new("--port") { Description = "Port to listen on", DefaultValueFactory = _ => 7777 };
    private static readonly Option<bool> empty = new("--empty") { Description = "No demo town: print a one-time link for the first administrator" };
    private static readonly Option<string?> at = new("--at") { Description = "Pretend that it is HH:mm now (demo data only)" };
    private static readonly Option<string> address = new("--address") { Description = "Address to listen on", DefaultValueFactory = _ => "127.0.0.1" };

    public static Command Make()
    {
        var command = new Command("serve", "Start the server") { port, empty, at, address };
        at.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !Time.Parse(text).Success)
            {
                result.AddError($"--at takes HH:mm, not «{text}».");
            }
        });
        command.SetAction(Serve);
        return command;
    }

    private static LocalTimePattern Time => LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static async Task<int> Serve(ParseResult parsed, CancellationToken stop)
    {
        var options = new ServerOptions
        {
            Data = parsed.GetValue(CommandLine.Data)!.FullName, Database = parsed.GetValue(CommandLine.Database),
            Url = string.Create(CultureInfo.InvariantCulture, $"http://{parsed.GetValue(address)}:{parsed.GetValue(port)}"),
            Empty = parsed.GetValue(empty), At = parsed.GetValue(at) is { } text ? Time.Parse(text).Value : null,
        };
        using var alone = DataLock.Take(options.Data);
        if (alone is null)
        {
            Console.Error.WriteLine(Words.Say("host.locked", options.Data));
            return 1;
        }
        await using var app = PreauServer.Build(options);
        try
        {
            var started = await FirstStart.Do(app, options, stop);
            await app.StartAsync(stop);
            app.Services.GetRequiredService<LocalDoor>().Open(alone.Key);
            alone.Tell(app.Urls.First());
            Greeting.Print(app.Urls, started);
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
