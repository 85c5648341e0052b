using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>A family announces an absence: two taps during the call. Source: Code de l'éducation, R131-5 (foreseeable absence is announced beforehand).</summary>
public sealed class AnnounceAbsence(KnownDoor door)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = KnownDoor.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="Until">The day after the last (exclusive); null: that day only.</param>
    /// <param name="Start">From this time of each day; null: from its beginning.</param>
    /// <param name="End">Until this time of each day (exclusive); null: to its end.</param>
    /// <param name="Reason">As the family gave it, at most 200; never an illness. Stays in the office.</param>
    /// <param name="Caller">Who called or wrote, at most 100.</param>
    public sealed record Request(Id<Pupil> Pupil, LocalDate From, LocalDate? Until = null, LocalTime? Start = null, LocalTime? End = null, string? Reason = null, string? Caller = null);

    /// <summary>Does it; the same again changes nothing.</summary>
    /// <remarks>Errors: access.denied, known.bad-span, known.long-reason, rollcall.unknown-pupil.</remarks>
    public Task<Answer<IReadOnlyList<Id<KnownAbsence>>>> Do(Act act, Request request, CancellationToken stop = default) =>
        door.Write(act, [request.Pupil], request.From, (year, pupil) => KnownDoor.Fresh(act, year, pupil, "A", request.From, request.Until ?? request.From.PlusDays(1)) with
        {
            Start = request.Start, End = request.End, Reason = request.Reason, SaidByFamily = request.Caller,
        }, stop);
}
