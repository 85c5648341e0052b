using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Host;
using Preau.Host.Tls;
using Preau.Imports;
using Preau.Imports.Reading;
using Preau.RollCall;

namespace Preau.Browser;

/// <summary>The real thing in one journey: SIECLE's files imported, the tablet's page over TLS by a name that is not localhost, a roll, the network cut, the page opened without it, a roll, the network back.</summary>
[Collection("stage")]
public class TlsJourney(Stage stage)
{
    private const string Name = "preau.lycee.lan";

    [Fact]
    public async Task An_imported_class_is_called_over_TLS_cut_and_restored()
    {
        var data = Repository.Scratch("tls");
        var certificate = new LocalAuthority(data, TimeProvider.System).Server([Name, "127.0.0.1"]).Certificate;
        await using var app = PreauServer.Build(new ServerOptions
        {
            Data = data, Url = "https://127.0.0.1:0", Empty = true, Tls = new TlsChoice(certificate, null, null),
        });
        await app.Services.GetRequiredService<Engine>().Migrate(CancellationToken.None);
        await app.StartAsync();
        var school = await Import(app);
        var pin = Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        await using var browser = await stage.Launch($"--host-resolver-rules=MAP {Name} 127.0.0.1", $"--ignore-certificate-errors-spki-list={pin}");
        await using var machine = await browser.NewContextAsync(new() { Locale = "fr-FR", TimezoneId = "Europe/Paris", ViewportSize = new() { Width = 820, Height = 1180 } });

        var page = await machine.NewPageAsync();
        await page.GotoAsync($"https://{Name}:{new Uri(app.Urls.First()).Port}/tablet/");
        Assert.True(await page.EvaluateAsync<bool>("isSecureContext && 'serviceWorker' in navigator"));
        await page.Locator("input[name=userName]").FillAsync("modele");
        await page.Locator("input[name=password]").FillAsync(School.Password);
        await page.Locator("[data-act=sign-in]").ClickAsync();
        await page.Locator("[data-act=pick-class]").WaitForAsync();
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
        await page.PickRoll("2NDE1", 1);
        await Expect(page.Locator("[data-pupil]")).ToHaveCountAsync(30);
        await page.Locator("[data-pupil] [data-act=absent]").First.ClickAsync();
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.Received();

        await machine.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.PickRoll("2NDE1", 2);
        await page.Locator("[data-pupil] [data-act=late]").Nth(3).ClickAsync();
        await page.Locator("[data-act=validate]").ClickAsync();
        await page.OnTablet();

        await machine.SetOfflineAsync(false);
        await page.Received();
        await using var db = app.Services.GetRequiredService<Database>().Read(school);
        Assert.Equal(["A", "R"], await db.Marks.OrderBy(m => m.Position).Select(m => m.Kind).ToListAsync());
        Assert.Equal(2, await db.Rolls.CountAsync());
        await app.StopAsync(); // thrown away without it, its own background work calls that a failure
    }

    private static async Task<EstablishmentId> Import(WebApplication app)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Preau.Tests", "Imports", "Data", "siecle-consistent"), "*.xml")
            .Where(f => !Path.GetFileName(f).Contains("sts", StringComparison.OrdinalIgnoreCase)).Select(GivenFile.At).ToList();
        var ended = await app.Services.GetRequiredService<RunImport>().Do(null, new("EXEMPLE", files, true, 2026, false, new ReadingOptions()));
        Assert.Null(ended.Refused);
        var school = ended.Prepared!.Establishment;
        var act = new Act(null, school, null, app.Services.GetRequiredService<SchoolClock>().Now, "test");
        Town.Must(await app.Services.GetRequiredService<AddPerson>().Do(act, new("modele", "Anne MODELE", null, Level.Teacher, School.Password)));
        return school;
    }
}
