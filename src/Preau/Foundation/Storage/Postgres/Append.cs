using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Preau.Foundation;

/// <summary>The hot append on PostgreSQL: one statement numbers and stores the facts of many pushes, one round trip in all.</summary>
/// <remarks>Counters are locked in establishment order, so two nodes cannot deadlock on them. Source: docs/decisions/0001.</remarks>
internal static partial class PostgresAppend
{
    private const string Sql = """
        WITH push AS (
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::int[], $16::timestamptz[]) AS p(device, sequence, establishment, facts, received)
        ), newcomers AS (
            SELECT f.device FROM unnest($5::uuid[], $6::smallint[], $7::uuid[], $15::int[]) AS f(device, school_year, id, establishment)
            WHERE NOT EXISTS (SELECT FROM entries e WHERE e.establishment = f.establishment AND e.school_year = f.school_year AND e.id = f.id)
        ), sequenced AS (
            UPDATE device_sequences s SET confirmed = p.sequence, last = greatest(s.last, p.sequence) + 1, last_fact_at = CASE WHEN p.facts > 0 THEN p.received ELSE s.last_fact_at END
            FROM push p WHERE s.device = p.device AND CASE WHEN p.sequence BETWEEN s.last AND s.last + 1000000 THEN true ELSE s.confirmed = p.sequence AND s.device IN (SELECT device FROM newcomers) END
            RETURNING s.device, s.last
        ), wanted AS (
            SELECT p.establishment, sum(p.facts) AS facts FROM push p JOIN sequenced USING (device) GROUP BY p.establishment ORDER BY p.establishment
        ), numbered AS (
            INSERT INTO counters AS c (establishment, position, reference, access) SELECT establishment, facts, 0, 0 FROM wanted
            ON CONFLICT (establishment) DO UPDATE SET position = c.position + excluded.position
            RETURNING c.establishment, c.position
        ), fact AS (
            SELECT f.*, n.position - w.facts + row_number() OVER (PARTITION BY f.establishment ORDER BY f.ordinal) AS position
            FROM unnest($5::uuid[], $6::smallint[], $7::uuid[], $8::text[], $9::uuid[], $10::uuid[], $11::timestamptz[], $12::timestamptz[],
                        $13::smallint[], $14::bytea[], $15::int[])
                 WITH ORDINALITY AS f(device, school_year, id, kind, author, sign_in, claimed_at, received_at, flags, body, establishment, ordinal)
            JOIN sequenced USING (device) JOIN wanted w USING (establishment) JOIN numbered n USING (establishment)
        ), inserted AS (
            INSERT INTO entries (establishment, school_year, position, id, kind, author, device, sign_in, claimed_at, received_at, flags, body)
            SELECT establishment, school_year, position, id, kind, author, device, sign_in, claimed_at, received_at, flags, body FROM fact ORDER BY position
            ON CONFLICT (establishment, school_year, id) DO NOTHING
            RETURNING establishment, school_year, id, position, author, claimed_at, received_at
        ){0}
        SELECT 0 AS part, device AS id, last AS position, NULL::int AS establishment FROM sequenced
        UNION ALL SELECT 1, id, position, establishment FROM inserted
        UNION ALL SELECT 2, NULL, position, establishment FROM numbered
        UNION ALL SELECT 0, s.device, s.last, NULL FROM push p JOIN device_sequences s USING (device)
            WHERE CASE WHEN s.device IN (SELECT device FROM sequenced) THEN false ELSE s.device NOT IN (SELECT device FROM newcomers) END
        """;

    private const int OwnParameters = 16;
    private static readonly ConcurrentDictionary<string, string> statements = new();

    // newcomers: looked for only where a push presents an earlier sequence than the last; what comes late, or again, and brings nothing new moves nothing (docs/decisions/0003).

