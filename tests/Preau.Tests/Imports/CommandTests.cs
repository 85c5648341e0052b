using System.Text.Json.Nodes;

namespace Preau.Tests.Imports;

/// <summary>The real command line, with and without a running server.</summary>
[Trait("speed", "slow")]
public sealed class CommandTests
{
    private static Task<(int Code, string Output)> Import(string data, params string[] arguments) =>
        Shell.Exit("dotnet", [Repository.Program, "import", "--data", data, .. arguments]);

    private static JsonNode Last(string output) => JsonNode.Parse(output.Split('\n').Last(line => line.StartsWith('{')))!;

    private static string[] Consistent => [.. Samples.ConsistentNames.Select(n => Samples.PathOf("siecle-consistent", n))];

    [Fact]
    public async Task Import_again_and_undo_without_a_server()
    {
        var data = Repository.Scratch("import");
        var (code, output) = await Import(data, [.. Consistent, "--establishment", "9990001X", "--create", "--year", "2026", "--json"]);
        Assert.Equal(0, code);
        var counts = Last(output);
        Assert.Equal((60, 2, 4, 102), (New("pupils"), New("classes"), New("groups"), New("guardians")));
        (code, output) = await Import(data, [.. Consistent, "--establishment", "9990001X", "--json"]);
        Assert.Equal((0, 60, 0), (code, Last(output)["pupils"]!["unchanged"]!.GetValue<int>(), Last(output)["pupils"]!["new"]!.GetValue<int>()));
        (code, output) = await Import(data, "--undo", "--establishment", "9990001X", "--json");
        Assert.Equal((0, 390), (code, Last(output)["removedCount"]!.GetValue<int>()));
        int New(string kind) => counts[kind]!["new"]!.GetValue<int>();
    }

    [Fact]
    public async Task A_running_server_does_it_and_its_tablets_see_it()
    {
        var data = Repository.Scratch("import");
        await using var server = await ServerProcess.Start(data, null);
        var (code, output) = await Import(data, [.. Consistent, "--establishment", "9990001X", "--create", "--year", "2026", "--json"]);
        Assert.Equal((0, 60), (code, Last(output)["pupils"]!["new"]!.GetValue<int>()));
        (code, output) = await Import(data, Samples.PathOf("siecle", "eleves_avec_adresse_simple.xml"), "--establishment", "9990001X", "--json");
        Assert.Equal((1, "imports.other-school"), (code, Last(output)["refused"]!["code"]!.GetValue<string>()));
        using var shut = await server.Http.PostAsync("/api/local/commands", new StringContent("{}", null, "application/json"));
        Assert.Equal(404, (int)shut.StatusCode);
    }

    [Fact]
    public async Task Words_that_are_off_and_files_that_are_not_there_end_with_2()
    {
        var data = Repository.Scratch("import");
        Assert.Equal(2, (await Import(data, "--establishment", "X")).Code);
        Assert.Equal(2, (await Import(data, "nowhere.xml", "--establishment", "X")).Code);
        Assert.Equal(2, (await Import(data, [.. Consistent])).Code);
        Assert.Equal(2, (await Import(data, [.. Consistent, "--establishment", "X", "--mapping", "class"])).Code);
    }

    [Fact]
    public async Task A_timetable_is_imported_from_a_day_and_undone()
    {
        var data = Repository.Scratch("import");
        string[] all = [.. Consistent, .. Samples.Sts.Select(f => Samples.PathOf("siecle-consistent", f.Name))];
        var (code, output) = await Import(data, [.. all, "--establishment", "9990001X", "--create", "--year", "2026", "--from", "2026-09-01", "--json"]);
        Assert.Equal((0, 56, 6), (code, Last(output)["lessons"]!["new"]!.GetValue<int>(), Last(output)["teachers"]!["new"]!.GetValue<int>()));
        (code, output) = await Import(data, all[^1], "--establishment", "9990001X", "--json");
        Assert.Equal((0, 56, 6), (code, Last(output)["lessons"]!["unchanged"]!.GetValue<int>(), Last(output)["teachers"]!["unchanged"]!.GetValue<int>()));
        (code, output) = await Import(data, all[^2], "--establishment", "9990001X", "--json");
        var notices = Last(output)["notices"]!.AsArray().Select(n => n!["code"]!.GetValue<string>()).ToList();
        Assert.Contains("imports.notice.no-hours", notices);
        Assert.Contains("imports.notice.services-left-out", notices);
        Assert.Equal((1, "imports.past-day"), ((await Import(data, all[^1], "--establishment", "9990001X", "--from", "2026-09-02", "--json")) is var (no, told) ? (no, Last(told)["refused"]!["code"]!.GetValue<string>()) : default));
        Assert.Equal(2, (await Import(data, all[^1], "--establishment", "9990001X", "--from", "demain")).Code);
        (code, output) = await Import(data, "--undo", "--establishment", "9990001X", "--json");
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task A_rehearsal_writes_nothing()
    {
        var data = Repository.Scratch("import");
        var (code, output) = await Import(data, [.. Consistent, "--establishment", "9990001X", "--create", "--year", "2026", "--dry-run", "--json"]);
        Assert.Equal((0, 60), (code, Last(output)["pupils"]!["new"]!.GetValue<int>()));
        Assert.Equal(1, (await Import(data, [.. Consistent, "--establishment", "9990001X"])).Code);
    }
}
