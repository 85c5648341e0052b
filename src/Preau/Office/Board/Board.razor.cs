using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NodaTime;
using Preau.Classes;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Timetable;
using Period = Preau.Timetable.Period;

namespace Preau.Office;

/// <summary>The board: live by the doorbell, redrawn at most ten times a second, asking at the person's <i>reload</i> when nothing rings.</summary>
public sealed partial class Board(
    Desk desk, Boards boards, SchoolBooks books, SchoolClock clock, Doorbell doorbell, NavigationManager navigation, IJSRuntime js)
{
    private static readonly TimeSpan tick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan breath = TimeSpan.FromMilliseconds(90);
    private readonly CancellationTokenSource gone = new();
    private Desk.Seat? seat;
    private bool denied;
    private BoardWatch? watch;
    private BoardView? view;
    private long accessRead;
    private bool rung;
    private bool drawing;
    private Group? rollGroup;
    private Period? rollHour;
    private MissingFilter filter = new(false, null, null);
    private string query = "";

    /// <summary>The establishment's code.</summary>
    [Parameter] public string Code { get; set; } = "";

    /// <summary>The code of the class whose roll is open; null for none.</summary>
    [Parameter] public string? RollOf { get; set; }

    /// <summary>The number of the hour of the open roll.</summary>
    [Parameter] public int RollAt { get; set; }

    /// <summary><c>day</c> for the whole day.</summary>
    [SupplyParameterFromQuery(Name = "when")] private string? When { get; set; }

    [SupplyParameterFromQuery(Name = "class")] private string? Class { get; set; }

    [SupplyParameterFromQuery(Name = "kind")] private string? Kind { get; set; }

    /// <summary>The pupil to point at in the open roll.</summary>
    [SupplyParameterFromQuery(Name = "pupil")] private string? PupilSought { get; set; }

    private Guid? Pupil => Guid.TryParse(PupilSought, out var id) ? id : null;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (seat?.Establishment.Code != Code.ToUpperInvariant())
        {
            watch?.Dispose();
            (watch, view) = (null, null);
            await Sit();
            watch = denied ? null : boards.Watch(seat!.Establishment.Id, Changed);
        }
        await Look();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = Tick();
        }
    }

    private async Task Sit()
    {
        seat = await desk.At(Code);
        denied = seat is not { SeesBoard: true };
        accessRead = seat is null ? 0 : doorbell.Heard(seat.Establishment.Id).Access;
    }

    private async Task Look(bool asking = false)
    {
        if (seat is { } here && doorbell.Heard(here.Establishment.Id).Access > accessRead)
        {
            await Sit();
        }
        if (denied || seat is null || watch is null)
        {
            view = null;
            return;
        }
        var day = await watch.Today(asking, gone.Token);
        var book = await books.Today(seat.Establishment, gone.Token);
        var now = clock.In(seat.Establishment.Zone);
        view = new(seat.Establishment, book, day, now, Bell.At(book.Periods, now.TimeOfDay));
        ReadAddress(book);
    }

    private void ReadAddress(SchoolBook book)
    {
        var group = book.Classes.FirstOrDefault(line => line.Group.Code.Equals(Class, StringComparison.OrdinalIgnoreCase))?.Group;
        filter = new(When == "day", group?.Id.Value, Kind is "A" or "R" ? Kind : null);
        query = new Uri(navigation.GetUriWithQueryParameter("pupil", (string?)null)).Query;
        rollGroup = RollOf is null ? null : book.Groups.Values.FirstOrDefault(g => g.Code.Equals(RollOf, StringComparison.OrdinalIgnoreCase));
        rollHour = book.Periods.FirstOrDefault(p => p.Number == RollAt);
    }

    private void SetFilter(MissingFilter wanted) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["when"] = wanted.WholeDay ? "day" : null, ["kind"] = wanted.Kind, ["class"] = wanted.Group is { } id ? view?.Book.Groups[id].Code : null,
    }), replace: true);

    private async Task CloseRoll()
    {
        var cell = $"[data-cell='{rollGroup?.Code}/{rollHour?.Number}']";
        var rest = navigation.GetUriWithQueryParameter("pupil", (string?)null);
        navigation.NavigateTo($"/e/{Code}{new Uri(rest).Query}");
        await js.InvokeVoidAsync("preauOffice.focus", cell);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        watch?.Dispose();
        await gone.CancelAsync();
    }
}
