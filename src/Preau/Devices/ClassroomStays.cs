using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Somebody proves who they are on a classroom tablet: whoever stood there before has left; of what was claimed there in this name, the stay that lasts is theirs.</summary>
/// <remarks>Anybody can choose a name while there is no network: what was claimed before is shown to the person, who says what was theirs (<see cref="OwnStays"/>).</remarks>
internal static class ClassroomStays
{
    private static readonly Duration asked = Duration.FromDays(8); // the tablet's own memory

    /// <summary>Does it inside the write that begins the new stay.</summary>
    /// <param name="lasting">The claimed stay in whose midst the proof is given; null when there is none.</param>
    /// <returns>The other stays of these days that were claimed in this name and not proved, oldest first.</returns>
    public static async Task<IReadOnlyList<DoubtedStay>> LeaveClassroom(this Tx tx, Id<Device> device, Guid person, Guid? lasting, CancellationToken stop)
    {
        var stays = await tx.Db.DeviceSignIns.Where(s => s.Device == device && (s.EndedAt == null || (s.Person == person && s.UnprovenSince != null))).ToListAsync(stop);
        foreach (var stay in stays)
        {
            stay.EndedAt ??= tx.Act.At; // the word that they left may have been lost
            stay.UnprovenSince = stay.Person == person && stay.Id.Value == lasting ? null : stay.UnprovenSince;
        }
        return [.. stays.Where(s => s.Person == person && s.UnprovenSince != null && s.Since > tx.Act.At - asked).OrderBy(s => s.Since).Select(s => new DoubtedStay(s.Id.Value, s.Since))];
    }
}

/// <summary>A stay on a classroom tablet in whose beginning a name was chosen and not proved.</summary>
public sealed record DoubtedStay(Guid SignIn, Instant Since);
