using System.Collections.Immutable;
using Microsoft.AspNetCore.Components.Forms;
using NodaTime;
using Preau.Foundation;
using Preau.Imports;
using Preau.Imports.Planning;
using Preau.Imports.Reading;

namespace Preau.Office;

/// <summary>One import on a screen: given files, what they say, what they would change, what was done. Asks the verbs, holds no rule.</summary>
public sealed class ImportCourse(PrepareImport prepare, ApplyImport apply)
{
    private ImmutableDictionary<string, Guid?> answers = ImmutableDictionary<string, Guid?>.Empty;
    private ReadSchool? read;

    /// <summary>The given files' names.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>What is being done now, in words; null when nothing is.</summary>
    public string? Busy { get; private set; }

    /// <summary>Why it stopped, in words with the place; null when it did not.</summary>
    public string? Stopped { get; private set; }

    /// <summary>The plan shown; null before there is one.</summary>
    public PrepareImport.Prepared? Prepared { get; private set; }

    /// <summary>What was applied; null before.</summary>
    public ApplyImport.Applied? Applied { get; private set; }

    /// <summary>The day from which a timetable of the files holds; null: today for the first one, else tomorrow.</summary>
    public LocalDate? LessonsFrom { get; set; }

    /// <summary>Redraws the screen.</summary>
    public Action Changed { get; init; } = () => { };

    /// <summary>Takes the files in, reads them and plans. The copies are gone when this returns.</summary>
    /// <param name="year">The school year meant; null: the present one.</param>
    public async Task Give(Act act, IReadOnlyList<IBrowserFile> given, short? year, CancellationToken stop)
    {
        (Files, Stopped, Prepared, Applied, read) = ([.. given.Select(f => f.Name)], null, null, null, null);
        answers = answers.Clear();
        if (given.Sum(f => f.Size) > ReadingLimits.Usual.TotalBytes)
        {
            Stopped = Words.Say("imports.too-large", string.Join(", ", Files), ReadingLimits.Usual.TotalBytes >> 20);
            return;
        }
        var folder = Directory.CreateTempSubdirectory("preau-import-").FullName;
        try
        {
            var files = await TakeIn(given, folder, stop);
            var outcome = await Task.Run(() => ReadFiles.Of(files, new ReadingOptions { Progress = Tell }, stop), stop);
            read = outcome.School;
            Stopped = outcome.Refused is { } no ? ImportReport.Line(no) : null;
        }
        catch (IOException)
        {
            Stopped = Words.Say("imports.too-large", string.Join(", ", Files), ReadingLimits.Usual.GivenBytes >> 20);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Now(null);
        }
        await Plan(act, year, stop);
    }

    /// <summary>More files were given than are taken at once.</summary>
    public void TooMany() => (Files, Stopped, Prepared, Applied, read) =
        ([], Words.Say("imports.too-many-files", ReadingLimits.Usual.Files), null, null, null);

    /// <summary>Says who an ambiguous pupil is and plans anew.</summary>
    /// <param name="known">A known pupil, or null for a new one.</param>
    public async Task Answer(Act act, string key, Guid? known, short? year, CancellationToken stop)
    {
        answers = answers.SetItem(key, known);
        await Plan(act, year, stop);
    }

    /// <summary>Carries the plan out. Where the school changed meanwhile, the plan is shown anew instead.</summary>
    public async Task Apply(Act act, short? year, CancellationToken stop)
    {
        Now(Words.Say("imports.page.applying"));
        var answer = await Task.Run(() => apply.Do(act, Prepared!, Files, stop), stop);
        Now(null);
        (Applied, Stopped) = (answer.Value, answer.Refusal is { } no ? Words.Say(no) : null);
        if (answer.Refusal is not null)
        {
            await Plan(act, year, stop);
        }
    }

    /// <summary>Plans the same files anew, for another day.</summary>
    public async Task Again(Act act, short? year, CancellationToken stop)
    {
        if (Prepared is not null || Stopped is not null)
        {
            Stopped = null;
            await Plan(act, year, stop);
        }
    }

    private async Task Plan(Act act, short? year, CancellationToken stop)
    {
        if (read is null)
        {
            return;
        }
        var school = read;
        Now(Words.Say("imports.page.comparing"));
        var answer = await Task.Run(() => prepare.Do(act, school, year, new PlanningOptions { Answers = answers, LessonsFrom = LessonsFrom }, stop), stop);
        (Prepared, Stopped) = (answer.Value, answer.Refusal is { } no ? Words.Say(no) : Stopped);
        Now(null);
    }

    private async Task<List<GivenFile>> TakeIn(IReadOnlyList<IBrowserFile> given, string folder, CancellationToken stop)
    {
        var files = new List<GivenFile>();
        foreach (var file in given)
        {
            Now(Words.Say("imports.page.receiving", file.Name));
            var path = Path.Combine(folder, files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await using (var copy = File.Create(path))
            await using (var upload = file.OpenReadStream(ReadingLimits.Usual.GivenBytes, stop))
            {
                await upload.CopyToAsync(copy, stop);
            }
            files.Add(GivenFile.At(path) with { Name = Path.GetFileName(file.Name) });
        }
        return files;
    }

    private void Tell(string file, int count) => Now(Words.Say("imports.cli.reading", file, count));

    private void Now(string? doing)
    {
        Busy = doing;
        Changed();
    }
}
