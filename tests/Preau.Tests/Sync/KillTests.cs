using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Preau.Foundation;
using Preau.Host;
using Preau.RollCall;

namespace Preau.Tests.Sync;

/// <summary>An acknowledged fact is never lost, whatever happens to the process.</summary>
[Trait("speed", "slow")]
public partial class KillTests(ITestOutputHelper output)
{
    private const int Kills = 50;

    [Fact]
    public Task Killed_fifty_times_under_load_every_receipt_is_found_and_nothing_twice() => Killed("sqlite", output);

    internal static async Task Killed(string engine, ITestOutputHelper output)
    {
        var data = Repository.Scratch("kill");
        var database = engine == "postgres" ? PostgresCluster.Shared.NewDatabase() : null;
        var school = await Prepare(data, database);
        var receipts = new ConcurrentDictionary<Guid, long>();
        var random = new Random(7777);
        List<Tablet> tablets = [];
        for (var round = 0; round < Kills; round++)
        {
            await using var server = await ServerProcess.Start(data, database);
            tablets = tablets.Count > 0
                ? [.. tablets.Select(t => t.At(server.Http))]
                : [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Tablet.SignIn(server.Http, school.MrsMartin, School.Password, school.Code)))];
            var load = tablets.Select(tablet => PushUntilCut(tablet, school, receipts)).ToArray();
            await Answering(receipts, receipts.Count);
            await Task.Delay(random.Next(0, 150));
            server.Kill();
            await Task.WhenAll(load);
        }
        await CheckReceipts(data, database, school, receipts);
        output.WriteLine($"measured kills: {Kills} on {engine}, {receipts.Count} receipts, all found, nothing twice");
    }

    /// <summary>A kill alone does not test durability: the trace shows the fsync between the push and its receipt.</summary>
    [Fact]
    public async Task The_receipt_leaves_after_the_fsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        var data = Repository.Scratch("trace");
        var school = await Prepare(data, null);
        var trace = Path.Combine(data, "trace.txt");
        await using (var server = await ServerProcess.Start(data, null, "strace", "-f", "-s", "64", "-e", "trace=fsync,fdatasync,recvmsg,recvfrom,sendmsg,sendto,read,write", "-o", trace))
        {
            var tablet = await Tablet.SignIn(server.Http, school.MrsMartin, School.Password, school.Code);
            await tablet.Push(tablet.Validated(school));
            await Task.Delay(300);
            await tablet.Push(tablet.Marked(school, school.Pupils[0]));
            await Task.Delay(300);
        }
        var lines = await File.ReadAllLinesAsync(trace);
        var push = Array.FindLastIndex(lines, line => line.Contains("POST /api/sync/push"));
        var receipt = Array.FindIndex(lines, push + 1, line => line.Contains("HTTP/1.1 200"));
        Assert.True(push > 0 && receipt > push, "the push and its receipt are not in the trace");
        var syncs = lines[push..receipt].Count(line => Sync().IsMatch(line));
        Assert.True(syncs > 0, "no fsync between the push and its receipt");
        output.WriteLine($"measured fsync: {syncs} between a push and its receipt (SQLite)");
    }

    private static async Task<School> Prepare(string data, string? database)
    {
        var town = await Town.Start(data, database);
        var school = await town.Open();
        await school.Employ(school.MrsMartin);
        await town.Stop();
        return school;
    }

    /// <summary>Waits until the new process acknowledges: a kill before that would prove nothing.</summary>
    private static async Task Answering(ConcurrentDictionary<Guid, long> receipts, int before)
    {
        for (var tries = 0; receipts.Count == before && tries < 2000; tries++)
        {
            await Task.Delay(5);
        }
    }

    private static async Task PushUntilCut(Tablet tablet, School school, ConcurrentDictionary<Guid, long> receipts)
    {
        JsonObject[]? unsent = null;
        try
        {
            while (true)
            {
                unsent = [tablet.Marked(school, school.Pupils[Random.Shared.Next(30)]), tablet.Marked(school, school.Pupils[Random.Shared.Next(30)], "R", 3), tablet.Validated(school)];
                foreach (var receipt in (await tablet.Push(unsent))["receipts"]!.AsArray())
                {
                    Assert.True(receipts.TryAdd(receipt!["id"]!.GetValue<Guid>(), receipt["position"]!.GetValue<long>()));
                }
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // The kill. What was not acknowledged may or may not be there; the page would send it again.
        }
    }

    private static async Task CheckReceipts(string data, string? database, School school, ConcurrentDictionary<Guid, long> receipts)
    {
        var town = await Town.Start(data, database);
        await using (var db = town.Database.Read(school.Id))
        {
            var entries = await db.Entries.Where(e => e.Device != null).ToListAsync();
            var byId = entries.ToDictionary(e => e.Id);
            Assert.True(receipts.Count > Kills, $"only {receipts.Count} receipts in {Kills} rounds");
            Assert.All(receipts, receipt => Assert.Equal(receipt.Value, byId[receipt.Key].Position));
            Assert.Equal(entries.Count, entries.Select(e => e.Position).Distinct().Count());
            var marks = await db.Marks.Select(m => m.Id).ToListAsync();
            Assert.Equal(entries.Where(e => e.Kind == "marked").Select(e => e.Id).Order(), marks.Order());
        }
        await town.Stop();
    }

    [GeneratedRegex(@"\bf(data)?sync\(")]
    private static partial Regex Sync();
}

/// <summary>The same on PostgreSQL, in a class of its own: the two engines are killed at the same time.</summary>
[Trait("speed", "slow"), Trait("engine", "postgres")]
public class KillPostgresTests(ITestOutputHelper output)
{
    [Fact]
    public Task Killed_fifty_times_under_load_every_receipt_is_found_and_nothing_twice() => KillTests.Killed("postgres", output);
}
