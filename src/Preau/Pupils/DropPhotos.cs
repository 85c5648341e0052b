using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.Pupils;

/// <summary>Erases photos: a family takes its consent back, or the year is over.</summary>
/// <remarks>Source: Code civil, art. 9. The bytes go at once; tablets let go of theirs with the next register.</remarks>
public sealed class DropPhotos(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = KeepPhotos.AllowedTo;

    /// <summary>Does it.</summary>
    /// <param name="pupils">Whose; null: everybody's.</param>
    /// <returns>How many were erased; of none, and of a year that is not there, nothing is logged.</returns>
    /// <remarks>Errors: access.denied.</remarks>
    public async Task<Answer<int>> Do(Act act, short year, IReadOnlyCollection<Id<Pupil>>? pupils, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        return await database.Write<int>(act, async tx =>
        {
            var gone = await tx.Db.Photos.Where(p => p.SchoolYear == year && (pupils == null || pupils.Contains(p.Pupil))).ExecuteDeleteAsync(stop);
            if (gone > 0)
            {
                await tx.Log("photos-dropped", year, new { pupils, gone }, Touches.Reference);
            }
            return gone;
        }, stop);
    }
}
