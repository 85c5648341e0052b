using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Preau.Foundation;

/// <summary>The one writer of the file: one transaction for all that waits, a savepoint each, answers after the outer COMMIT.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int Most = 256;
    private readonly Channel<SqliteWork> queue = Channel.CreateBounded<SqliteWork>(new BoundedChannelOptions(4096) { SingleReader = true });
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
        await queue.Writer.WriteAsync(work, stop);
        return await work.Answered;
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
        queue.Writer.TryComplete();
        await loop;
        Commands.Dispose();
        await connection.DisposeAsync();
    }

    private void Run()
    {
        var group = new List<SqliteWork>(Most);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < Most && queue.Reader.TryRead(out var work))
            {
                group.Add(work);
            }
            CommitTogether(group);
        }
    }

    private void CommitTogether(List<SqliteWork> group)
    {
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            Commands.Transaction = transaction;
            foreach (var work in group)
            {
                RunOne(work, transaction);
            }
            transaction.Commit();
        }
        catch (Exception error)
        {
            group.ForEach(work => work.Fail(error));
            return;
        }
        group.ForEach(work => work.Tell());
    }

    private void RunOne(SqliteWork work, SqliteTransaction transaction)
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
}

/// <summary>One piece of work for the writer.</summary>
internal abstract class SqliteWork
{
    /// <summary>Does it inside a savepoint; false means that what it did must be taken back.</summary>
    public abstract bool Run(SqliteWriter writer, SqliteTransaction transaction);

    /// <summary>The outer commit is durable: release the answer.</summary>
    public abstract void Tell();

    public abstract void Fail(Exception error);
}

internal abstract class SqliteWork<T> : SqliteWork
{
    private readonly TaskCompletionSource<T> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answered => answered.Task;

    protected T Result { get; set; } = default!;

    public override void Tell() => answered.TrySetResult(Result);

    public override void Fail(Exception error) => answered.TrySetException(error);
}

/// <summary>A verb's write: EF tracks and saves; its calls complete at once on SQLite.</summary>
internal sealed class SqliteWrite<T>(Act act, Func<Tx, Task<Answer<T>>> work) : SqliteWork<(Answer<T>, Tx)>
{
    public override bool Run(SqliteWriter writer, SqliteTransaction transaction)
    {
        using var db = writer.Open(act.Establishment, transaction);
        var tx = new Tx(db, act);
        var answer = work(tx).GetAwaiter().GetResult();
        Result = (answer, tx);
        if (answer.Refusal is not null)
        {
            return false;
        }
#pragma warning disable RS0030 // the door itself
        db.SaveChanges();
#pragma warning restore RS0030
        return true;
    }
}