    /// <summary>The statement with its arrays: entries, and the rows of the kinds that this batch holds.</summary>
    public static NpgsqlBatchCommand Command(IReadOnlyList<Push> pushes, IReadOnlyDictionary<string, FactRows> rows)
    {
        var facts = pushes.SelectMany(push => push.Facts.Select(fact => (push, fact))).ToList();
        var kinds = facts.Select(f => f.fact).GroupBy(fact => fact.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        var statement = statements.GetOrAdd(string.Join(' ', kinds.Select(kind => kind.Key)), _ => Statement(kinds.Select(kind => rows[kind.Key])));
        var command = new NpgsqlBatchCommand(statement);
        AddEntries(command, pushes, facts);
        kinds.ForEach(kind => rows[kind.Key].AddTo(command, [.. kind]));
        return command;
    }

    /// <summary>The append with one more table expression per kind, their parameters numbered on.</summary>
    private static string Statement(IEnumerable<FactRows> kinds)
    {
        var (sql, first) = (new StringBuilder(), OwnParameters);
        foreach (var kind in kinds)
        {
            var most = 0;
            var body = Parameter().Replace(kind.PostgresRows, match =>
            {
                var number = int.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture);
                most = Math.Max(most, number);
                return FormattableString.Invariant($"${first + number}");
            });
            sql.Append(CultureInfo.InvariantCulture, $", \"{kind.Kind}\" AS ({body})");
            first += most;
        }
        return Sql.Replace("{0}", sql.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();

    private static void AddEntries(NpgsqlBatchCommand command, IReadOnlyList<Push> pushes, List<(Push push, PushedFact fact)> facts)
    {
        Add(command, NpgsqlDbType.Uuid, pushes.Select(p => p.Device));
        Add(command, NpgsqlDbType.Bigint, pushes.Select(p => p.Sequence));
        Add(command, NpgsqlDbType.Integer, pushes.Select(p => p.Establishment.Value));
        Add(command, NpgsqlDbType.Integer, pushes.Select(p => p.Facts.Count));
        Add(command, NpgsqlDbType.Uuid, facts.Select(f => f.push.Device));
        Add(command, NpgsqlDbType.Smallint, facts.Select(f => f.fact.SchoolYear));
        Add(command, NpgsqlDbType.Uuid, facts.Select(f => f.fact.Id));
        Add(command, NpgsqlDbType.Text, facts.Select(f => f.fact.Kind));
        Add(command, NpgsqlDbType.Uuid, facts.Select(f => f.fact.Author));
        Add(command, NpgsqlDbType.Uuid, facts.Select(f => f.fact.SignIn));
        Add(command, NpgsqlDbType.TimestampTz, facts.Select(f => f.fact.ClaimedAt));
        Add(command, NpgsqlDbType.TimestampTz, facts.Select(f => f.push.ReceivedAt));
        Add(command, NpgsqlDbType.Smallint, facts.Select(f => (short)f.fact.Flags));
        Add(command, NpgsqlDbType.Bytea, facts.Select(f => f.fact.Body.ToArray()));
        Add(command, NpgsqlDbType.Integer, facts.Select(f => f.push.Establishment.Value));
        Add(command, NpgsqlDbType.TimestampTz, pushes.Select(p => p.ReceivedAt));
    }

    /// <summary>Adds an array parameter.</summary>
    public static void Add<T>(NpgsqlBatchCommand command, NpgsqlDbType type, IEnumerable<T> values) =>
        command.Parameters.Add(new NpgsqlParameter { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });

    /// <summary>Reads what the statement answered, by push.</summary>
    public static async Task<PushOutcome?[]> Read(NpgsqlDataReader reader, IReadOnlyList<Push> pushes, CancellationToken stop)
    {
        var sequences = new Dictionary<Guid, long>();
        var positions = new Dictionary<Guid, long>();
        var establishments = new Dictionary<int, long>();
        while (await reader.ReadAsync(stop))
        {
            switch (reader.GetInt32(0))
            {
                case 0: sequences[reader.GetGuid(1)] = reader.GetInt64(2); break;
                case 1: positions[reader.GetGuid(1)] = reader.GetInt64(2); break;
                default: establishments[reader.GetInt32(3)] = reader.GetInt64(2); break;
            }
        }
        return [.. pushes.Select(push => Outcome(push, sequences, positions, establishments))];
    }

    private static PushOutcome Outcome(Push push, Dictionary<Guid, long> sequences, Dictionary<Guid, long> positions, Dictionary<int, long> establishments)
    {
        if (!sequences.TryGetValue(push.Device, out var sequence))
        {
            return PushOutcome.Fork;
        }
        var facts = push.Facts.Select(fact => positions.TryGetValue(fact.Id, out var position)
            ? new Appended(fact.Id, AppendState.Accepted, position)
            : new Appended(fact.Id, AppendState.Known, 0)).ToArray();
        return new(false, sequence, establishments.GetValueOrDefault(push.Establishment.Value), facts);
    }
}
