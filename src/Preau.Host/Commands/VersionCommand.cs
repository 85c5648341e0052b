using System.CommandLine;

namespace Preau.Host.Commands;

/// <summary><c>preau version</c>: which program this is.</summary>
internal static class VersionCommand
{
    public static Command Make()
    {
        var command = new Command("version", "Print the version and the page of the tablets");
        command.SetAction(parsed => Console.WriteLine($"preau {Product.Version} page {TabletPages.Load(ServerOptions.WebRoot).Hash}"));
        return command;
    }
}
