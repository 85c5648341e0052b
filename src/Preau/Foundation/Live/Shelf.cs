using System.Collections.Concurrent;
using System.Diagnostics;

namespace Preau.Foundation;

/// <summary>One thing in memory per establishment, dropped when nobody has asked for it for a while: a school that sleeps costs nothing.</summary>
public sealed class Shelf<T>
    where T : class
{
    private readonly ConcurrentDictionary<EstablishmentId, Place> places = new();
    private readonly TimeSpan idle;
    private readonly Action<IReadOnlySet<EstablishmentId>>? dropped;

    /// <param name="doorbell">Of this node; tells when idle things are to go (<see cref="ForgetIdle"/>).</param>
    /// <param name="idle">How long nobody must have asked.</param>
    /// <param name="dropped">Told which establishments went, for what is kept beside.</param>
    public Shelf(Doorbell doorbell, TimeSpan idle, Action<IReadOnlySet<EstablishmentId>>? dropped = null)
    {
        (this.idle, this.dropped) = (idle, dropped);
        doorbell.Forgetting += Forget;
    }

    /// <summary>What is kept of an establishment, or null; asking keeps it.</summary>
    public T? this[EstablishmentId establishment]
    {
        get
        {
            if (!places.TryGetValue(establishment, out var place))
            {
                return null;
            }
            place.Used = Stopwatch.GetTimestamp();
            return place.Thing;
        }
        set => places[establishment] = new(value!);
    }

    /// <summary>What is kept of an establishment, made when there is none.</summary>
    public T Or(EstablishmentId establishment, Func<EstablishmentId, T> make) =>
        this[establishment] ?? places.GetOrAdd(establishment, id => new(make(id))).Thing;

    private int Forget(TimeSpan later)
    {
        // By key and place: what was put there anew meanwhile stays.
        var gone = places.Where(place => Stopwatch.GetElapsedTime(place.Value.Used) + later >= idle && places.TryRemove(place)).Select(place => place.Key).ToHashSet();
        if (gone.Count > 0)
        {
            dropped?.Invoke(gone);
        }
        return gone.Count;
    }

    private sealed class Place(T thing)
    {
        public T Thing { get; } = thing;

        public long Used { get; set; } = Stopwatch.GetTimestamp();
    }
}
