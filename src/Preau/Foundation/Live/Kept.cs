using System.Collections.Concurrent;

namespace Preau.Foundation;

/// <summary>Copies of what is read often and changes rarely, one per establishment, thrown away when the doorbell tells of a later touch, or when nobody asks for a while.</summary>
/// <param name="touched">Which of the heard positions makes a copy stale.</param>
/// <param name="load">Reads a copy and the position that it is true at; reads the position first.</param>
/// <param name="holds">Whether a copy still holds for another reason, such as the day that it was made for; null: always.</param>
/// <param name="dropped">Told whose copies went because nobody asked.</param>
public sealed class Kept<T>(
    Doorbell doorbell, Func<(long Position, long Reference, long Access), long> touched, Func<EstablishmentId, CancellationToken, Task<(long At, T Copy)>> load,
    Func<T, bool>? holds = null, Action<IReadOnlySet<EstablishmentId>>? dropped = null)
{
    // Over a week-end, not over holidays: a country whose copies are all read anew on Monday at eight would be late by a minute.
    private static readonly TimeSpan idle = TimeSpan.FromDays(3);
    private readonly Shelf<Copy> copies = new(doorbell, idle, dropped);
    private readonly ConcurrentDictionary<EstablishmentId, Lazy<Task<Copy>>> loading = new();

    /// <summary>The copy of an establishment, never older than the last ring that this node heard. When all ask at once, one reads for all.</summary>
    public async ValueTask<T> In(EstablishmentId establishment, CancellationToken stop = default)
    {
        var heard = touched(doorbell.Heard(establishment));
        for (var kept = copies[establishment]; ;)
        {
            if (kept is not null && kept.At >= heard && holds?.Invoke(kept.Of) != false)
            {
                return kept.Of;
            }
            var mine = new Lazy<Task<Copy>>(() => Fresh(establishment));
            var reading = loading.GetOrAdd(establishment, mine);
            kept = await reading.Value.WaitAsync(stop);
            if (reading == mine)
            {
                return kept.Of;
            }
        } // somebody else's, begun before this question, may not know of what was heard since
    }

    /// <summary>Reads for everybody who waits, so that nobody who hangs up stops it.</summary>
    private async Task<Copy> Fresh(EstablishmentId establishment)
    {
        try
        {
            var (at, fresh) = await load(establishment, CancellationToken.None);
            return copies[establishment] = new(at, fresh);
        }
        finally
        {
            loading.TryRemove(establishment, out _);
        }
    }

    private sealed record Copy(long At, T Of);
}
