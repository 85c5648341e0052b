using Microsoft.EntityFrameworkCore;
using Preau.Foundation;

namespace Preau.Devices;

/// <summary>Somebody proves who they are on a classroom tablet: whoever stood there before has left, and what was claimed there in this name is theirs.</summary>
internal static class ClassroomStays
{
    /// <summary>Does it inside the write that begins the new stay.</summary>
    public static async Task LeaveClassroom(this Tx tx, Id<Device> device, Guid person, CancellationToken stop)
    {
        foreach (var stay in await tx.Db.DeviceSignIns.Where(s => s.Device == device && (s.EndedAt == null || (s.Person == person && s.UnprovenSince != null))).ToListAsync(stop))
        {
            stay.EndedAt ??= tx.Act.At; // the word that they left may have been lost
            stay.UnprovenSince = stay.Person == person ? null : stay.UnprovenSince;
        }
    }
}
