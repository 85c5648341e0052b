using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Preau.Tests.Architecture;

/// <summary>Every route of the server: who may open it, what rubbish does to it, which headers it sends.</summary>
public class RouteTests
{
    private static readonly string[] rubbish =
        ["", "{", "[]", "null", "\"x\"", "{\"userName\":[1]}", "{\"signIn\":\"no\"}", "\0\0", "<xml/>", new string('9', 5000), "{\"a\":" + new string('[', 200)];

    /// <summary>What anybody may open. Each new line is a decision.</summary>
    private static readonly string[] open = ["/_", "/api/", "/health/", "/tablet", "/common/", "/office/", "/vendor/", "/kiosk", "/sign-in", "/sign-out", "/welcome", "/not-found", "/Error", "/trust", "/install", "/openapi", "/local/", "/language"];

    /// <summary>What of the interface answers a stranger otherwise than by asking who is there: the version, the ways in, and what is not there or seems not to be (for commands, without the machine's own key). Each new line is a decision.</summary>
    private static readonly string[] ways = ["/api/version", "/api/devices/sign-in", "/api/devices/enrol", Preau.Host.LocalDoor.Path, "/api/{**rest}"];

    [Theory, OnBothEngines]
    public async Task The_interface_answers_nobody_whom_it_does_not_know(string engine)
    {
        var town = await Town.On(engine);
        var routes = Routes(town).Where(r => r.Path.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        Assert.Empty(ways.Except(routes.Select(r => r.Path))); // no line outlives its route
        var (tried, wrong) = (0, new List<string>());
        foreach (var (path, endpoint) in routes.Where(r => !ways.Contains(r.Path)))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            {
                foreach (var key in new[] { null, "Device x", $"Device {Guid.CreateVersion7()}:{Convert.ToBase64String(new byte[32])}", "Bearer a.b.c" })
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), Fill(path));
                    request.Headers.TryAddWithoutValidation("Authorization", key);
                    request.Content = method == "GET" ? null : new StringContent("{}", Encoding.UTF8, "application/json");
                    using var answer = await town.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    tried++;
                    if ((int)answer.StatusCode is not (401 or 403))
                    {
                        wrong.Add($"{method} {path} answers {(int)answer.StatusCode} to «{key}»");
                    }
                }
            }
        }
        Assert.Empty(wrong);
        Assert.True(tried >= 40, $"only {tried} tried");
    }

    [Fact]
    public async Task A_page_asks_who_is_there_unless_it_is_open_to_all()
    {
        var town = await Town.On("sqlite");
        var routes = Routes(town).Where(r => !open.Any(o => ("/" + r.Path).Replace("//", "/").StartsWith(o, StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(routes);
        foreach (var (path, endpoint) in routes.Where(r => r.Endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true))
        {
            using var answer = await town.Http.GetAsync(Fill(path));
            var asked = (int)answer.StatusCode is 302 or 401 && (answer.Headers.Location?.ToString() ?? "").Contains("/sign-in");
            var needs = endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null || (int)answer.StatusCode is 404 or 401;
            Assert.True(asked || needs, $"{path} answered {(int)answer.StatusCode} to a stranger");
        }
    }

    [Theory, OnBothEngines]
    public async Task Rubbish_gets_a_clear_answer_and_never_a_500(string engine)
    {
        var town = await Town.On(engine);
        var school = await town.Open(3);
        var tablet = await school.TabletOf(school.MrsMartin);
        var tried = 0;
        foreach (var (path, endpoint) in Routes(town).Where(r => !r.Path.Contains("_blazor") && !r.Path.Contains("_framework") && !r.Path.Contains("stream")))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                foreach (var text in method is "GET" or "HEAD" ? rubbish[..1] : rubbish)
                {
                    tried++;
                    foreach (var key in new[] { "", $"Device {tablet.Device}:{tablet.Secret}", "Device x", "Bearer a.b.c" })
                    {
                        await Try(town, method, Fill(path) + (method == "GET" ? "?after=zz&to=%00&lang=%FF" : ""), text, key);
                    }
                }
            }
        }
        Assert.True(tried > 30, $"only {tried} tried");
        var after = await school.TabletOf(school.MrsMartin);
        Assert.Equal(["accepted"], Tablet.States(await after.Push(after.Marked(school, school.Pupils[0]))));
    }

    [Fact]
    public async Task Every_answer_carries_its_security_headers()
    {
        var town = await Town.On("sqlite");
        foreach (var path in new[] { "/sign-in", "/tablet/", "/api/version", "/nowhere", "/health/live" })
        {
            using var answer = await town.Http.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.DoesNotContain("unsafe-inline", policy.Split(';').Single(p => p.Contains("script-src")));
            Assert.DoesNotContain("unsafe-eval", policy);
            Assert.True(path is "/tablet/" or "/api/version" ? !policy.Contains("unsafe") : policy.Contains("frame-ancestors 'none'"), path);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(answer.Headers.Contains("Server"));
            Assert.Equal(path != "/tablet/", answer.Headers.TryGetValues("Cross-Origin-Opener-Policy", out var opener) && opener.Single() == "same-origin"); // docs/decisions/0011
        }
    }

    private static async Task Try(Town town, string method, string path, string text, string key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Authorization", key);
        if (method is not ("GET" or "HEAD"))
        {
            request.Content = new StringContent(text, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }
        using var answer = await town.Http.SendAsync(request);
        Assert.True((int)answer.StatusCode < 500, $"{method} {path} answered {(int)answer.StatusCode} to «{text[..Math.Min(40, text.Length)]}»");
        if ((int)answer.StatusCode >= 400 && path.StartsWith("/api/", StringComparison.Ordinal))
        {
            var words = await answer.Content.ReadAsStringAsync();
            Assert.Contains("\"code\":\"", words);
            Assert.DoesNotContain("   at ", words);
        }
    }

    private static List<(string Path, RouteEndpoint Endpoint)> Routes(Town town) =>
        [.. town.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => ("/" + e.RoutePattern.RawText!.TrimStart('/'), e))
            .Where(r => !r.Item1.Contains(".css") && !r.Item1.Contains(".js") && !r.Item1.Contains("."))];

    private static string Fill(string pattern) =>
        System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]*\}", "zz");
}
