using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Devices;
using Preau.Foundation;
using Preau.Seating;

namespace Preau.Sync;

/// <summary>The seating plans of a device's person, the earliest arranged first; see README.md beside.</summary>
/// <remarks>Apart from the snapshot: that is the same for many and asked by all at once, a plan is one person's and seldom changes.</remarks>
public sealed record PlansBody(IReadOnlyList<PlansBody.Line> Plans)
{
    /// <summary>A plan; seats from 0, <c>x</c> from the left and <c>y</c> from the board.</summary>
    public sealed record Line(Guid Group, string Room, short Columns, short Rows, Instant ArrangedAt, IEnumerable<Seat> Seats);

    /// <summary>Those of today's school year; none when nobody is signed in.</summary>
    internal static async Task<PlansBody> Of(Database database, SchoolClock clock, Speaker speaker, CancellationToken stop)
    {
        if (speaker.Stay(clock.Now)?.Person is not { } person)
        {
            return new([]);
        }
        await using var db = database.Read(speaker.Establishment);
        var zone = await db.Establishments.Where(e => e.Id == speaker.Establishment).Select(e => e.Zone).FirstAsync(stop);
        var year = await SchoolYears.At(db, clock.Today(zone), stop);
        var plans = await db.SeatingPlans.Where(p => p.SchoolYear == year && p.Person == person).OrderBy(p => p.Position).ToListAsync(stop);
        return new([.. plans.Select(p => new Line(p.Group.Value, p.Room, p.Columns, p.Rows, p.ArrangedAt, PackedSeats.Read(p.Seats)))]);
    }
}
