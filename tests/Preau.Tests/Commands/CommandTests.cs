using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using Preau.Foundation;

namespace Preau.Tests.Commands;

/// <summary>The command line as it is typed: in a process of its own, with and without a running server.</summary>
[Trait("speed", "slow")]
[SupportedOSPlatform("linux")]
public class CommandTests
{
    private readonly string data = Repository.Scratch("commands");

    [Fact]
    public async Task Without_a_server_it_takes_the_lock_and_works_itself()
    {
        Assert.Equal(0, (await Preau("migrate")).Code);
        Assert.Equal(0, (await Preau("seed")).Code);
        var (again, said) = await Preau("seed");
        Assert.Equal(1, again);
        Assert.Contains("nothing was touched", said);
        Assert.Contains("prof-college", (await Preau("user", "list", "--establishment", "college")).Output);
        Assert.Equal(0, (await Preau("user", "level", "prof", "cpe", "--establishment", "LYCEE")).Code);
        Assert.Equal(0, (await Preau("doctor")).Code);
    }

    [Fact]
    public async Task With_a_server_it_asks_it_and_a_second_server_is_refused()
    {
        await using var server = await ServerProcess.Start(data, null);
        Assert.Equal(0, (await Preau("seed")).Code);
        var (code, said) = await Preau("user", "add", "mme-nouvelle", "--level", "teacher", "--establishment", "LYCEE");
        Assert.Equal(0, code);
        Assert.Contains($"{server.Http.BaseAddress}welcome?link=", said);
        Assert.Equal(0, (await Preau("backup", Path.Combine(data, "town.zip"), "--json")).Code);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "town.zip")));
        Assert.Equal(1, (await Preau("backup", Path.Combine(data, "town.zip"))).Code);
        Assert.Equal(1, (await Preau("restore", Path.Combine(data, "town.zip"))).Code);
        Assert.Equal(0, (await Preau("doctor", "--json")).Code);

        var (second, refused) = await Preau("serve", "--port", "0");
        Assert.Equal(1, second);
        Assert.Contains("Nothing was touched", refused);
    }

    [Fact]
    public async Task The_local_door_is_shut_to_a_wrong_key_a_proxy_and_no_key()
    {
        await using var server = await ServerProcess.Start(data, null);
        var key = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "preau.server.json"))).RootElement.GetProperty("Key").GetString()!;
        async Task<HttpStatusCode> Ask(string? shown, string? forwarded = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/local/commands") { Content = JsonContent.Create(new { arguments = new[] { "user", "list" }, directory = "/", language = "en" }) };
            foreach (var (name, value) in new[] { ("Authorization", shown), ("X-Forwarded-For", forwarded) }.Where(header => header.Item2 is not null))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
            using var answer = await server.Http.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await Ask($"Local {key}"));
        Assert.Equal(HttpStatusCode.NotFound, await Ask($"Local {key[..^1]}x"));
        Assert.Equal(HttpStatusCode.NotFound, await Ask(null));
        Assert.Equal(HttpStatusCode.NotFound, await Ask($"Local {key}", "203.0.113.9"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "preau.server.json")));
    }

    [Theory, InlineData(2, "nonsense"), InlineData(2, "user", "add", "x", "--level", "king"), InlineData(2, "serve", "--proxy", "everybody"),
        InlineData(2, "serve", "--certificate", "x.pem"), InlineData(2, "restore", "no-such.zip"), InlineData(1, "user", "link", "nobody"),
        InlineData(1, "serve", "--https", "--certificate", "no-such.pem"), InlineData(0, "--help"), InlineData(0, "version", "--json"), InlineData(0, "cert", "--json")]
    public async Task The_exit_code_tells_and_a_stack_never_shows(int expected, params string[] words)
    {
        var (code, output) = await Preau(words);
        Assert.Equal(expected, code);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task A_level_needs_its_place_and_the_last_of_the_platform_stays()
    {
        Assert.Equal(0, (await Preau("seed")).Code);
        var (code, said) = await Preau("user", "level", "prof", "teacher");
        Assert.Equal((1, true), (code, said.Contains(Words.In(new("en"), "establishment.missing"))));
        (code, said) = await Preau("user", "level", "mairie", "platform", "--remove");
        Assert.Equal((1, true), (code, said.Contains(Words.In(new("en"), "person.last-of-platform"))));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_told_in_words()
    {
        var (code, output) = await Preau("migrate", "--database", "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=2");
        Assert.Equal(1, code);
        Assert.Contains("database", output);
        Assert.DoesNotContain("   at ", output);
    }

    private Task<(int Code, string Output)> Preau(params string[] words) =>
        Shell.Exit("env", ["LC_ALL=C", "dotnet", Repository.Program, .. words, "--data", data]);
}
