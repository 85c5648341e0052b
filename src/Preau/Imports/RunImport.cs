using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Imports.Planning;
using Preau.Imports.Reading;

namespace Preau.Imports;

/// <summary>The four steps in one go, as the command line wants them: read, plan, and apply unless it is a rehearsal.</summary>
public sealed class RunImport(Database database, SchoolClock clock, PrepareImport prepare, ApplyImport apply, OpenForImport open)
{
    /// <summary>The levels that may do it: those of the verbs that it calls.</summary>
    public static readonly Level[] AllowedTo = ApplyImport.AllowedTo;

    private const int Tries = 3;

    /// <summary>What is asked.</summary>
    /// <param name="Code">The establishment's code.</param>
    /// <param name="Create">Make the establishment and its school year when they do not exist.</param>
    /// <param name="Year">The school year meant, which accepts an old file knowingly; null: the present one.</param>
    /// <param name="Rehearsal">Show the plan, write nothing.</param>
    /// <param name="LessonsFrom">The day from which the files' timetable holds; null: today for the first one, else tomorrow.</param>
    public sealed record Request(string Code, IReadOnlyList<GivenFile> Files, bool Create, short? Year, bool Rehearsal, ReadingOptions Reading, LocalDate? LessonsFrom = null);

    /// <summary>How it ended.</summary>
    /// <param name="Refused">Why nothing was done, and where in the files; null when done.</param>
    /// <param name="Prepared">The plan; null when refused before one was made.</param>
    /// <param name="Import">The record; null when nothing was written.</param>
    public sealed record Ended(Remark? Refused, PrepareImport.Prepared? Prepared, Id<Import>? Import);

    /// <summary>Does it.</summary>
    /// <param name="who">Who asks; null for the command line.</param>
    /// <remarks>
    /// Errors: those of <see cref="ReadFiles"/>, <see cref="OpenForImport"/>, <see cref="PrepareImport"/>, <see cref="ApplyImport"/>,
    /// establishment.unknown.
    /// </remarks>
    public async Task<Ended> Do(Guid? who, Request request, CancellationToken stop = default)
    {
        var reading = ReadFiles.Of(request.Files, request.Reading, stop);
        if (reading.School is not { } read)
        {
            return new Ended(reading.Refused, null, null);
        }
        return await Place(who, request, read, stop);
    }

    private async Task<Ended> Place(Guid? who, Request request, ReadSchool read, CancellationToken stop)
    {
        var found = await open.Find(request.Code, read, request.Year, stop);
        var existing = found.Value?.Existing?.Id ?? await Find(request.Code, stop);
        if (existing is null && !request.Create)
        {
            return Stopped(Refusal.Unknown("establishment.unknown", request.Code));
        }
        // A year that the user names and the files confirm is made where it lacks; an establishment only when asked.
        if (!request.Create && (request.Year is null || request.Year != read.Year))
        {
            return await PlanAndApply(In(who, existing!.Value), request, read, request.Year, stop);
        }
        if (found.Refusal is { } no)
        {
            return Stopped(no);
        }
        var place = found.Value!;
        return request.Rehearsal && !place.HasYear ? Rehearsed(place, read, request) : await OpenAndApply(who, request, read, place, stop);
    }

    private async Task<Ended> OpenAndApply(Guid? who, Request request, ReadSchool read, OpenForImport.Place place, CancellationToken stop)
    {
        var opened = request.Rehearsal ? place.Existing!.Id : await open.Do(who, request.Code, read, request.Year, stop);
        return opened.Refusal is { } refused ? Stopped(refused) : await PlanAndApply(In(who, opened.Value), request, read, place.Year.Year, stop);
    }

    private Act In(Guid? who, EstablishmentId establishment) => new(who, establishment, null, clock.Now, "import");

    private async Task<Ended> PlanAndApply(Act act, Request request, ReadSchool read, short? year, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            var prepared = await prepare.Do(act, read, year, new PlanningOptions { LessonsFrom = request.LessonsFrom }, stop);
            if (prepared.Refusal is { } no)
            {
                return Stopped(no);
            }
            if (request.Rehearsal)
            {
                return new Ended(null, prepared.Value, null);
            }
            var applied = await apply.Do(act, prepared.Value!, [.. request.Files.Select(f => f.Name)], stop);
            if (applied.Refusal is not { } refused)
            {
                return new Ended(null, prepared.Value, applied.Value!.Import);
            }
            // Somebody changed a class meanwhile: the plan is made anew, a few times.
            if (refused.Code != "imports.stale" || tries == Tries)
            {
                return Stopped(refused);
            }
        }
    }

    /// <summary>What would happen in a school or a year that does not exist yet.</summary>
    private Ended Rehearsed(OpenForImport.Place place, ReadSchool read, Request request)
    {
        var plan = PlanImport.Of(new KnownSchool { From = place.Year.From, Until = place.Year.Until }, read, clock.Today(place.Zone),
            new PlanningOptions { LessonsFrom = request.LessonsFrom });
        return new Ended(null, new PrepareImport.Prepared(place.Existing?.Id ?? default, place.Year.Year, plan), null);
    }

    private async Task<EstablishmentId?> Find(string code, CancellationToken stop)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        return (await db.Establishments.FirstOrDefaultAsync(e => e.Code == code, stop))?.Id;
    }

    private static Ended Stopped(Refusal refusal) => new(new Remark(Subject.School, new Source(""), refusal), null, null);
}
