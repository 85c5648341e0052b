using System.CommandLine;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau version</c>: which program this is.</summary>
internal static class VersionCommand
{
    private static readonly Option<bool> json = new("--json") { Description = Words.Say("cli.json") };

    public static Command Make()
    {
        var command = new Command("version", Words.Say("cli.version")) { json };
        command.SetAction(parsed =>
        {
            var page = TabletPages.Load(ServerOptions.WebRoot).Hash;
            Console.WriteLine(parsed.GetValue(json)
                ? System.Text.Json.JsonSerializer.Serialize(new { version = Product.Version, page, runtime = Environment.Version.ToString() }, Json.Web)
                : $"preau {Product.Version} page {page}");
        });
        return command;
    }
}
