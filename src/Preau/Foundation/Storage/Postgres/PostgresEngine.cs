using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Preau.Foundation;

/// <summary>PostgreSQL, for when one machine is outgrown: each verb a transaction, pushes batched by establishment.</summary>
public sealed class PostgresEngine : Engine
{
    private const int Tries = 3;

    // Measured with 1, 2 and 4: two keep the groups large, and one commits while the other gathers.
    private const int Lanes = 2;
    private readonly NpgsqlDataSource source;
    private readonly NpgsqlDataSource appending;
    private readonly FeatureStorage[] features;
    private readonly DbContextOptions<PreauPostgres> reading;
    private readonly DbContextOptions<PreauPostgres> writing;
    private readonly PostgresLane[] lanes;

    /// <param name="connectionString">Npgsql's form: <c>Host=…;Database=…;Username=…</c>; several hosts: <see cref="PostgresSource"/>.</param>
    public PostgresEngine(string connectionString, IEnumerable<FeatureStorage> features, IEnumerable<FactRows> rows)
    {
        this.features = [.. features];
        source = PostgresSource.Of(connectionString, "");
        // The append reads by key alone: a plan made while the tables were small must not stay, and planning it anew cost a fifth of its time.
        appending = PostgresSource.Of(connectionString, " -c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan");
        reading = Options(QueryTrackingBehavior.NoTracking);
        writing = Options(QueryTrackingBehavior.TrackAll);
        var byKind = rows.ToDictionary(r => r.Kind);
        lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new PostgresLane(appending, byKind))];
    }

    /// <inheritdoc/>
    public override string Name => "postgres";

    /// <summary>Connections to this database, for what listens between nodes.</summary>
    public NpgsqlDataSource Source => source;

    /// <inheritdoc/>
    public override PreauDb Open(EstablishmentId tenant) => new PreauPostgres(reading, features) { Tenant = tenant };

    /// <inheritdoc/>
    public override async Task<(Answer<T> Answer, Tx Tx)> Write<T>(Act act, Func<Tx, Task<Answer<T>>> work, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnce(act, work, stop);
            }
            catch (Exception error) when (attempt < Tries && IsPassing(error))
            {
                await Task.Delay(10 * attempt, stop);
            }
        }
    }

    /// <inheritdoc/>
    public override Task<PushOutcome> Append(Push push, CancellationToken stop) =>
        lanes[push.Establishment.Value % lanes.Length].Queue(push, stop);

    /// <inheritdoc/>
    public override async Task Migrate(CancellationToken stop)
    {
        await using var db = Open(EstablishmentId.Platform);
        await db.Database.MigrateAsync(stop);
        await using var connection = await source.OpenConnectionAsync(stop);
        foreach (var (setting, bad) in new[] { ("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off") })
        {
            await using var command = new NpgsqlCommand($"SHOW {setting}", connection);
            if ((string?)await command.ExecuteScalarAsync(stop) == bad)
            {
                throw new InvalidOperationException($"PostgreSQL would lose acknowledged facts: {setting} is {bad}.");
            }
        }
    }

    /// <inheritdoc/>
    public override async Task PrepareYear(PreauDb db, short year, CancellationToken stop)
    {
        // DDL under one lock: two establishments may open the same year at the same time.
        await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(7777)", stop);
        foreach (var table in db.Model.YearlyTables())
        {
            var (name, from, until) = (FormattableString.Invariant($"{table}_{year}"), year, year + 1);
            var sql = string.Create(CultureInfo.InvariantCulture,
                $"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table} FOR VALUES FROM ({from}) TO ({until})");
            await db.Database.ExecuteSqlRawAsync(sql, stop);
        }
    }

    /// <inheritdoc/>
    public override string ByteOrder => " COLLATE \"C\"";

    /// <inheritdoc/>
    public override async Task<DbTransaction> Freeze(PreauDb db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        return await db.Database.GetDbConnection().BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
    }

    /// <inheritdoc/>
    public override async Task Renumber(PreauDb db, string table, string column, CancellationToken stop)
    {
        var sql = $"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), (SELECT coalesce(max({column}), 0) + 1 FROM {table}), false)";
        await db.Database.ExecuteSqlRawAsync(sql, stop);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
        {
            await lane.DisposeAsync();
        }
        await appending.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<(Answer<T>, Tx)> WriteOnce<T>(Act act, Func<Tx, Task<Answer<T>>> work, CancellationToken stop)
    {
        await using var db = new PreauPostgres(writing, features) { Tenant = act.Establishment };
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var tx = new Tx(db, act);
        var answer = await work(tx);
        if (answer.Refusal is null)
        {
#pragma warning disable RS0030 // the door itself
            await db.SaveChangesAsync(stop);
#pragma warning restore RS0030
            await transaction.CommitAsync(stop);
        }
        return (answer, tx);
    }

    private static bool IsPassing(Exception error) =>
        (error as PostgresException ?? error.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation;

    private DbContextOptions<PreauPostgres> Options(QueryTrackingBehavior tracking) =>
        new DbContextOptionsBuilder<PreauPostgres>().UseNpgsql(source, o => o.UseNodaTime()).UseQueryTrackingBehavior(tracking)
            .ReplaceService<IMigrationsSqlGenerator, YearlySql>().Options;
}
