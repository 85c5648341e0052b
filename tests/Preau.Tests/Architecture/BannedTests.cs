using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Preau.Tests.Architecture;

/// <summary>The banned symbols are an error of the build; this proves that the list is read, and that nobody looked away.</summary>
public partial class BannedTests
{
    [Fact]
    public void Only_the_door_itself_looks_away_from_the_ban()
    {
        var away = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/") && File.ReadAllText(f).Contains("RS0030")).Select(Path.GetFileName).Order();
        Assert.Equal(["PostgresEngine.cs", "SqliteWork.cs"], away);
    }

    /// <summary>Compiles a file that does every banned thing with the analyser and the list of the build; each must be an error.</summary>
    [Fact, Trait("speed", "slow")]
    public async Task Each_banned_thing_is_an_error_of_the_build()
    {
        var folder = Repository.Scratch("banned");
        await File.WriteAllTextAsync(Path.Combine(folder, "Bait.cs"), """
            using System;
            using Microsoft.EntityFrameworkCore;
            using Preau.Foundation;
            class Bait
            {
                object Clock() => DateTime.UtcNow;
                object Local() => DateTime.Now;
                object Offset() => DateTimeOffset.UtcNow;
                object Noda() => NodaTime.SystemClock.Instance;
                object Id() => Guid.NewGuid();
                object Save(PreauDb db) => db.SaveChanges();
                object SaveLater(PreauDb db) => db.SaveChangesAsync();
                object Filter(PreauDb db) => db.Set<Entry>().IgnoreQueryFilters();
            }
            """);
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt" })
        {
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(folder, file));
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "Bait.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Microsoft.CodeAnalysis.BannedApiAnalyzers" PrivateAssets="all" />
                <AdditionalFiles Include="BannedSymbols.txt" />
                <ProjectReference Include="{Repository.Root}/src/Preau/Preau.csproj" />
              </ItemGroup>
            </Project>
            """);
        var output = await Shell.Run("dotnet", "build", folder, "-c", "Release", "-nologo", "-v", "q", "-p:BuildProjectReferences=false");
        var lines = Line().Matches(output).Select(m => int.Parse(m.Groups["line"].Value)).ToImmutableSortedSet();
        Assert.Equal([6, 7, 8, 9, 10, 11, 12, 13], lines);
    }

    [GeneratedRegex(@"Bait\.cs\((?<line>\d+),\d+\): error RS0030")]
    private static partial Regex Line();
}
