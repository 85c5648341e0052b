using System.Data.Common;
using System.Text.Json;
using Preau.Foundation;

namespace Preau.Backup;

/// <summary>Puts lines of an archive into their table, inside a write.</summary>
internal static class InsertRows
{
    public static async Task Do(Foundation.Database database, Tx tx, BackupTable table, JsonElement[] lines, CancellationToken stop)
    {
        if (table.IsYearly)
        {
            foreach (var year in lines.Select(line => line.GetProperty("school_year").GetInt16()).Distinct())
            {
                await database.PrepareYear(tx, year, stop);
            }
        }
        await using var command = RestoreBackup.Command(tx.Db, table.InsertSql());
        if (command.Connection!.CanCreateBatch)
        {
            await InsertTogether(command, table, lines, stop);
            return;
        }
        var parameters = table.Columns.Select((column, i) => column.Parameter(command, i, null)).ToArray();
        command.Parameters.AddRange(parameters);
        foreach (var line in lines)
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].Value = table.Columns[i].Stored(table.Columns[i].Read(line));
            }
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>Many rows in one round trip, where the engine can.</summary>
    private static async Task InsertTogether(DbCommand like, BackupTable table, JsonElement[] lines, CancellationToken stop)
    {
        await using var batch = like.Connection!.CreateBatch();
        batch.Transaction = like.Transaction;
        foreach (var line in lines)
        {
            var row = batch.CreateBatchCommand();
            row.CommandText = like.CommandText;
            row.Parameters.AddRange(table.Columns.Select((column, i) => column.Parameter(like, i, column.Read(line))).ToArray());
            batch.BatchCommands.Add(row);
        }
        await batch.ExecuteNonQueryAsync(stop);
    }
}
