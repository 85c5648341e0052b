using Microsoft.Data.Sqlite;
using Npgsql;

namespace Preau.Foundation;

/// <summary>The typed rows of a kind of fact, written in the transaction of its entry: one hand-written statement per engine.</summary>
/// <remarks>Repeats must be harmless: a fact that is already in the log may be offered again with its first position.</remarks>
public abstract class FactRows
{
    /// <summary>The kinds that this writes, such as <c>marked</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Writes the row of one accepted fact.</summary>
    /// <param name="commands">Prepared once per writer connection; asked by name.</param>
    public abstract void Insert(SqliteCommands commands, Push push, PushedFact fact, long position);

    /// <summary>Adds one set-based statement that joins <c>entries</c> for the positions.</summary>
    /// <param name="facts">All of this kind in one batch; at least one.</param>
    public abstract NpgsqlBatchCommand Insert(IReadOnlyList<(Push Push, PushedFact Fact)> facts);
}

/// <summary>The writer connection's prepared statements.</summary>
public sealed class SqliteCommands(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = [];

    /// <summary>The prepared statement for this text, its parameters bound in order <c>$1, $2 …</c>.</summary>
    /// <param name="transaction">The transaction under way.</param>
    /// <param name="values">Null is SQL's null; Guids must already be bytes.</param>
    public SqliteCommand Bind(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = Prepare(sql, values.Length);
            prepared.Add(sql, command);
        }
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
        return command;
    }

    /// <summary>The transaction under way; set by the door.</summary>
    public SqliteTransaction Transaction { get; internal set; } = null!;

    /// <summary>Runs a prepared statement and tells how many rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<object?> values) => Bind(Transaction, sql, values).ExecuteNonQuery();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }
    }

    private SqliteCommand Prepare(string sql, int count)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= count; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }
        return command;
    }
}
