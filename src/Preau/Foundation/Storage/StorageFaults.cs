using Microsoft.Data.Sqlite;
using Npgsql;

namespace Preau.Foundation;

/// <summary>What a database's failure means to the one who asked: full, read-only, away. Nothing of it is the program's fault, and it passes.</summary>
public static class StorageFaults
{
    private const int SqliteReadOnly = 8;
    private const int SqliteFull = 13;

    // IOERR, CANTOPEN, BUSY, LOCKED.
    private static readonly int[] sqliteAway = [10, 14, 5, 6];
    private static readonly string[] away = ["08", "53", "57P", "58"];

    /// <summary>The refusal that tells a failure of the storage; null when the error is something else.</summary>
    /// <remarks>Errors: storage.full, storage.read-only, storage.away (503 each: ask again in a while); error.bad-request (400) for text that PostgreSQL cannot keep.</remarks>
    public static Refusal? Of(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            var code = cause switch
            {
                SqliteException { SqliteErrorCode: SqliteFull } or PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "storage.full",
                SqliteException { SqliteErrorCode: SqliteReadOnly } or PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "storage.read-only",
                SqliteException sqlite when sqliteAway.Contains(sqlite.SqliteErrorCode) => "storage.away",
                PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } => "error.bad-request",
                PostgresException postgres => IsAway(postgres) ? "storage.away" : null,
                NpgsqlException => "storage.away",
                _ => null,
            };
            if (code is not null)
            {
                return new Refusal(code, code == "error.bad-request" ? 400 : 503);
            }
        }
        return null;
    }

    /// <summary>Whether the database itself failed, so that whatever else is asked of it now fails too.</summary>
    public static bool IsOne(Exception error) => Of(error) is { Status: 503 };

    /// <summary>The whole connection was refused or ended, whatever the reason; or connection, resources, operator's intervention (57P…), system error.</summary>
    private static bool IsAway(PostgresException error) => error.InvariantSeverity is "FATAL" or "PANIC" || away.Any(kind => error.SqlState.StartsWith(kind, StringComparison.Ordinal));
}
