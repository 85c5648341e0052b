using Microsoft.AspNetCore.Components;
using NodaTime;
using Preau.Foundation;

namespace Preau.Office;

/// <summary>A page that shows the day: read when opened, at each ring, and at the person's <i>reload</i> when nothing rings.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan breath = TimeSpan.FromMilliseconds(120);
    private readonly CancellationTokenSource gone = new();
    private IDisposable? listening;
    private bool rung, drawing;

    /// <summary>The establishment's code.</summary>
    [Parameter] public string Code { get; set; } = "";

    /// <summary>Who sits here.</summary>
    [Inject] protected Desk Desk { get; set; } = null!;

    /// <summary>What names things.</summary>
    [Inject] protected SchoolBooks Books { get; set; } = null!;

    /// <summary>The school's clock.</summary>
    [Inject] protected SchoolClock Clock { get; set; } = null!;

    [Inject] private Doorbell Doorbell { get; set; } = null!;

    /// <summary>Who sits here; null until read and when denied.</summary>
    protected Desk.Seat? Seat { get; private set; }

    /// <summary>True when the page answers as one that does not exist.</summary>
    protected bool Denied { get; set; }

    /// <summary>The book of today; null when denied.</summary>
    protected SchoolBook? Book { get; private set; }

    /// <summary>The school's wall clock.</summary>
    protected LocalDateTime Now => Clock.In(Seat!.Establishment.Zone);

    /// <summary>Whether the page is for this seat; the verbs check again.</summary>
    protected virtual bool OpensTo(Desk.Seat seat) => seat.SeesBoard;

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task Read();

    /// <summary>An act of the person.</summary>
    protected Task<Act> Act() => Desk.Act(Seat!.Establishment.Id, GetType().Name);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Seat = await Desk.At(Code);
        Denied = Seat is null || !OpensTo(Seat);
        listening?.Dispose();
        listening = Denied ? null : Doorbell.Listen(Seat!.Establishment.Id, Changed);
        if (!Denied)
        {
            Book = await Books.Today(Seat!.Establishment, gone.Token);
            await Read();
        }
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && Seat is not null)
        {
            _ = Tick();
        }
    }

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
            await Draw();
            await Task.Delay(breath);
        }
        Volatile.Write(ref drawing, false);
        if (Volatile.Read(ref rung) && !gone.IsCancellationRequested)
        {
            Changed();
        }
    }

    private async Task Draw()
    {
        if (!gone.IsCancellationRequested)
        {
            await OnParametersSetAsync();
            StateHasChanged();
        }
    }

    private async Task Tick()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Clamp(Seat!.ReloadSeconds, 5, 60)));
        while (!gone.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            await InvokeAsync(Draw);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        listening?.Dispose();
        gone.Cancel();
        GC.SuppressFinalize(this);
    }
}
