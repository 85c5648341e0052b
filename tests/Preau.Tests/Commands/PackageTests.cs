using System.Diagnostics;
using System.Net;

namespace Preau.Tests.Commands;

/// <summary>The package is what people are given: it must start on a machine without .NET and serve every page.</summary>
[Trait("speed", "slow")]
public class PackageTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_Linux_package_starts_on_an_empty_folder_and_serves_every_page()
    {
        var folder = Path.Combine(Repository.Scratch("package"), "preau");
        var (code, said) = await Shell.Exit(Path.Combine(Repository.Root, "dev"), "package", "linux-x64", folder);
        Assert.True(code == 0, said);
        var watch = Stopwatch.StartNew();
        await using var server = await ServerProcess.StartPackage(Path.Combine(folder, "preau"), Repository.Scratch("package-data"));
        output.WriteLine($"measured package: {said.Split('\n')[^2]}, first start {watch.ElapsedMilliseconds} ms");

        string[] pages = ["/health/ready", "/sign-in", "/_framework/blazor.web.js", "/_content/MudBlazor/MudBlazor.min.css", "/tablet/", "/tablet/sw.js", "/common/tokens.css", "/trust", "/install"];
        foreach (var page in pages)
        {
            using var answer = await server.Http.GetAsync(page);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{page}: {answer.StatusCode}");
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }
    }
}
