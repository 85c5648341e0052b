using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Imports.Rows;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Imports;

/// <summary>Takes back the last import of an establishment. What has been used or changed since is listed and kept.</summary>
public sealed class UndoImport(Database database)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = [Level.Platform, Level.Administrator];

    /// <summary>What was undone.</summary>
    /// <param name="RemovedCount">Rows that the import had made and that are gone.</param>
    /// <param name="RestoredCount">Rows that have their former values again.</param>
    /// <param name="Kept">Rows left as they are.</param>
    public sealed record Undone(Id<Import> Import, int RemovedCount, int RestoredCount, IReadOnlyList<KeptRow> Kept);

    /// <summary>Does it.</summary>
    /// <param name="act">Who, where.</param>
    /// <param name="expected">The import that the user saw as the last; null: whichever is.</param>
    /// <remarks>Errors: access.denied, imports.nothing-to-undo, imports.not-the-last.</remarks>
    public async Task<Answer<Undone>> Do(Act act, Id<Import>? expected = null, CancellationToken stop = default)
    {
        await using (var db = database.Read(act.Establishment))
        {
            if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
            {
                return denied;
            }
        }
        return await database.Write<Undone>(act, tx => Write(tx, expected, stop), stop);
    }

    /// <summary>The import that an undo would take back; null when there is none.</summary>
    public static Task<Import?> Last(PreauDb db, CancellationToken stop = default) =>
        db.Imports.Where(i => i.UndoneAt == null).OrderByDescending(i => i.Id).FirstOrDefaultAsync(stop);

    private static async Task<Answer<Undone>> Write(Tx tx, Id<Import>? expected, CancellationToken stop)
    {
        if (await Last(tx.Db, stop) is not { } import)
        {
            return Refusal.Unknown("imports.nothing-to-undo");
        }
        if (expected is { } seen && seen != import.Id)
        {
            return new Refusal("imports.not-the-last");
        }
        var changes = JsonSerializer.Deserialize<List<RowChange>>(import.Changes, Json.Web)!;
        var tally = await UsedRows.Of(tx.Db, import.SchoolYear, changes, stop);
        await Tables.Undo(tx, import.SchoolYear, changes, tally);
        (import.UndoneAt, import.UndoneBy) = (tx.Act.At, tx.Act.Who);
        await tx.Log("import-undone", import.SchoolYear,
            new { import = import.Id, removed = tally.RemovedCount, restored = tally.RestoredCount, kept = tally.Kept.Count }, Touches.Reference | Touches.Access);
        return new Undone(import.Id, tally.RemovedCount, tally.RestoredCount, tally.Kept);
    }
}
