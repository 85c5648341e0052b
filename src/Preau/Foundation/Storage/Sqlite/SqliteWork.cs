using Microsoft.Data.Sqlite;

namespace Preau.Foundation;

/// <summary>One piece of work for the writer.</summary>
internal abstract class SqliteWork
{
    /// <summary>Does it inside a savepoint; false means that what it did must be taken back.</summary>
    public abstract bool Run(SqliteWriter writer, SqliteTransaction transaction);

    /// <summary>The outer commit is durable: release the answer.</summary>
    public abstract void Tell();

    public abstract void Fail(Exception error);

    /// <summary>True when a savepoint takes back what it did if it fails; false when it is cheap enough to be done again with its group.</summary>
    public virtual bool IsTakenBackAlone => true;

    /// <summary>Whether the caller has its answer.</summary>
    public abstract bool IsAnswered { get; }
}

internal abstract class SqliteWork<T> : SqliteWork
{
    private readonly TaskCompletionSource<T> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answered => answered.Task;

    protected T Result { get; set; } = default!;

    public override bool IsAnswered => answered.Task.IsCompleted;

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
