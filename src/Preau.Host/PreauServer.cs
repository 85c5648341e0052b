using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.ResponseCompression;
using NodaTime;
using Preau.Foundation;
using Preau.Host.Tls;
using Preau.Office;

namespace Preau.Host;

/// <summary>Builds the web server: engine and clock chosen by the options, everything else by the features.</summary>
internal static class PreauServer
{
    public static WebApplication Build(ServerOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory, WebRootPath = ServerOptions.WebRoot, ApplicationName = typeof(PreauServer).Assembly.GetName().Name,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            kestrel.ConfigureHttpsDefaults(https => (https.ServerCertificate, https.ServerCertificateChain) = (options.Tls?.Certificate, options.Tls?.Chain));
        });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        AddServices(builder.Services, options);
        var app = builder.Build();
        Use(app, options);
        Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options)
    {
        services.AddPreau();
        services.AddSystemd().AddWindowsService(); // each says nothing unless it started us
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddSingleton(_ => new SchoolClock(TimeProvider.System, Offset(options)));
        services.AddSingleton(provider => MakeEngine(options, provider));
        services.AddSingleton<LocalDoor>();
        services.AddSingleton(options);
        services.AddSingleton(_ => TabletPages.Load(ServerOptions.WebRoot));
        services.AddDataProtection().SetApplicationName("preau");
        services.AddOptions<KeyManagementOptions>().Configure<Database, SchoolClock>((keys, database, clock) => keys.XmlRepository = new StoredKeys(database, clock));
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "preau-form");
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "image/svg+xml"];
        });
        services.Configure<RequestLocalizationOptions>(languages =>
        {
            languages.SetDefaultCulture(Words.Languages[0]).AddSupportedCultures(Words.Languages).AddSupportedUICultures(Words.Languages);
            languages.ApplyCurrentCultureToResponseHeaders = true;
        });
    }

    private static Duration Offset(ServerOptions options) =>
        options.At is { } at ? SchoolClock.OffsetTo(TimeProvider.System, "Europe/Paris", at) : Duration.Zero;

    private static Engine MakeEngine(ServerOptions options, IServiceProvider provider)
    {
        var (storages, rows) = (provider.GetServices<FeatureStorage>(), provider.GetServices<FactRows>());
        return options.Database is { } connection
            ? new PostgresEngine(connection, storages, rows)
            : new SqliteEngine(Path.Combine(options.Data, "preau.db"), storages, rows);
    }

    private static void Use(WebApplication app, ServerOptions options)
    {
        app.UseProxies(options.Proxies);
        app.UseMiddleware<PlainHttp>();
        app.UseRequestLocalization();
        app.UseMiddleware<SafeHeaders>();
        app.UseMiddleware<Mishaps>();
        app.UseRouting();
        app.Use(ShortPath.Take);
        app.UseResponseCompression();
        app.UseWhen(http => !http.Request.Path.StartsWithSegments("/api"), pages => pages.UseStatusCodePagesWithReExecute("/not-found"));
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages(context =>
            Answers.Refused(new Refusal("error.bad-request", context.HttpContext.Response.StatusCode)).ExecuteAsync(context.HttpContext)));
        app.UseRouting(); // again for what was re-executed; a route that is known stays
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    private static void Map(WebApplication app)
    {
        app.MapStaticAssets();
        app.MapPreau();
        app.MapTabletPages();
        app.MapHealth();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapTrust();
        app.MapInstall();
        app.MapPost(LocalDoor.Path, LocalDoor.Run).AllowAnonymous().ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
        app.Map("/api/{**rest}", () => Answers.Refused(Refusal.Unknown("error.no-route"))).AllowAnonymous().ExcludeFromDescription();
    }
}
