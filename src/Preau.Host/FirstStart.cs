using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using Preau.Accounts;
using Preau.Demo;
using Preau.Foundation;

namespace Preau.Host;

/// <summary>What a start found or made, to be printed.</summary>
/// <param name="Logins">The demo's logins; empty without a demo.</param>
/// <param name="FirstLink">The secret of the first administrator's link; null when somebody runs the platform.</param>
internal sealed record Started(IReadOnlyList<DemoTown.Login> Logins, string? Password, string? FirstLink);

/// <summary>Creates or upgrades the database; on a first start loads the demo town, or makes the first administrator's link.</summary>
internal static class FirstStart
{
    private sealed record DemoNote(string Password, IReadOnlyList<DemoTown.Login> Logins);

    public static async Task<Started> Do(WebApplication app, ServerOptions options, CancellationToken stop)
    {
        await app.Services.GetRequiredService<Engine>().Migrate(stop);
        var note = Path.Combine(options.Data, "demo-logins.json");
        if (!options.Empty && await Demo(app, note, stop) is { } demo)
        {
            return new(demo.Logins, demo.Password, null);
        }
        if (options.At is not null)
        {
            throw new InvalidOperationException(Words.Say("host.at-is-for-demo"));
        }
        return new([], null, await app.Services.GetRequiredService<OneTimeLinks>().ForFirstAdministrator(stop));
    }

    /// <summary>The demo's password is thrown anew for each data folder and kept beside it: no default password stands in the program.</summary>
    private static async Task<DemoNote?> Demo(WebApplication app, string note, CancellationToken stop)
    {
        if (File.Exists(note))
        {
            return JsonSerializer.Deserialize<DemoNote>(await File.ReadAllTextAsync(note, stop));
        }
        var password = string.Join('-', Enumerable.Range(0, 3).Select(_ => words[RandomNumberGenerator.GetInt32(words.Length)]));
        var logins = await app.Services.GetRequiredService<DemoTown>().Load(password, stop);
        if (logins.Count == 0)
        {
            return null;
        }
        var demo = new DemoNote(password, logins);
        await File.WriteAllTextAsync(note, JsonSerializer.Serialize(demo), stop);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(note, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        return demo;
    }

    private static readonly string[] words =
    [
        "ardoise", "balcon", "cahier", "cerise", "colline", "craie", "crayon", "dragon", "encrier", "estrade", "fenetre", "girafe", "gomme", "horloge",
        "jardin", "lanterne", "marelle", "mouette", "noisette", "orange", "papier", "pinceau", "platane", "plumier", "pommier", "pupitre", "tilleul",
        "trousse", "tulipe", "valise", "verger", "voilier",
    ];
}
