using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Makes an establishment with its first school year.</summary>
public sealed partial class OpenEstablishment(Database database, SchoolClock clock)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform];

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>What is asked.</summary>
    /// <param name="Code">Capitals, digits, hyphens; 2 to 20.</param>
    /// <param name="Year">Label of the first school year, with its first day and the day after its last.</param>
    public sealed record Request(string Code, string Name, EstablishmentKind Kind, string? Uai, string Zone, short Year, LocalDate From, LocalDate Until);

    /// <summary>Does it.</summary>
    /// <returns>The establishment's id.</returns>
    /// <remarks>Errors: access.denied, establishment.bad-code, establishment.bad-name, establishment.code-taken, establishment.bad-zone, establishment.bad-year.</remarks>
    public async Task<Answer<EstablishmentId>> Do(Guid? who, Request request, string why, CancellationToken stop = default)
    {
        if (WhyRefused(request) is { } no)
        {
            return no;
        }
        // The id is read, then written: two openings at once would take the same one.
        await turn.WaitAsync(stop);
        try
        {
            return await Take(who, request, why, stop);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<Answer<EstablishmentId>> Take(Guid? who, Request request, string why, CancellationToken stop)
    {
        await using var db = database.Read(EstablishmentId.Platform);
        var id = new EstablishmentId((await db.Establishments.Select(e => e.Id).ToListAsync(stop)).Select(e => e.Value).DefaultIfEmpty(0).Max() + 1);
        var act = new Act(who, id, null, clock.Now, why);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<EstablishmentId>(act, tx => Open(tx, id, request, stop), stop);
    }

    private async Task<Answer<EstablishmentId>> Open(Tx tx, EstablishmentId id, Request request, CancellationToken stop)
    {
        if (await tx.Db.Establishments.AnyAsync(e => e.Code == request.Code, stop))
        {
            return new Refusal("establishment.code-taken", 409, request.Code);
        }
        await database.PrepareYear(tx, 0, stop);
        await database.PrepareYear(tx, request.Year, stop);
        tx.Db.Add(new Establishment
        {
            Id = id, Code = request.Code, Name = request.Name.Trim(), Kind = request.Kind, Uai = request.Uai, Zone = request.Zone, Since = tx.Act.At,
        });
        tx.Db.Add(new SchoolYear { Establishment = id, Year = request.Year, From = request.From, Until = request.Until });
        await tx.Log("establishment-opened", request.Year, request, Touches.Reference);
        return id;
    }

    private static Refusal? WhyRefused(Request request)
    {
        if (!GoodCode().IsMatch(request.Code))
        {
            return Refusal.Malformed("establishment.bad-code", request.Code);
        }
        if (request.Name.Trim() is not { Length: >= 1 and <= 100 } || request.Uai is { Length: > 8 })
        {
            return Refusal.Malformed("establishment.bad-name");
        }
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(request.Zone) is null)
        {
            return Refusal.Malformed("establishment.bad-zone", request.Zone);
        }
        return request.From < request.Until && request.Year > 1900 ? null : Refusal.Malformed("establishment.bad-year");
    }

    [GeneratedRegex("^[A-Z0-9][A-Z0-9-]{1,19}$")]
    private static partial Regex GoodCode();
}
