using Microsoft.Extensions.Hosting;

namespace Preau.Foundation;

/// <summary>Every quarter of an hour: what nobody has asked for in its time leaves the memory; it is read again when somebody comes.</summary>
public sealed class ForgetIdle(Doorbell doorbell) : BackgroundService
{
    private const int WorthCollecting = 100;
    private static readonly TimeSpan every = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(every);
        while (await timer.WaitForNextTickAsync(stop))
        {
            if (doorbell.Forget(TimeSpan.Zero) >= WorthCollecting)
            {
                // A node that sleeps makes no rubbish, so nothing else would give the memory back; in the background, nobody waits.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            }
        }
    }
}
