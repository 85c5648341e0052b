using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Imports.Planning;
using Preau.Imports.Rows;

namespace Preau.Imports;

/// <summary>Carries out a plan, all of it or nothing, in one transaction of its establishment.</summary>
public sealed class ApplyImport(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>What was done.</summary>
    /// <param name="Import">The record; null when there was nothing to do and nothing was written.</param>
    public sealed record Applied(Id<Import>? Import);

    /// <summary>Does it.</summary>
    /// <param name="act">Who, where.</param>
    /// <param name="prepared">The plan, made outside this transaction.</param>
    /// <param name="files">The given files' names, for the record.</param>
    /// <returns>The record's id. The same plan again is refused: its basis has passed.</returns>
    /// <remarks>Errors: access.denied, imports.stale (pupils, classes or families changed since the plan was made: plan anew).</remarks>
    public async Task<Answer<Applied>> Do(Act act, PrepareImport.Prepared prepared, IReadOnlyList<string> files, CancellationToken stop = default)
    {
        await using (var db = database.Read(act.Establishment))
        {
            if (prepared.Establishment != act.Establishment || await Access.WhyRefused(db, act, AllowedTo) is not null)
            {
                return Refusal.Forbidden("access.denied");
            }
        }
        var changes = PlannedRows.Of(prepared.Plan);
        if (changes.IsEmpty)
        {
            return new Applied(null);
        }
        return await database.Write<Applied>(act, tx => Write(tx, prepared, changes, files, stop), stop);
    }

    private async Task<Answer<Applied>> Write(
        Tx tx, PrepareImport.Prepared prepared, ImmutableArray<RowChange> changes, IReadOnlyList<string> files, CancellationToken stop)
    {
        if (await ReadKnown.Basis(tx.Db, stop) != prepared.Plan.Basis)
        {
            return new Refusal("imports.stale");
        }
        var names = prepared.Plan.Teachers.Select(t => t.UserName?.ToUpperInvariant()).OfType<string>().ToList();
        if (names.Count > 0 && await tx.Db.People.AnyAsync(p => names.Contains(p.NormalizedUserName!), stop))
        {
            return new Refusal("imports.stale");
        }
        await database.PrepareYear(tx, prepared.SchoolYear, stop);
        await TakeOnCode(tx, prepared.Uai, stop);
        var done = new List<RowChange>(changes.Length);
        await Tables.Apply(tx, prepared.SchoolYear, changes, done);
        var import = new Import
        {
            Establishment = tx.Act.Establishment, SchoolYear = prepared.SchoolYear, Id = Id<Import>.New(), At = tx.Act.At, By = tx.Act.Who,
            Files = string.Join('\n', files), Counts = ImportCounts.Json(prepared.Plan), Changes = JsonSerializer.SerializeToUtf8Bytes(done, Json.Web),
        };
        tx.Db.Add(import);
        var counts = JsonSerializer.Deserialize<JsonElement>(import.Counts);
        await tx.Log("pupils-imported", prepared.SchoolYear, new { import = import.Id, files = files.Count, counts },
            prepared.Plan.Teachers.IsEmpty ? Touches.Reference : Touches.Reference | Touches.Access);
        return new Applied(import.Id);
    }

    /// <summary>An establishment that had no school code is of the school whose files it took first: those of another are refused from then on.</summary>
    private static async Task TakeOnCode(Tx tx, string? uai, CancellationToken stop)
    {
        var establishment = await tx.Db.Establishments.FirstAsync(e => e.Id == tx.Act.Establishment, stop);
        establishment.Uai ??= uai;
    }
}
