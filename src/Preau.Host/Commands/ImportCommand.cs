using System.Collections.Immutable;
using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Imports;
using Preau.Imports.Reading;

namespace Preau.Host.Commands;

/// <summary><c>preau import</c>: reads files, shows what they would change, changes it; or undoes the last import.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string[]> files = new("file") { Description = "SIECLE, STS or CSV files, plain or zipped, in any order", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string> establishment = new("--establishment") { Description = "Code of the establishment", Required = true };
    private static readonly Option<bool> create = new("--create") { Description = "Make the establishment and its school year from the files when they do not exist" };
    private static readonly Option<short?> year = new("--year") { Description = "School year meant, such as 2026 (accepts an old file knowingly)" };
    private static readonly Option<bool> rehearsal = new("--dry-run") { Description = "Show what would change, write nothing" };
    private static readonly Option<bool> json = new("--json") { Description = "Print the counts as one line of JSON, last" };
    private static readonly Option<bool> undo = new("--undo") { Description = "Take back the last import of the establishment" };
    private static readonly Option<string[]> mapping = new("--mapping") { Description = "A CSV column by its header: familyName=\"Col A\"; may be repeated" };

    private static readonly Option<string?> from = new("--from") { Description = "First day (2026-11-30) on which a timetable of the files holds; without it: today for the first one, else tomorrow" };

    public static Command Make()
    {
        var command = new Command("import", "Import pupils, classes, groups, families and timetables") { files, establishment, create, year, rehearsal, json, undo, mapping, from };
        mapping.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.Split('=', 2) is not [{ Length: > 0 }, { Length: > 0 }]))
            {
                result.AddError(Words.Say("imports.cli.bad-mapping", token.Value));
            }
        });
        from.Validators.Add(result =>
        {
            if (Day(result.GetValueOrDefault<string?>()) is null)
            {
                result.AddError(Words.Say("imports.cli.bad-day", result.GetValueOrDefault<string?>() ?? ""));
            }
        });
        command.Validators.Add(result =>
        {
            if (!result.GetValue(undo) && result.GetValue(files) is not { Length: > 0 })
            {
                result.AddError(Words.Say("imports.cli.no-files"));
            }
        });
        return command.Does(Run);
    }

    private static async Task<int> Run(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        if (parsed.GetValue(undo))
        {
            return await Undo(parsed, services, output, stop);
        }
        var paths = parsed.GetValue(files)!.Select(f => Path.GetFullPath(f, output.Directory)).ToList();
        if (paths.Find(p => !File.Exists(p)) is { } missing)
        {
            await output.Error(Words.Say("imports.cli.no-file", missing));
            return 2;
        }
        var request = new RunImport.Request(Code(parsed), [.. paths.Select(GivenFile.At)], parsed.GetValue(create), parsed.GetValue(year),
            parsed.GetValue(rehearsal), Reading(parsed, output), Day(parsed.GetValue(from)));
        var ended = await Task.Run(() => services.GetRequiredService<RunImport>().Do(null, request, stop), stop);
        return await Tell(parsed, output, ended);
    }

    private static ReadingOptions Reading(ParseResult parsed, CommandOutput output) => new()
    {
        Mapping = (parsed.GetValue(mapping) ?? []).Select(m => m.Split('=', 2)).ToImmutableDictionary(m => m[0], m => m[1]),
        Progress = (file, count) => output.Progress(Words.Say("imports.cli.reading", file, count)),
    };

    private static async Task<int> Tell(ParseResult parsed, CommandOutput output, RunImport.Ended ended)
    {
        if (ended.Prepared is { } prepared)
        {
            await output.Line(Words.Say("imports.cli.title", Code(parsed), $"{prepared.SchoolYear}-{prepared.SchoolYear + 1}"));
            foreach (var line in ImportReport.Lines(prepared.Plan))
            {
                await output.Line(line);
            }
            var end = parsed.GetValue(rehearsal) ? "imports.cli.rehearsed" : ended.Import is null ? "imports.cli.nothing" : "imports.cli.done";
            await output.Line(Words.Say(end, Code(parsed)));
        }
        else
        {
            await output.Error(ImportReport.Line(ended.Refused!));
        }
        if (parsed.GetValue(json))
        {
            await output.Line(ImportReport.Json(ended));
        }
        return ended.Prepared is null ? 1 : 0;
    }

    private static async Task<int> Undo(ParseResult parsed, IServiceProvider services, CommandOutput output, CancellationToken stop)
    {
        await using var db = services.GetRequiredService<Database>().Read(EstablishmentId.Platform);
        if (await db.Establishments.FirstOrDefaultAsync(e => e.Code == Code(parsed), stop) is not { } place)
        {
            await output.Error(Words.Say("establishment.unknown", Code(parsed)));
            return 1;
        }
        var act = new Act(null, place.Id, null, services.GetRequiredService<SchoolClock>().Now, "import --undo");
        var answer = await services.GetRequiredService<UndoImport>().Do(act, null, stop);
        if (answer.Refusal is { } no)
        {
            await output.Error(Words.Say(no));
            return 1;
        }
        var undone = answer.Value!;
        await output.Line(Words.Say("imports.cli.undone", undone.RemovedCount, undone.RestoredCount, undone.Kept.Count));
        if (parsed.GetValue(json))
        {
            await output.Line(System.Text.Json.JsonSerializer.Serialize(undone, Json.Web));
        }
        return 0;
    }

    private static LocalDate? Day(string? text) => text is not null && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day) ? day : null;

    private static string Code(ParseResult parsed) => parsed.GetValue(establishment)!.ToUpperInvariant();
}
