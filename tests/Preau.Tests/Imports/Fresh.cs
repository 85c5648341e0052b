using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Imports;
using Preau.Imports.Reading;

namespace Preau.Tests.Imports;

/// <summary>A school that does not exist yet, made by importing the invented one under a new code.</summary>
internal sealed record Fresh(Town Town, string Code)
{
    private static int codes;

    public static async Task<Fresh> On(string engine) => new(await Town.On(engine), $"IMP-{Interlocked.Increment(ref codes)}-{engine[0]}".ToUpperInvariant());

    public async Task<RunImport.Ended> Import(params GivenFile[] files)
    {
        var request = new RunImport.Request(Code, files, Create: true, Year: 2026, Rehearsal: false, new ReadingOptions());
        var ended = await Town.Service<RunImport>().Do(null, request);
        Assert.True(ended.Refused is null, ended.Refused?.Reason.Code);
        return ended;
    }

    public async Task<EstablishmentId> Id()
    {
        await using var db = Town.Database.Read(EstablishmentId.Platform);
        return (await db.Establishments.SingleAsync(e => e.Code == Code)).Id;
    }

    public async Task<PreauDb> Db() => Town.Database.Read(await Id());

    public async Task<Act> Act(Guid? who = null) => new(who, await Id(), null, Town.Now, "test");

    public async Task<UndoImport.Undone> Undo() => Town.Must(await Town.Service<UndoImport>().Do(await Act()));

    /// <summary>The four files with other pupils.</summary>
    public static GivenFile[] With(GivenFile pupils) => [pupils, .. Samples.Consistent[1..]];

    /// <summary>The four files without one pupil.</summary>
    public static GivenFile[] Without(string eleveId) => With(Samples.Pupils(t =>
        string.Join('\n', t.Split('\n').Where(l => !l.Contains($"ELEVE_ID=\"{eleveId}\"", StringComparison.Ordinal)))));

    /// <summary>Somebody takes a roll of one pupil.</summary>
    public async Task TakeRoll(Guid group, Guid pupil)
    {
        var (name, id) = ($"roll-{Code}".ToLowerInvariant(), await Id());
        await Town.Hire(id, name, Level.Teacher);
        var tablet = await Tablet.SignIn(Town.Http, name, School.Password, Code);
        var today = Town.Now.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).Date;
        var place = new School(Town, Code, id, 2026, today) { Class = group, Pupils = [pupil] };
        var answer = await tablet.Push(tablet.Marked(place, pupil), tablet.Validated(place));
        Assert.All(answer["receipts"]!.AsArray(), r => Assert.Equal("accepted", r!["state"]!.GetValue<string>()));
    }
}
