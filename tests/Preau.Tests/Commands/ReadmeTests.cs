using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Preau.Tests.Commands;

/// <summary>What README tells people to type works.</summary>
[Trait("speed", "slow")]
public partial class ReadmeTests
{
    private static readonly string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public async Task Run_serves_the_demo_town_and_prints_addresses_and_logins()
    {
        Assert.Contains("./run ", readme);
        var start = new ProcessStartInfo("bash", ["-c", $"exec '{Repository.Root}/run' --port 0 --data '{Repository.Scratch("readme")}'"]) { RedirectStandardOutput = true };
        using var run = Process.Start(start)!;
        try
        {
            var printed = new List<string>();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
            while (await run.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                printed.Add(line);
                if (Ready().IsMatch(line))
                {
                    break;
                }
            }
            var office = printed.Select(line => Address().Match(line)).First(m => m.Success).Value;
            using var http = new HttpClient();
            Assert.Equal("ready", await http.GetStringAsync($"{office}health/ready"));
            Assert.Contains(printed, line => line.Contains("/tablet/"));
            Assert.All(["prof", "cpe", "admin"], login => Assert.Contains(printed, line => line.TrimStart().StartsWith(login, StringComparison.Ordinal)));
        }
        finally
        {
            run.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Every_option_that_README_names_exists()
    {
        var help = string.Concat(await Task.WhenAll(new[] { "serve", "import" }.Select(c => Shell.Run("dotnet", Repository.Program, c, "--help"))));
        var options = Options().Matches(readme).Select(m => m.Value).Distinct().ToList();
        Assert.Contains("--empty", options);
        Assert.DoesNotContain(options, option => !help.Contains(option));
    }

    [Fact]
    public void Every_file_that_README_names_exists()
    {
        var links = Links().Matches(readme).Select(m => m.Groups["path"].Value).Where(path => !path.StartsWith("http", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(links);
        Assert.DoesNotContain(links, path => !Path.Exists(Path.Combine(Repository.Root, path)));
        Assert.All(["run", "test", "preau", "dev"], script => Assert.True(File.Exists(Path.Combine(Repository.Root, script)), script));
    }

    [GeneratedRegex("(Ready|Prêt)")]
    private static partial Regex Ready();

    [GeneratedRegex(@"https?://\S+?/(?=\s|$)")]
    private static partial Regex Address();

    [GeneratedRegex("--[a-z]+")]
    private static partial Regex Options();

    [GeneratedRegex(@"\]\((?<path>[^)#]+)\)")]
    private static partial Regex Links();
}
