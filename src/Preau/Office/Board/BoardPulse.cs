using NodaTime;

namespace Preau.Office;

/// <summary>When the board draws: at rings, and by the clock.</summary>
public sealed partial class Board
{
    // Rings come faster than eyes: the first is drawn at once, the next after a breath, the last always.
    private void Changed()
    {
        Volatile.Write(ref rung, true);
        if (!Interlocked.Exchange(ref drawing, true))
        {
            _ = InvokeAsync(Redraw);
        }
    }

    private async Task Redraw()
    {
        while (Interlocked.Exchange(ref rung, false) && !gone.IsCancellationRequested)
        {
            await Draw(asking: false);
            await Task.Delay(breath);
        }
        Volatile.Write(ref drawing, false);
        if (Volatile.Read(ref rung) && !gone.IsCancellationRequested)
        {
            Changed();
        }
    }

    private async Task Draw(bool asking)
    {
        try
        {
            await Look(asking);
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page was left while it looked.
        }
    }

    private async Task Tick()
    {
        using var timer = new PeriodicTimer(tick);
        var asked = clock.Now;
        while (!gone.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var ask = seat is not null && clock.Now - asked >= Duration.FromSeconds(seat.ReloadSeconds);
            asked = ask ? clock.Now : asked;
            await InvokeAsync(() => gone.IsCancellationRequested ? Task.CompletedTask : Draw(ask));
        }
    }
}
