using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Preau.Foundation;

/// <summary>
/// A commit that the disk refused has rolled back by itself, and Microsoft.Data.Sqlite does not know: its own rollback would fail, and no transaction could be begun
/// ever after. So it is given one to roll back; and where it did know, what it was given is taken away again.
/// </summary>
internal static class LostRollback
{
    /// <summary>After a failure, before the transaction is disposed.</summary>
    public static void GiveBack(SqliteConnection connection) => Unless(connection, isOpen: true, "BEGIN");

    /// <summary>Before the next transaction.</summary>
    public static void Clear(SqliteConnection connection) => Unless(connection, isOpen: false, "ROLLBACK");

    private static void Unless(SqliteConnection connection, bool isOpen, string statement)
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0 != isOpen)
        {
            raw.sqlite3_exec(connection.Handle, statement);
        }
    }
}
