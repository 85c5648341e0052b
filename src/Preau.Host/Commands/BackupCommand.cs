using System.CommandLine;
using System.Diagnostics;
using Preau.Backup;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau backup FILE</c>: the whole database in one archive, of one moment, while the server goes on.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> file = new("file") { Description = Words.Say("cli.backup.file") };
    private static readonly Option<bool> force = new("--force") { Description = Words.Say("cli.backup.force") };
    private static readonly Option<bool> json = new("--json") { Description = Words.Say("cli.json") };

    public static Command Make() => new Command("backup", Words.Say("cli.backup")) { file, force, json }.Does(Run);

    private static async Task<int> Run(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        var path = Path.GetFullPath(parsed.GetValue(file)!, output.Directory);
        if (File.Exists(path) && !parsed.GetValue(force))
        {
            await output.Error(Words.Say("cli.backup.exists", path));
            return 1;
        }
        var watch = Stopwatch.StartNew();
        var manifest = await Write(path, services.GetRequiredService<MakeBackup>(), output, stop);
        var size = new FileInfo(path).Length;
        await output.Line(parsed.GetValue(json)
            ? System.Text.Json.JsonSerializer.Serialize(new { file = path, bytes = size, milliseconds = watch.ElapsedMilliseconds, manifest }, Json.Web)
            : Words.Say("cli.backup.done", path, manifest.RowCount, size / 1024, watch.Elapsed.TotalSeconds));
        return 0;
    }

    /// <summary>Under another name until it is whole, readable by its owner alone: it holds password hashes and children's names.</summary>
    private static async Task<Manifest> Write(string path, MakeBackup backup, CommandOutput output, CancellationToken stop)
    {
        var partial = path + ".partial";
        try
        {
            Manifest manifest;
            await using (var to = new FileStream(partial, OwnersFile.ToWrite()))
            {
                manifest = await backup.Do(to, Product.Version, (table, rows) => output.Progress(Words.Say("cli.backup.at", table, rows)), stop);
                to.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: true);
            return manifest;
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
