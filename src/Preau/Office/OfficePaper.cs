using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Preau.Accounts;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Office;

/// <summary>What the office gives as a file.</summary>
internal static class OfficePaper
{
    /// <summary>A class's week as CSV: UTF-8 with its mark, so that a French spreadsheet opens it by a double click.</summary>
    /// <remarks>Errors: 404 for what does not exist or is not open to the person: it tells nothing.</remarks>
    public static async Task<IResult> Csv(HttpContext http, string code, string group, Database database, SchoolClock clock, ReadRegister verb, string? on = null)
    {
        await using var platform = database.Read(EstablishmentId.Platform);
        var place = await platform.Establishments.FirstOrDefaultAsync(e => e.Code == code.ToUpperInvariant());
        if (place is null || AccountsFeature.PersonOf(http.User) is not { } person)
        {
            return Results.NotFound();
        }
        var day = LocalDatePattern.Iso.Parse(on ?? "") is { Success: true, Value.Year: > 1900 and < 2200 } read ? read.Value : clock.Today(place.Zone);
        await using var db = database.Read(place.Id);
        var year = await SchoolYears.At(db, day);
        var row = await db.Set<Preau.Classes.Group>().FirstOrDefaultAsync(g => g.SchoolYear == year && g.Code == group.ToUpperInvariant());
        var answer = await verb.Do(new Act(person, place.Id, null, clock.Now, nameof(Csv)), row?.Id ?? default, day);
        return answer.Value is not { } register ? Results.NotFound() : Results.File(
            [.. System.Text.Encoding.UTF8.Preamble, .. System.Text.Encoding.UTF8.GetBytes(register.Csv())], "text/csv; charset=utf-8",
            $"registre-{row!.Code.ToLowerInvariant()}-{LocalDatePattern.Iso.Format(register.Monday)}.csv");
    }
}
