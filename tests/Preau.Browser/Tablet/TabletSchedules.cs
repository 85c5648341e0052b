using System.Globalization;
using System.Text.Json;
using Preau.Host;

namespace Preau.Browser.Tablet;

/// <summary>Random schedules in one page over a simulated network and clock: the page's own modules, one iframe a tab, in front of a simulated server. See Simulated/README.md.</summary>
[Collection("stage")]
public class TabletSchedules(Stage stage, ITestOutputHelper output)
{
    private const int Acts = 20;

    /// <summary>PREAU_SEED=… for one again; PREAU_SIMULATED=… for another number of them.</summary>
    [Fact]
    public async Task A_thousand_random_schedules_converge()
    {
        var again = Number("PREAU_SEED");
        var (from, count) = (again ?? Random.Shared.Next(1_000_000), Number("PREAU_SIMULATED") ?? (again is null ? 1000 : 1));
        // The frames are written by the test itself, so the page's policy, which forbids what is inline, is not in force here.
        await using var machine = await stage.Browser.NewContextAsync(new() { BaseURL = stage.Url, BypassCSP = true, TimezoneId = "Europe/Paris" });
        var (door, modules) = await stage.Modules(machine);
        await door.CloseAsync();
        var page = await machine.NewPageAsync();
        await page.GotoAsync($"{modules}fold.js");
        await page.AddScriptTagAsync(new() { Type = "module", Content = Joined("simulated/schedules.js") });
        await page.WaitForFunctionAsync("() => self.schedules");
        var started = TimeProvider.System.GetTimestamp();

        var told = await page.EvaluateAsync<JsonElement>("asked => self.schedules(asked)", new { text = Joined("tablet/tab.js"), seeds = count, from, acts = Acts, lanes = Math.Min(count, Number("PREAU_LANES") ?? 3) });

        var wrong = told.GetProperty("wrong").EnumerateArray().Select(what => what.GetString()!).ToList();
        output.WriteLine($"measured schedules: {told.GetProperty("runs").GetInt32()} from seed {from}, {wrong.Count} wrong, {string.Join(", ", told.GetProperty("counts").EnumerateObject().Where(c => c.Value.ValueKind == JsonValueKind.Number).Select(c => $"{c.Value} {c.Name}"))}, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    /// <summary>As the server joins the page's modules; the test's own stand beside them.</summary>
    private static string Joined(string entry) => JoinedModule.Join(entry, path => File.ReadAllText(
        path == "tablet/tab.js" ? Own("tab.js") : path.StartsWith("simulated/", StringComparison.Ordinal) ? Own(path["simulated/".Length..]) : Path.Combine(AppContext.BaseDirectory, "wwwroot", path)));

    private static string Own(string name) => Path.Combine(Repository.Root, "tests", "Preau.Browser", "Tablet", "Simulated", name);

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var n) ? n : null;
}
