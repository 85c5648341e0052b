using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Preau.Foundation;

namespace Preau.Backup;

/// <summary>Fills an empty database from an archive, whichever engine made it: positions, counters and keys stay what they were.</summary>
public sealed class RestoreBackup(Foundation.Database database, Engine engine, SchoolClock clock)
{
    private const int RowsAtOnce = 2_000;

    /// <summary>Does it. The archive is read through and checked before anything is touched; a broken-off restore is wiped, or refused at the next start.</summary>
    /// <param name="file">Seekable; disposed.</param>
    /// <remarks>Errors: backup.not-one, backup.damaged, backup.other-shape, backup.not-empty.</remarks>
    public async Task<Answer<Manifest>> Do(Stream file, MakeBackup.Progress verifying, MakeBackup.Progress progress, CancellationToken stop = default)
    {
        await using var db = engine.Open(EstablishmentId.Platform);
        var tables = BackupTable.All(db);
        var opened = await Archive.Open(file, BackupTable.Shape(tables), verifying, stop);
        if (opened.Refusal is { } no)
        {
            return no;
        }
        using var archive = opened.Value!;
        if (await FirstFull(db, tables, stop) is { } full)
        {
            return new Refusal("backup.not-empty", 409, full);
        }
        await Write(tx => Begin(tx, tables, stop), stop);
        try
        {
            await Fill(archive, tables, progress, stop);
        }
        catch
        {
            await Write(tx => Wipe(tx, tables, CancellationToken.None), CancellationToken.None);
            throw;
        }
        await Write(tx => Finish(tx, tables, stop), stop);
        return archive.Manifest;
    }

    private async Task Fill(Archive archive, IReadOnlyList<BackupTable> tables, MakeBackup.Progress progress, CancellationToken stop)
    {
        foreach (var table in tables)
        {
            var count = archive.Manifest.Tables.Single(t => t.Name == table.Name);
            var done = 0L;
            await foreach (var lines in archive.Lines(count, stop).Chunk(RowsAtOnce).WithCancellation(stop))
            {
                await Write(tx => InsertRows.Do(database, tx, table, lines, stop), stop);
                await progress(table.Name, done += lines.Length);
            }
        }
    }

    /// <summary>What a program writes by itself at its first start does not make a database full; an unfinished restore neither.</summary>
    private static async Task<string?> FirstFull(PreauDb db, IReadOnlyList<BackupTable> tables, CancellationToken stop)
    {
        if (await Unfinished(db, stop))
        {
            return null;
        }
        foreach (var table in tables.Where(t => t.Name is not ("protection_keys" or "one_time_links")))
        {
            if (await Exists(db, $"SELECT 1 FROM {table.Name} LIMIT 1", stop))
            {
                return table.Name;
            }
        }
        return await Exists(db, "SELECT 1 FROM one_time_links WHERE person IS NOT NULL LIMIT 1", stop) ? "one_time_links" : null;
    }

    /// <summary>Whether a restore was broken off here: such a database must not be served.</summary>
    public static Task<bool> Unfinished(PreauDb db, CancellationToken stop = default) =>
        db.Set<ProtectionKey>().AnyAsync(key => key.Name == ProtectionKey.Restoring, stop);

    private static async Task<bool> Exists(PreauDb db, string sql, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(stop) is not null;
    }

    private async Task Write(Func<Tx, Task> work, CancellationToken stop)
    {
        var act = new Act(null, EstablishmentId.Platform, null, clock.Now, nameof(RestoreBackup));
        await database.Write<Done>(act, async tx =>
        {
            await work(tx);
            return Done.It;
        }, stop);
    }

    private static async Task Begin(Tx tx, IReadOnlyList<BackupTable> tables, CancellationToken stop)
    {
        await Wipe(tx, tables, stop);
        tx.Db.Add(new ProtectionKey { Name = ProtectionKey.Restoring, Xml = "<restoring/>" });
    }

    private static async Task Wipe(Tx tx, IReadOnlyList<BackupTable> tables, CancellationToken stop)
    {
        foreach (var table in tables.Reverse())
        {
            await Command(tx.Db, $"DELETE FROM {table.Name}").ExecuteNonQueryAsync(stop);
        }
    }

    private async Task Finish(Tx tx, IReadOnlyList<BackupTable> tables, CancellationToken stop)
    {
        foreach (var (table, column) in tables.SelectMany(t => t.Columns.Where(c => c.IsNumbered).Select(c => (t.Name, c.Name))))
        {
            await engine.Renumber(tx.Db, table, column, stop);
        }
        await Command(tx.Db, $"DELETE FROM protection_keys WHERE name = '{ProtectionKey.Restoring}'").ExecuteNonQueryAsync(stop);
    }

    internal static DbCommand Command(PreauDb db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        (command.CommandText, command.Transaction) = (sql, db.Database.CurrentTransaction?.GetDbTransaction());
        return command;
    }
}
