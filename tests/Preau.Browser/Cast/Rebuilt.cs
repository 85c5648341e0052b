using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Preau.Browser.Cast;

/// <summary>The stage's server seen through a door behind which it can be exchanged for one that was built anew: the same, but that its tablet's page is another version, and asks for another minimum.</summary>
internal sealed class Rebuilt : IAsyncDisposable
{
    /// <summary>The other version of the page.</summary>
    public const string Page = "feedfacecafe";

    private readonly WebApplication door;
    private readonly HttpClient server;

    private Rebuilt(WebApplication door, HttpClient server) => (this.door, this.server) = (door, server);

    public string Url => door.Urls.First();

    /// <summary>Whether the other version is served.</summary>
    public bool IsServed { get; set; }

    /// <summary>The oldest page that is good, when the other version is served.</summary>
    public string? Minimum { get; set; }

    private string Own { get; set; } = "";

    public static async Task<Rebuilt> Before(Stage stage)
    {
        var server = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(stage.Url) };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var rebuilt = new Rebuilt(builder.Build(), server);
        rebuilt.door.Run(rebuilt.Pass);
        await rebuilt.door.StartAsync();
        rebuilt.Own = System.Text.RegularExpressions.Regex.Match(await server.GetStringAsync("/api/version"), "\"page\":\"([0-9a-f]{12})\"").Groups[1].Value;
        return rebuilt;
    }

    public async ValueTask DisposeAsync()
    {
        await door.DisposeAsync();
        server.Dispose();
    }

    private async Task Pass(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        using var ask = new HttpRequestMessage(new(http.Request.Method), path.Replace(Page, Own, StringComparison.Ordinal) + http.Request.QueryString);
        if (http.Request.ContentLength > 0)
        {
            ask.Content = new StreamContent(http.Request.Body);
        }
        foreach (var (name, value) in http.Request.Headers.Where(h => h.Key is not ("Host" or "Accept-Encoding" or "Connection") && !(h.Key == "If-None-Match" && path.StartsWith("/tablet", StringComparison.Ordinal))))
        {
            if (!ask.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value))
            {
                ask.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
            }
        }
        try
        {
            using var answer = await server.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
            http.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, value) in answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Transfer-Encoding" or "Content-Length" or "ETag" or "Connection")))
            {
                http.Response.Headers[name] = value.ToArray();
            }
            await (IsServed && (path is "/api/version" or "/tablet/" or "/tablet/sw.js" or "/tablet/manifest.webmanifest") ? Change(answer, http) : Copy(answer, http));
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            http.Abort();
        }
    }

    private async Task Change(HttpResponseMessage answer, HttpContext http)
    {
        var text = (await answer.Content.ReadAsStringAsync(http.RequestAborted)).Replace(Own, Page, StringComparison.Ordinal);
        await http.Response.WriteAsync(Minimum is null ? text : text.Replace("\"minimum\":null", $"\"minimum\":\"{Minimum}\"", StringComparison.Ordinal), http.RequestAborted);
    }

    /// <summary>As it comes: a doorbell rings without end.</summary>
    private static async Task Copy(HttpResponseMessage answer, HttpContext http)
    {
        await http.Response.StartAsync(http.RequestAborted);
        await using var from = await answer.Content.ReadAsStreamAsync(http.RequestAborted);
        var buffer = new byte[16_384];
        for (int read; (read = await from.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
