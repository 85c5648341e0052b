using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>Gives the school a kind of mark of its own. Once used it stays as it is: renaming it would rewrite what was said.</summary>
public sealed class DefineKind(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Administrator, Level.Head, Level.Cpe];

    /// <summary>What is asked; flags as in <see cref="MarkKind"/>.</summary>
    public sealed record Request(
        short SchoolYear, string Code, string Label, bool CountsAsAbsence, bool UnderResponsibility, bool CountsAsLateness, bool JustificationDue,
        Level From, bool ShownToFamilies, bool Lasts, bool InRoom);

    /// <summary>Does it; one that was never used may be said anew.</summary>
    /// <remarks>Errors: access.denied, kind.bad-code, kind.bad-label, kind.used (hide it and make another).</remarks>
    public async Task<Answer<Done>> Do(Act act, Request request, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        if (request.Code is not { Length: 1 or 2 } || !request.Code.All(char.IsAsciiLetterUpper))
        {
            return Refusal.Malformed("kind.bad-code");
        }
        if (request.Label.Trim().Length is 0 or > 40)
        {
            return Refusal.Malformed("kind.bad-label");
        }
        var usual = UsualKinds.For(act.Establishment, request.SchoolYear).Any(kind => kind.Code == request.Code);
        if (usual || await db.Marks.AnyAsync(m => m.SchoolYear == request.SchoolYear && m.Kind == request.Code, stop)
            || await db.KnownAbsences.AnyAsync(k => k.SchoolYear == request.SchoolYear && k.Kind == request.Code, stop))
        {
            return new Refusal("kind.used", 409, request.Code);
        }
        return await database.Write<Done>(act, tx => Define(tx, request, stop), stop);
    }

    private static async Task<Answer<Done>> Define(Tx tx, Request request, CancellationToken stop)
    {
        await tx.Db.MarkKinds.Where(k => k.SchoolYear == request.SchoolYear && k.Code == request.Code).ExecuteDeleteAsync(stop);
        tx.Db.Add(new MarkKind
        {
            Establishment = tx.Act.Establishment, SchoolYear = request.SchoolYear, Code = request.Code, Label = request.Label.Trim(),
            CountsAsAbsence = request.CountsAsAbsence, UnderResponsibility = request.UnderResponsibility, CountsAsLateness = request.CountsAsLateness,
            JustificationDue = request.JustificationDue, FromRank = request.From.Meaning.Rank, ShownToFamilies = request.ShownToFamilies,
            Lasts = request.Lasts, InRoom = request.InRoom,
        });
        await tx.Log("kind-defined", request.SchoolYear, request, Touches.Reference);
        return Done.It;
    }
}
