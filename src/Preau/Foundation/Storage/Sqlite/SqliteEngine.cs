using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Preau.Foundation;

/// <summary>SQLite inside the process: many readers (WAL), one writer with group commit.</summary>
public sealed class SqliteEngine : Engine
{
    private readonly DbContextOptions<PreauSqlite> reading;
    private readonly FeatureStorage[] features;
    private readonly Dictionary<string, FactRows> rows;
    private readonly string connectionString;
    private SqliteWriter? writer;

    /// <param name="path">The database file; made when missing.</param>
    public SqliteEngine(string path, IEnumerable<FeatureStorage> features, IEnumerable<FactRows> rows)
    {
        this.features = [.. features];
        this.rows = rows.ToDictionary(r => r.Kind);
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
        reading = new DbContextOptionsBuilder<PreauSqlite>().UseSqlite(connectionString)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options;
    }

    /// <inheritdoc/>
    public override string Name => "sqlite";

    private SqliteWriter Writer => writer ?? throw new InvalidOperationException("Migrate first.");

    /// <inheritdoc/>
    public override PreauDb Open(EstablishmentId tenant) => new PreauSqlite(reading, features) { Tenant = tenant };

    /// <inheritdoc/>
    public override Task<(Answer<T> Answer, Tx Tx)> Write<T>(Act act, Func<Tx, Task<Answer<T>>> work, CancellationToken stop) =>
        Writer.Queue(new SqliteWrite<T>(act, work), stop);

    /// <inheritdoc/>
    public override Task<PushOutcome> Append(Push push, CancellationToken stop) => Writer.Queue(new SqliteAppend(push, rows), stop);

    /// <inheritdoc/>
    public override async Task Migrate(CancellationToken stop)
    {
        await using (var db = Open(EstablishmentId.Platform))
        {
            await db.Database.MigrateAsync(stop);
        }
        var connection = new SqliteConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync(stop);
        Pragma(connection, "PRAGMA journal_mode=WAL");
        Pragma(connection, "PRAGMA synchronous=FULL");
        Pragma(connection, "PRAGMA busy_timeout=30000");
        AssertDurable(connection);
        writer = new SqliteWriter(connection, features);
    }

    /// <inheritdoc/>
    public override Task PrepareYear(PreauDb db, short year, CancellationToken stop) => Task.CompletedTask;

    /// <inheritdoc/>
    public override string ByteOrder => " COLLATE BINARY";

    /// <inheritdoc/>
    /// <remarks>Deferred: a reader of the write-ahead log, it never keeps the writer waiting.</remarks>
    public override async Task<DbTransaction> Freeze(PreauDb db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        return connection.BeginTransaction(System.Data.IsolationLevel.Serializable, deferred: true);
    }

    /// <inheritdoc/>
    public override Task Renumber(PreauDb db, string table, string column, CancellationToken stop) => Task.CompletedTask;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }
        SqliteConnection.ClearAllPools();
    }

    private static void AssertDurable(SqliteConnection connection)
    {
        var mode = Pragma(connection, "PRAGMA journal_mode");
        var synchronous = Pragma(connection, "PRAGMA synchronous");
        if (mode is not "wal" || synchronous is not "2")
        {
            throw new InvalidOperationException($"SQLite would lose acknowledged facts: journal_mode={mode}, synchronous={synchronous}.");
        }
    }

    private static string? Pragma(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
