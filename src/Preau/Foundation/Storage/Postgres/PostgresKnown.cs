using Npgsql;

namespace Preau.Foundation;

/// <summary>Facts that the append did not number: sent twice, or another body under the same id.</summary>
internal static class PostgresKnown
{
    private const string Sql = """
        SELECT f.id, e.position, e.body = f.body FROM unnest($1::uuid[], $2::bytea[]) AS f(id, body)
        JOIN entries e ON e.establishment = $3 AND e.id = f.id
        """;

    /// <summary>Tells for the facts that were not numbered whether the log holds the same body.</summary>
    public static async Task<PushOutcome> Recognise(NpgsqlDataSource source, Push push, PushOutcome outcome, CancellationToken stop)
    {
        var known = push.Facts.Zip(outcome.Facts).Where(pair => pair.Second.State == AppendState.Known).Select(pair => pair.First).ToList();
        if (known.Count == 0)
        {
            return outcome;
        }
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = known.Select(f => f.Id).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = known.Select(f => f.Body.ToArray()).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = push.Establishment.Value });
        var found = new Dictionary<Guid, Appended>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var state = reader.GetBoolean(2) ? AppendState.Known : AppendState.Reused;
            found[reader.GetGuid(0)] = new(reader.GetGuid(0), state, reader.GetInt64(1));
        }
        return outcome with { Facts = [.. outcome.Facts.Select(fact => found.GetValueOrDefault(fact.Id, fact))] };
    }
}
