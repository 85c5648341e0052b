using System.Collections.Concurrent;

namespace Preau.Foundation;

/// <summary>Copies of what is read often and changes rarely, one per establishment, thrown away when the doorbell tells of a later touch.</summary>
/// <param name="touched">Which of the heard positions makes a copy stale.</param>
/// <param name="load">Reads a copy and the position that it is true at; reads the position first.</param>
/// <param name="holds">Whether a copy still holds for another reason, such as the day that it was made for; null: always.</param>
public sealed class Kept<T>(
    Doorbell doorbell, Func<(long Position, long Reference, long Access), long> touched, Func<EstablishmentId, CancellationToken, Task<(long At, T Copy)>> load,
    Func<T, bool>? holds = null)
{
    private readonly ConcurrentDictionary<EstablishmentId, (long At, T Copy)> copies = new();

    /// <summary>The copy of an establishment, never older than the last ring that this node heard.</summary>
    public async ValueTask<T> In(EstablishmentId establishment, CancellationToken stop = default)
    {
        var heard = touched(doorbell.Heard(establishment));
        if (copies.TryGetValue(establishment, out var kept) && kept.At >= heard && holds?.Invoke(kept.Copy) != false)
        {
            return kept.Copy;
        }
        var fresh = await load(establishment, stop);
        copies[establishment] = fresh;
        return fresh.Copy;
    }
}
