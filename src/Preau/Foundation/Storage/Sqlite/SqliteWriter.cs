using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Preau.Foundation;

/// <summary>The one writer of the file: one transaction for all that waits, a savepoint each, answers after the outer COMMIT.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int Most = 256;
    private const int MostWaiting = 4096;
    private readonly SemaphoreSlim room = new(MostWaiting);
    private readonly object gate = new();
    private readonly Queue<SqliteWork> waiting = new();
    private bool closed;
    private readonly SqliteConnection connection;
    private readonly FeatureStorage[] features;
    private readonly DbContextOptions<PreauSqlite> options;
    private readonly Task loop;

    public SqliteWriter(SqliteConnection connection, FeatureStorage[] features)
    {
        this.connection = connection;
        this.features = features;
        Commands = new SqliteCommands(connection);
        options = new DbContextOptionsBuilder<PreauSqlite>().UseSqlite(connection).Options;
        loop = Task.Factory.StartNew(Run, TaskCreationOptions.LongRunning);
    }

    public SqliteCommands Commands { get; }

    public async Task<T> Queue<T>(SqliteWork<T> work, CancellationToken stop)
    {
        await room.WaitAsync(stop);
        try
        {
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(closed, this);
                waiting.Enqueue(work);
                Monitor.Pulse(gate);
            }
            return await work.Answered;
        }
        finally
        {
            room.Release();
        }
    }

    public PreauDb Open(EstablishmentId tenant, SqliteTransaction transaction)
    {
        var db = new PreauSqlite(options, features) { Tenant = tenant };
        db.Database.AutoSavepointsEnabled = false;
        db.Database.UseTransaction(transaction);
        return db;
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closed = true;
            Monitor.Pulse(gate);
        }
        await loop;
        Commands.Dispose();
        await connection.DisposeAsync();
    }

    private void Run()
    {
        for (var group = new List<SqliteWork>(Most); Gather(group); group.Clear())
        {
            CommitTogether(group);
        }
    }

    /// <summary>Takes all that waits. A plain lock: a channel's blocking wait spins, and spent a tenth of the writer's time on it.</summary>
    private bool Gather(List<SqliteWork> group)
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !closed)
            {
                Monitor.Wait(gate);
            }
            while (group.Count < Most && waiting.TryDequeue(out var work))
            {
                group.Add(work);
            }
            return group.Count > 0;
        }
    }

    private void CommitTogether(List<SqliteWork> group)
    {
        try
        {
            LostRollback.Clear(connection);
            using var transaction = connection.BeginTransaction(deferred: false);
            try
            {
                group.ForEach(work => RunOne(work, transaction));
                transaction.Commit();
            }
            catch
            {
                LostRollback.GiveBack(connection);
                throw;
            }
        }
        catch (SpoiltGroup) when (group.Count > 1)
        {
            // Nothing was committed: each again by itself, but for those who were already told that they failed.
            group.FindAll(work => !work.IsAnswered).ForEach(work => CommitTogether([work]));
            return;
        }
        catch (Exception error)
        {
            group.ForEach(work => work.Fail(error is SpoiltGroup ? error.InnerException! : error));
            return;
        }
        group.ForEach(work => work.Tell());
    }

    private void RunOne(SqliteWork work, SqliteTransaction transaction)
    {
        if (work.IsTakenBackAlone)
        {
            InSavepoint(work, transaction);
            return;
        }
        try
        {
            work.Run(this, transaction);
        }
        catch (Exception error)
        {
            throw new SpoiltGroup(error);
        }
    }

    private void InSavepoint(SqliteWork work, SqliteTransaction transaction)
    {
        Commands.Run("SAVEPOINT work");
        try
        {
            if (!work.Run(this, transaction))
            {
                Commands.Run("ROLLBACK TO work");
            }
        }
        catch (Exception error)
        {
            Commands.Run("ROLLBACK TO work");
            work.Fail(error);
        }
        Commands.Run("RELEASE work");
    }

    private sealed class SpoiltGroup(Exception inner) : Exception(inner.Message, inner);
}
