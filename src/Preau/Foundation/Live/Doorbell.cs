using System.Collections.Concurrent;

namespace Preau.Foundation;

/// <summary>«Establishment E is at 4712.» Rung after each commit; a listener then pulls, so a lost ring costs nothing.</summary>
public sealed class Doorbell
{
    private readonly ConcurrentDictionary<EstablishmentId, Bell> bells = new();

    /// <summary>Every ring of this node, for what joins nodes together.</summary>
    public event Action<EstablishmentId, long, Touches>? Rung;

    /// <summary>Asks all who keep something per establishment to drop what nobody has asked for; each answers how many it dropped.</summary>
    internal event Func<TimeSpan, int>? Forgetting;

    /// <summary>Has everything dropped that nobody has asked for in its time.</summary>
    /// <param name="later">As if it were so much later than it is.</param>
    /// <returns>How many things went.</returns>
    public int Forget(TimeSpan later) => Forgetting?.GetInvocationList().Cast<Func<TimeSpan, int>>().Sum(forget => forget(later)) ?? 0;

    /// <summary>Rings: the position was committed. Positions may be told out of order; the highest counts.</summary>
    public void Ring(EstablishmentId establishment, long position, Touches touched)
    {
        Hear(establishment, position, touched);
        Rung?.Invoke(establishment, position, touched);
    }

    /// <summary>A ring that came from elsewhere (another node, the counters): told to local listeners only.</summary>
    public void Hear(EstablishmentId establishment, long position, Touches touched) =>
        bells.GetOrAdd(establishment, _ => new Bell())
            .Ring((position, touched.HasFlag(Touches.Reference) ? position : 0, touched.HasFlag(Touches.Access) ? position : 0));

    /// <summary>Counters as they stand in the database: rings only when something of them was not heard yet.</summary>
    public void Catch(EstablishmentId establishment, long position, long reference, long access)
    {
        var heard = Heard(establishment);
        if (position > heard.Position || reference > heard.Reference || access > heard.Access)
        {
            bells.GetOrAdd(establishment, _ => new Bell()).Ring((position, reference, access));
        }
    }

    /// <summary>The highest positions heard since the start of this process; all 0 when nothing rang yet.</summary>
    public (long Position, long Reference, long Access) Heard(EstablishmentId establishment) =>
        bells.TryGetValue(establishment, out var bell) ? bell.Heard : default;

    /// <summary>Listens until disposed. The callback must be quick and must not throw.</summary>
    public IDisposable Listen(EstablishmentId establishment, Action callback) =>
        bells.GetOrAdd(establishment, _ => new Bell()).Listen(callback);

    private sealed class Bell
    {
        private readonly Lock gate = new();
        private readonly List<Action> listeners = [];
        private (long Position, long Reference, long Access) heard;

        public (long Position, long Reference, long Access) Heard { get { lock (gate) { return heard; } } }

        public void Ring((long Position, long Reference, long Access) at)
        {
            Action[] told;
            lock (gate)
            {
                heard = (Math.Max(heard.Position, at.Position), Math.Max(heard.Reference, at.Reference), Math.Max(heard.Access, at.Access));
                told = [.. listeners];
            }
            foreach (var listener in told)
            {
                listener();
            }
        }

        public IDisposable Listen(Action callback)
        {
            lock (gate)
            {
                listeners.Add(callback);
            }
            return new Leave(() => { lock (gate) { listeners.Remove(callback); } });
        }
    }

    private sealed class Leave(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
