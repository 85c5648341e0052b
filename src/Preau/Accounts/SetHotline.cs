using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Accounts;

/// <summary>Sets whom people of an establishment call when Préau is in trouble: shown in the help panel of every tablet, without network too.</summary>
public sealed partial class SetHotline(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>Does it.</summary>
    /// <param name="number">Outside or internal, such as <c>01 23 45 67 89</c> or <c>7777</c>, at most 40 characters; null or empty: none.</param>
    /// <remarks>Errors: access.denied, establishment.bad-hotline.</remarks>
    public async Task<Answer<Done>> Do(Act act, string? number, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var hotline = Spaces().Replace(number ?? "", " ").Trim() is { Length: > 0 } said ? said : null;
        if (hotline is not null && !Number().IsMatch(hotline))
        {
            return Refusal.Malformed("establishment.bad-hotline");
        }
        return await database.Write<Done>(act, async tx =>
        {
            (await tx.Db.Establishments.FirstAsync(e => e.Id == tx.Act.Establishment, stop)).Hotline = hotline;
            await tx.Log("hotline-set", 0, new { hotline }, Touches.Reference);
            return Done.It;
        }, stop);
    }

    /// <summary>Digits, and what stands between them on paper; copied text brings spaces of other widths.</summary>
    [GeneratedRegex(@"^(?=.{2,40}\z)(?=[^0-9]*[0-9][^0-9]*[0-9])[0-9 +().*#/-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
