using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>A pupil is exempt from some hours: dated, recurrent, with or without having to sit there.</summary>
public sealed class ExemptPupil(KnownDoor door)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = KnownDoor.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="Present">The pupil must be in the room all the same (kind DP); else is not there (DA).</param>
    /// <param name="Until">The day after the last (exclusive).</param>
    /// <param name="Weekday">Null: every day.</param>
    /// <param name="Start">From this time of each day; null: from its beginning.</param>
    /// <param name="End">Until this time of each day (exclusive); null: to its end.</param>
    /// <param name="EveryWeeks">1 every week, 2 every second.</param>
    public sealed record Request(
        Id<Pupil> Pupil, bool Present, LocalDate From, LocalDate Until, IsoDayOfWeek? Weekday = null, LocalTime? Start = null, LocalTime? End = null, short EveryWeeks = 1,
        string? Reason = null);

    /// <summary>Does it; the same again changes nothing.</summary>
    /// <remarks>Errors: access.denied, known.bad-span, known.long-reason, rollcall.unknown-pupil.</remarks>
    public Task<Answer<IReadOnlyList<Id<KnownAbsence>>>> Do(Act act, Request request, CancellationToken stop = default) =>
        door.Write(act, [request.Pupil], request.From, (year, pupil) => KnownDoor.Fresh(act, year, pupil, request.Present ? "DP" : "DA", request.From, request.Until) with
        {
            Start = request.Start, End = request.End, Weekday = request.Weekday, EveryWeeks = request.EveryWeeks, Reason = request.Reason,
        }, stop);
}
