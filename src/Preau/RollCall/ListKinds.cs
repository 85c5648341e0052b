using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>Lists the kinds of marks of a year: the usual ones, then the school's own; hidden ones too.</summary>
public sealed class ListKinds(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ReadRoll.AllowedTo;

    /// <summary>A kind, and whether the school made it.</summary>
    public sealed record Line(MarkKind Kind, bool Own);

    /// <summary>Does it.</summary>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<IReadOnlyList<Line>>> Do(Act act, short year, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var own = await db.MarkKinds.Where(k => k.SchoolYear == year).ToListAsync(stop);
        var usual = UsualKinds.For(act.Establishment, year).Select(kind => kind.Code).ToHashSet();
        return UsualKinds.With(act.Establishment, year, own).Select(kind => new Line(kind, !usual.Contains(kind.Code))).ToList();
    }
}
