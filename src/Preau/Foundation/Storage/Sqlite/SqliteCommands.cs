using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Preau.Foundation;

/// <summary>The writer connection's prepared statements, run through SQLite's own interface: no object per statement, parameter or row.</summary>
/// <remarks>Parameters are bound in order <c>?1, ?2 …</c>; the text must be a constant, it is the statement's name.</remarks>
public sealed class SqliteCommands(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, sqlite3_stmt> prepared = new(ReferenceEqualityComparer.Instance);

    private sqlite3 Handle => connection.Handle!;

    /// <summary>Runs a statement and tells how many rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<SqliteValue> values)
    {
        var statement = Bind(sql, values);
        try
        {
            Step(statement);
            return raw.sqlite3_changes(Handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>The first column of the only row, a whole number; null when there is no row.</summary>
    public long? Number(string sql, params ReadOnlySpan<SqliteValue> values)
    {
        var statement = Bind(sql, values);
        try
        {
            return Step(statement) ? raw.sqlite3_column_int64(statement, 0) : null;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>A whole number and bytes, the only row; null when there is none.</summary>
    public (long Number, byte[] Bytes)? NumberAndBytes(string sql, params ReadOnlySpan<SqliteValue> values)
    {
        var statement = Bind(sql, values);
        try
        {
            return Step(statement) ? (raw.sqlite3_column_int64(statement, 0), raw.sqlite3_column_blob(statement, 1).ToArray()) : null;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in prepared.Values)
        {
            statement.Dispose();
        }
        prepared.Clear();
    }

    private sqlite3_stmt Bind(string sql, ReadOnlySpan<SqliteValue> values)
    {
        if (!prepared.TryGetValue(sql, out var statement))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Handle, sql, out statement), Handle);
            prepared.Add(sql, statement);
        }
        for (var i = 0; i < values.Length; i++)
        {
            SqliteException.ThrowExceptionForRC(values[i].Bind(statement, i + 1), Handle);
        }
        return statement;
    }

    /// <summary>True when a row is there.</summary>
    private bool Step(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(code, Handle);
        }
        return code == raw.SQLITE_ROW;
    }
}
