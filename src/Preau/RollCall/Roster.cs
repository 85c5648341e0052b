using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>Who and what exists in an establishment, compact enough to keep for a whole académie: 16 bytes a pupil.</summary>
/// <param name="pupils">Sorted.</param>
/// <param name="groups">Sorted.</param>
public sealed class Roster(Guid[] pupils, Guid[] groups, IReadOnlyList<SchoolYear> years)
{
    /// <summary>The years of the establishment, to date a roll.</summary>
    public IReadOnlyList<SchoolYear> Years => years;

    /// <summary>Whether the establishment has, or had, this pupil in any of its years.</summary>
    public bool HasPupil(Guid pupil) => Array.BinarySearch(pupils, pupil) >= 0;

    /// <summary>Whether the establishment has, or had, this class or group in any of its years.</summary>
    public bool HasGroup(Guid group) => Array.BinarySearch(groups, group) >= 0;
}

/// <summary>The rosters of this node, one per establishment, stale when the log touches reference.</summary>
public sealed class Rosters
{
    private readonly Database database;
    private readonly Kept<Roster> kept;

    /// <summary>One per node.</summary>
    public Rosters(Database database, Doorbell doorbell)
    {
        this.database = database;
        kept = new(doorbell, heard => heard.Reference, Load);
    }

    /// <summary>The roster of an establishment.</summary>
    public ValueTask<Roster> In(EstablishmentId establishment, CancellationToken stop = default) => kept.In(establishment, stop);

    private async Task<(long, Roster)> Load(EstablishmentId establishment, CancellationToken stop)
    {
        await using var db = database.Read(establishment);
        var at = await db.Counters.Select(c => c.Reference).FirstOrDefaultAsync(stop);
        var pupils = (await db.Pupils.Select(p => p.Id).Distinct().ToListAsync(stop)).Select(id => id.Value).Order().ToArray();
        var groups = (await db.Groups.Select(g => g.Id).Distinct().ToListAsync(stop)).Select(id => id.Value).Order().ToArray();
        return (at, new Roster(pupils, groups, await db.SchoolYears.ToListAsync(stop)));
    }
}
