using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Preau.Backup;
using Preau.Demo;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Tests.Backup;

/// <summary>One archive for backup, for moving between engines and for leaving.</summary>
public class BackupTests(ITestOutputHelper output)
{
    /// <summary>The proof of the whole: SQLite → PostgreSQL → SQLite on the demo town with rolls, every row equal, and life goes on.</summary>
    [Fact, Trait("engine", "postgres")]
    public async Task From_SQLite_to_PostgreSQL_and_back_every_row_is_equal_and_the_next_push_gets_the_next_position()
    {
        var first = await Town.Start("sqlite");
        await first.Service<DemoTown>().Load("un-mot-de-passe-de-test");
        var school = await first.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        await tablet.Push(tablet.Marked(school, school.Pupils[0]), tablet.Marked(school, school.Pupils[1], "R", 7), tablet.Validated(school));
        var position = (await tablet.Push(tablet.Marked(school, school.Pupils[2])))["position"]!.GetValue<long>();
        var (archive, counts) = await Save(first);

        var (second, third) = (await Town.Start("postgres"), await Town.Start("sqlite"));
        Assert.Equal(counts, await Restore(second, archive));
        var (moved, movedCounts) = await Save(second);
        Assert.Equal(counts, movedCounts);
        await Restore(third, moved);
        Assert.Equal(counts, (await Save(third)).Counts);

        foreach (var town in new[] { second, third })
        {
            Assert.Equal(await Fold(first, school), await Fold(town, school));
        }
        var copy = tablet.Copy();
        Assert.Equal(position + 1, (await tablet.At(second.Http).Push(tablet.Marked(school, school.Pupils[3])))["position"]!.GetValue<long>());
        Assert.Equal(position + 1, (await copy.At(third.Http).Push(copy.Marked(school, school.Pupils[3])))["position"]!.GetValue<long>());
        await Task.WhenAll(first.Stop(), second.Stop(), third.Stop());
    }

    [Fact]
    public async Task A_row_that_comes_while_saving_is_not_in_the_archive()
    {
        var town = await Town.Start("sqlite");
        var school = await town.Open();
        var tablet = await school.TabletOf(school.MrsMartin);
        using var file = new MemoryStream();
        System.Text.Json.Nodes.JsonNode? push = null;

        var manifest = await town.Service<MakeBackup>().Do(file, "test", async (table, _) =>
        {
            if (table == "entries")
            {
                push ??= await tablet.Push(tablet.Marked(school, school.Pupils[0]));
            }
        });

        Assert.NotNull(push);
        Assert.Equal(0, manifest.Tables.Single(t => t.Name == "marks").RowCount);
        await using var db = town.Database.Read(school.Id);
        Assert.Single(await db.Marks.ToListAsync());
        await town.Stop();
    }

    [Fact]
    public async Task A_database_that_holds_something_is_left_alone()
    {
        var (from, to) = (await Town.Start("sqlite"), await Town.Start("sqlite"));
        await from.Open(3);
        var school = await to.Open(5);
        var (archive, _) = await Save(from);

        var answer = await to.Service<RestoreBackup>().Do(new MemoryStream(archive), Silent, Silent);

        Assert.Equal("backup.not-empty", answer.Refusal?.Code);
        await using var db = to.Database.Read(school.Id);
        Assert.Equal(5, await db.Set<Preau.Pupils.Pupil>().CountAsync());
        await Task.WhenAll(from.Stop(), to.Stop());
    }

    [Theory, InlineData("cut", "backup.not-one"), InlineData("not a zip", "backup.not-one"), InlineData("another zip", "backup.not-one"),
        InlineData("changed row", "backup.damaged"), InlineData("missing table", "backup.damaged"), InlineData("added file", "backup.damaged"),
        InlineData("flipped byte", "backup.damaged"), InlineData("other shape", "backup.other-shape")]
    public async Task An_archive_that_is_not_what_it_was_is_refused_and_nothing_changes(string damage, string code)
    {
        var (from, to) = (await Town.Start("sqlite"), await Town.Start("sqlite"));
        await from.Open(3);
        var archive = Damage(damage, (await Save(from)).Archive);
        var (_, before) = await Save(to);

        var answer = await to.Service<RestoreBackup>().Do(new MemoryStream(archive), Silent, Silent);

        Assert.Equal(code, answer.Refusal?.Code);
        Assert.Equal(before, (await Save(to)).Counts);
        await Task.WhenAll(from.Stop(), to.Stop());
    }

    private static Task Silent(string table, long rows) => Task.CompletedTask;

    private async Task<(byte[] Archive, string[] Counts)> Save(Town town)
    {
        var watch = Stopwatch.StartNew();
        using var file = new MemoryStream();
        var manifest = await town.Service<MakeBackup>().Do(file, "test", Silent);
        output.WriteLine($"measured backup: {manifest.RowCount} rows from {town.Engine} in {watch.ElapsedMilliseconds} ms");
        return (file.ToArray(), Counts(manifest));
    }

    private async Task<string[]> Restore(Town town, byte[] archive)
    {
        var watch = Stopwatch.StartNew();
        var manifest = Town.Must(await town.Service<RestoreBackup>().Do(new MemoryStream(archive), Silent, Silent));
        output.WriteLine($"measured restore: {manifest.RowCount} rows into {town.Engine} in {watch.ElapsedMilliseconds} ms");
        return Counts(manifest);
    }

    private static string[] Counts(Manifest manifest) => [.. manifest.Tables.Select(table => $"{table.Name} {table.RowCount}: {table.Sha256}")];

    private static async Task<string> Fold(Town town, School school)
    {
        await using var db = town.Database.Read(school.Id);
        var marks = await db.Marks.OrderBy(mark => mark.Position).ToListAsync();
        return string.Join('\n', marks.Select(mark => System.Text.Json.JsonSerializer.Serialize(mark, Json.Web)));
    }

    private static byte[] Damage(string how, byte[] archive)
    {
        if (how is "cut" or "not a zip" or "flipped byte")
        {
            archive[how == "flipped byte" ? archive.AsSpan().IndexOf(Encoding.UTF8.GetBytes("tables/pupils.jsonl")) + 60 : 0] ^= 0x5A;
            return how switch { "cut" => archive[..(archive.Length / 2)], "not a zip" => Encoding.UTF8.GetBytes("pas un zip"), _ => archive };
        }
        using var file = new MemoryStream();
        file.Write(archive);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            Change(how, zip);
        }
        return file.ToArray();
    }

    private static void Change(string how, ZipArchive zip)
    {
        void Rewrite(string entry, Func<string, string> change)
        {
            using var stream = zip.GetEntry(entry)!.Open();
            var text = new StreamReader(stream).ReadToEnd();
            stream.SetLength(0);
            stream.Write(Encoding.UTF8.GetBytes(change(text)));
        }
        switch (how)
        {
            case "another zip": zip.GetEntry("manifest.json")!.Delete(); break;
            case "changed row": Rewrite("tables/pupils.jsonl", text => text.Replace("ÉLÈVE01", "ÉLÈVE99")); break;
            case "missing table": zip.GetEntry("tables/pupils.jsonl")!.Delete(); break;
            case "added file": zip.CreateEntry("tables/more.jsonl"); break;
            default: Rewrite("manifest.json", text => text.Replace("\"shape\":\"", "\"shape\":\"f")); break;
        }
    }
}
