using System.Threading.Channels;
using Npgsql;

namespace Preau.Foundation;

/// <summary>One queue of pushes to PostgreSQL: what waits during a commit goes together in the next.</summary>
/// <remarks>An establishment always uses the same lane of a node, so its counter is not fought over.</remarks>
internal sealed class PostgresLane : IAsyncDisposable
{
    private const int Most = 64;
    private readonly NpgsqlDataSource source;
    private readonly Dictionary<string, FactRows> rows;
    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly Task loop;

    public PostgresLane(NpgsqlDataSource source, Dictionary<string, FactRows> rows)
    {
        this.source = source;
        this.rows = rows;
        loop = Task.Run(Run);
    }

    public async Task<PushOutcome> Queue(Push push, CancellationToken stop)
    {
        var waiting = new Waiting(push);
        await queue.Writer.WriteAsync(waiting, stop);
        var outcome = await waiting.Answered.Task;
        return await PostgresKnown.Recognise(source, push, outcome, stop);
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
    }

    private async Task Run()
    {
        var held = new List<Waiting>();
        while (held.Count > 0 || await queue.Reader.WaitToReadAsync())
        {
            var (group, later) = Gather(held);
            held = later;
            await Together(group);
        }
    }

    /// <summary>One push per device in a group: the second must see the sequence that the first leaves.</summary>
    private (List<Waiting> Group, List<Waiting> Later) Gather(List<Waiting> held)
    {
        var devices = new HashSet<Guid>();
        var ids = new HashSet<Guid>();
        var (group, later) = (new List<Waiting>(), new List<Waiting>());
        void Place(Waiting waiting)
        {
            var alone = !devices.Add(waiting.Push.Device) | waiting.Push.Facts.Any(fact => !ids.Add(fact.Id));
            (alone ? later : group).Add(waiting);
        }
        held.ForEach(Place);
        while (group.Count < Most && queue.Reader.TryRead(out var waiting))
        {
            Place(waiting);
        }
        return (group, later);
    }

    private async Task Together(List<Waiting> group)
    {
        try
        {
            var outcomes = await Twice([.. group.Select(waiting => waiting.Push)]);
            for (var i = 0; i < group.Count; i++)
            {
                group[i].Answered.TrySetResult(outcomes[i]!);
            }
        }
        catch (Exception error) when (group.Count > 1 && !StorageFaults.IsOne(error))
        {
            foreach (var waiting in group)
            {
                await Together([waiting]);
            }
        }
        catch (Exception error)
        {
            // A database that is away is away for each of them: not tried one by one, the last would wait for all.
            group.ForEach(waiting => waiting.Answered.TrySetException(error));
        }
    }

    /// <summary>A connection that was left over from before a restart is found dead only by using it. Harmless when the first try was committed: the device's sequence tells.</summary>
    private async Task<PushOutcome?[]> Twice(IReadOnlyList<Push> pushes)
    {
        try
        {
            return await Execute(pushes);
        }
        catch (Exception error) when (StorageFaults.IsOne(error))
        {
            return await Execute(pushes);
        }
    }

    /// <summary>One batch, one round trip, one implicit transaction: the answer is there only after the commit.</summary>
    private async Task<PushOutcome?[]> Execute(IReadOnlyList<Push> pushes)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(PostgresAppend.Command(pushes, rows));
        await using var reader = await batch.ExecuteReaderAsync();
        return await PostgresAppend.Read(reader, pushes, CancellationToken.None);
    }

    private sealed record Waiting(Push Push)
    {
        public TaskCompletionSource<PushOutcome> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
