using System.CommandLine;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau seed</c>: loads the demo town into an empty platform and prints its logins.</summary>
internal static class SeedCommand
{
    private static readonly Option<bool> json = new("--json") { Description = Words.Say("cli.json") };

    public static Command Make() => new Command("seed", Words.Say("cli.seed")) { json }.Does(Run);

    private static async Task<int> Run(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        await output.Progress(Words.Say("cli.seed.loading"));
        if (await FirstStart.LoadDemo(services, stop) is not { } demo)
        {
            await output.Error(Words.Say("cli.seed.not-empty"));
            return 1;
        }
        if (parsed.GetValue(json))
        {
            await output.Line(System.Text.Json.JsonSerializer.Serialize(demo, Json.Web));
            return 0;
        }
        foreach (var line in Greeting.Demo(demo.Logins, demo.Password))
        {
            await output.Line(line);
        }
        return 0;
    }
}
