using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Preau.Foundation;

/// <summary>Joins the doorbells of several nodes on one PostgreSQL: each tells after its commits, all listen, and the counters are the net.</summary>
/// <remarks>
/// Never NOTIFY inside a verb's transaction: it serialises commits over the whole cluster (measured 5,583/s without, 1,771/s with). So once per 50 ms,
/// on a connection of its own, with all that rang. A lost message costs at most the second until the counters are read. Source: docs/decisions/0001.
/// </remarks>
public sealed class NodeBells(Engine engine, Doorbell doorbell, ILogger<NodeBells> log) : BackgroundService
{
    private const string Channel = "preau";
    private static readonly TimeSpan apart = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan net = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan seldom = TimeSpan.FromSeconds(5);
    private readonly string node = Guid.CreateVersion7().ToString("N");
    private readonly Lock gate = new();
    private readonly NodeSilence silence = new(log);
    private Dictionary<int, (long Position, Touches Touched)> rung = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        if (engine is not PostgresEngine postgres)
        {
            return;
        }
        doorbell.Rung += Remember;
        try
        {
            await Task.WhenAll(Again(c => Tell(c, stop), postgres, stop), Again(c => Listen(c, stop), postgres, stop), Again(c => Cast(c, stop), postgres, stop));
        }
        finally
        {
            doorbell.Rung -= Remember;
        }
    }

    private void Remember(EstablishmentId establishment, long position, Touches touched)
    {
        lock (gate)
        {
            var before = rung.GetValueOrDefault(establishment.Value);
            rung[establishment.Value] = (Math.Max(before.Position, position), before.Touched | touched);
        }
    }

    /// <summary>Does it on a connection of its own, for ever; a lost connection is opened anew after a second, then more and more seldom, at last every five.</summary>
    private async Task Again(Func<NpgsqlConnection, Task> work, PostgresEngine postgres, CancellationToken stop)
    {
        for (var (isLost, wait) = (false, net); !stop.IsCancellationRequested;)
        {
            try
            {
                await using var connection = await postgres.Source.OpenConnectionAsync(stop);
                await Answers(connection, stop);
                (isLost, wait) = (silence.Ends(isLost), net);
                await work(connection);
            }
            catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                isLost = silence.Begins(isLost, error);
                await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = wait * 2 < seldom ? wait * 2 : seldom;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>A connection left over from before a restart is found dead only by using it.</summary>
    private static async Task Answers(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync(stop);
    }

    private async Task Tell(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Channel });
        command.Parameters.Add(new NpgsqlParameter<string>());
        while (true)
        {
            await Task.Delay(apart, stop);
            foreach (var words in NodeWords.Write(node, Taken()))
            {
                command.Parameters[1].Value = words;
                await command.ExecuteNonQueryAsync(stop);
            }
        }
    }

    private Dictionary<int, (long Position, Touches Touched)> Taken()
    {
        lock (gate)
        {
            var taken = rung;
            if (taken.Count > 0)
            {
                rung = [];
            }
            return taken;
        }
    }

    private async Task Listen(NpgsqlConnection connection, CancellationToken stop)
    {
        connection.Notification += (_, message) =>
        {
            foreach (var (establishment, position, touched) in NodeWords.Read(node, message.Payload))
            {
                doorbell.Hear(establishment, position, touched);
            }
        };
        await using (var command = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await command.ExecuteNonQueryAsync(stop);
        }
        while (true)
        {
            await connection.WaitAsync(stop);
        }
    }

    /// <summary>Reads the counters every second: what no message told is heard now.</summary>
    private async Task Cast(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("SELECT establishment, position, reference, access FROM counters", connection);
        while (true)
        {
            await using (var reader = await command.ExecuteReaderAsync(stop))
            {
                while (await reader.ReadAsync(stop))
                {
                    doorbell.Catch(new(reader.GetInt32(0)), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
                }
            }
            await Task.Delay(net, stop);
        }
    }
}
