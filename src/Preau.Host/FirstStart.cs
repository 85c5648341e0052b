using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using Preau.Accounts;
using Preau.Backup;
using Preau.Demo;
using Preau.Foundation;

namespace Preau.Host;

/// <summary>What a start found or made, to be printed.</summary>
/// <param name="Logins">The demo's logins; empty without a demo.</param>
/// <param name="FirstLink">The secret of the first administrator's link; null when somebody runs the platform.</param>
internal sealed record Started(IReadOnlyList<DemoTown.Login> Logins, string? Password, string? FirstLink);

/// <summary>The demo's logins as they are kept beside the data.</summary>
internal sealed record DemoNote(string Password, IReadOnlyList<DemoTown.Login> Logins);

/// <summary>Creates or upgrades the database; on a first start loads the demo town, or makes the first administrator's link.</summary>
internal static class FirstStart
{
    /// <exception cref="InvalidOperationException">In words: a restore was broken off here, or <c>--at</c> without a demo.</exception>
    public static async Task<Started> Do(WebApplication app, ServerOptions options, CancellationToken stop)
    {
        var engine = app.Services.GetRequiredService<Engine>();
        await engine.Migrate(stop);
        await using (var db = engine.Open(EstablishmentId.Platform))
        {
            if (await RestoreBackup.Unfinished(db, stop))
            {
                throw new InvalidOperationException(Words.Say("backup.unfinished"));
            }
        }
        if (!options.Empty && (await Kept(options, stop) ?? await LoadDemo(app.Services, stop)) is { } demo)
        {
            return new(demo.Logins, demo.Password, null);
        }
        if (options.At is not null)
        {
            throw new InvalidOperationException(Words.Say("host.at-is-for-demo"));
        }
        return new([], null, await app.Services.GetRequiredService<OneTimeLinks>().ForFirstAdministrator(stop));
    }

    /// <summary>Loads the demo town, when the platform is empty; null when it is not.</summary>
    /// <remarks>The demo's password is thrown anew for each data folder and kept beside it: no default password stands in the program.</remarks>
    public static async Task<DemoNote?> LoadDemo(IServiceProvider services, CancellationToken stop)
    {
        var password = string.Join('-', Enumerable.Range(0, 3).Select(_ => words[RandomNumberGenerator.GetInt32(words.Length)]));
        var logins = await services.GetRequiredService<DemoTown>().Load(password, stop);
        if (logins.Count == 0)
        {
            return null;
        }
        var demo = new DemoNote(password, logins);
        OwnersFile.Write(Note(services.GetRequiredService<ServerOptions>()), JsonSerializer.Serialize(demo));
        return demo;
    }

    private static async Task<DemoNote?> Kept(ServerOptions options, CancellationToken stop) =>
        File.Exists(Note(options)) ? JsonSerializer.Deserialize<DemoNote>(await File.ReadAllTextAsync(Note(options), stop)) : null;

    private static string Note(ServerOptions options) => Path.Combine(options.Data, "demo-logins.json");

    private static readonly string[] words =
    [
        "ardoise", "balcon", "cahier", "cerise", "colline", "craie", "crayon", "dragon", "encrier", "estrade", "fenetre", "girafe", "gomme", "horloge",
        "jardin", "lanterne", "marelle", "mouette", "noisette", "orange", "papier", "pinceau", "platane", "plumier", "pommier", "pupitre", "tilleul",
        "trousse", "tulipe", "valise", "verger", "voilier",
    ];
}
