using System.CommandLine;
using System.Diagnostics;
using Preau.Backup;
using Preau.Foundation;

namespace Preau.Host.Commands;

/// <summary><c>preau restore FILE</c>: fills an empty database, of either engine, from an archive; no server may run on it.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> file = new("file") { Description = Words.Say("cli.restore.file") };
    private static readonly Option<bool> json = new("--json") { Description = Words.Say("cli.json") };

    public static Command Make() => new Command("restore", Words.Say("cli.restore")) { file, json }.Does(Run, alone: true);

    private static async Task<int> Run(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        var path = Path.GetFullPath(parsed.GetValue(file)!, output.Directory);
        if (!File.Exists(path))
        {
            await output.Error(Words.Say("cli.no-file", path));
            return 2;
        }
        var watch = Stopwatch.StartNew();
        var answer = await services.GetRequiredService<RestoreBackup>().Do(File.OpenRead(path),
            (table, _) => output.Progress(Words.Say("cli.restore.checking", table)),
            (table, rows) => output.Progress(Words.Say("cli.restore.at", table, rows)), stop);
        if (answer.Refusal is { } no)
        {
            await output.Error(Words.Say(no));
            return 1;
        }
        var manifest = answer.Value!;
        await output.Line(parsed.GetValue(json)
            ? System.Text.Json.JsonSerializer.Serialize(new { file = path, milliseconds = watch.ElapsedMilliseconds, manifest }, Json.Web)
            : Words.Say("cli.restore.done", manifest.RowCount, manifest.Tables.Count, watch.Elapsed.TotalSeconds, manifest.MadeAt, manifest.Product));
        return 0;
    }
}
