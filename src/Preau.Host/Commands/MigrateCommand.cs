using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau migrate</c>: creates or upgrades the database, and tells what was applied. A running server did it at its start.</summary>
internal static class MigrateCommand
{
    private static readonly Option<bool> json = new("--json") { Description = Words.Say("cli.json") };

    public static Command Make() => new Command("migrate", Words.Say("cli.migrate")) { json }.Does(Run, migrated: false);

    private static async Task<int> Run(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        var engine = services.GetRequiredService<Engine>();
        await using var db = engine.Open(EstablishmentId.Platform);
        var pending = (await db.Database.GetPendingMigrationsAsync(stop)).Select(Name).ToList();
        if (pending.Count > 0)
        {
            await engine.Migrate(stop);
        }
        var all = db.Database.GetMigrations().Select(Name).ToList();
        if (parsed.GetValue(json))
        {
            await output.Line(System.Text.Json.JsonSerializer.Serialize(new { engine = engine.Name, applied = pending, schema = all }, Json.Web));
            return 0;
        }
        foreach (var name in pending)
        {
            await output.Line(Words.Say("cli.migrate.applied", name));
        }
        await output.Line(Words.Say("cli.migrate.done", engine.Name, all[^1], all.Count));
        return 0;
    }

    /// <summary>Without the time of making, which differs between the engines.</summary>
    private static string Name(string migration) => migration[(migration.IndexOf('_') + 1)..];
}
