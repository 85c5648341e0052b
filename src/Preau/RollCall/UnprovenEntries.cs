using Microsoft.EntityFrameworkCore;
using Preau.Devices;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>What was said on a classroom tablet in the name of somebody who has not proved it yet.</summary>
internal static class UnprovenEntries
{
    /// <summary>Of some positions of the log, those whose author is not proved.</summary>
    public static async Task<HashSet<long>> Among(PreauDb db, short year, IReadOnlyList<long> positions, CancellationToken stop)
    {
        var claimed = await db.Entries.Where(e => e.SchoolYear == year && positions.Contains(e.Position) && (e.Flags & EntryFlags.AuthorUnproven) != 0)
            .Select(e => new { e.Position, e.SignIn }).ToListAsync(stop);
        var stays = claimed.Select(e => new Id<DeviceSignIn>(e.SignIn!.Value)).Distinct().ToList();
        var unproven = stays.Count == 0 ? [] : await db.DeviceSignIns.Where(s => stays.Contains(s.Id) && s.UnprovenSince != null).Select(s => s.Id).ToListAsync(stop);
        return [.. claimed.Where(e => unproven.Contains(new(e.SignIn!.Value))).Select(e => e.Position)];
    }
}
