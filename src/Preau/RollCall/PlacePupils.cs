using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.RollCall;

/// <summary>Many pupils are elsewhere for a while: placements of a class, an outing of a club. In bulk, all or none.</summary>
public sealed class PlacePupils(KnownDoor door)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = KnownDoor.AllowedTo;

    /// <summary>What is asked.</summary>
    /// <param name="Kind"><c>ST</c> placement, <c>SO</c> outing, <c>CV</c> summoned, or another of the school's.</param>
    /// <param name="Until">The day after the last (exclusive).</param>
    public sealed record Request(IReadOnlyCollection<Id<Pupil>> Pupils, string Kind, LocalDate From, LocalDate Until, LocalTime? Start = null, LocalTime? End = null, string? Reason = null);

    /// <summary>Does it; the same again changes nothing.</summary>
    /// <remarks>Errors: access.denied, known.bad-span, known.long-reason, rollcall.unknown-pupil, rollcall.unknown-kind.</remarks>
    public Task<Answer<IReadOnlyList<Id<KnownAbsence>>>> Do(Act act, Request request, CancellationToken stop = default) =>
        door.Write(act, request.Pupils, request.From, (year, pupil) => KnownDoor.Fresh(act, year, pupil, request.Kind, request.From, request.Until) with
        {
            Start = request.Start, End = request.End, Reason = request.Reason,
        }, stop);
}
