using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Preau.Bench.Scene;

namespace Preau.Bench.Save;

/// <summary>The rows of a save by prepared set statements on PostgreSQL: one batch and one round trip per transaction, no HTTP, parsing or judging.</summary>
internal static class PostgresFloor
{
    private const string Sequence = "UPDATE device_sequences s SET confirmed = s.last, last = s.last + 1 FROM unnest($1) AS d(device) WHERE s.device = d.device";
    private const string Counter = "UPDATE counters c SET position = p.position FROM (SELECT e, max(p) AS position FROM unnest($1, $2) AS u(e, p) GROUP BY e ORDER BY e) p WHERE c.establishment = p.e";
    private const string Entry = "INSERT INTO entries (establishment, school_year, position, id, kind, author, device, sign_in, claimed_at, received_at, flags, body) SELECT e, 2026, p, id, k, a, d, s, now(), now(), 0, b FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS u(e, p, id, k, a, d, s, b)";
    private const string Mark = "INSERT INTO marks (establishment, school_year, id, position, \"on\", start, \"group\", pupil, kind, author, rank, claimed_at, received_at) SELECT e, 2026, id, p, o, t, g, l, 'A', a, 1, now(), now() FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS u(e, p, id, o, t, g, l, a)";
    private const string Roll = "INSERT INTO rolls (establishment, school_year, \"on\", start, \"group\", \"end\", subject, position, validated_by, validated_at, shown) SELECT e, 2026, o, t, g, '19:00', 'Mathématiques', p, a, now(), s FROM unnest($1, $2, $3, $4, $5, $6, $7) AS u(e, p, o, t, g, a, s)";

    /// <summary>Saves per second with so many connections, each committing so many saves at a time.</summary>
    public static double Run(string connection, IReadOnlyList<Tablet> tablets, int connections, int group, int first, TimeSpan time)
    {
        var counts = new long[connections];
        var watch = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, connections).Select(c => new Thread(() =>
        {
            // Establishments are shared out, so that connections do not wait for each other's counters.
            var mine = tablets.Where(t => t.Establishment % connections == c % tablets.Max(x => x.Establishment)).ToList();
            mine = connections <= tablets.Max(t => t.Establishment) && mine.Count > 0 ? mine : [.. tablets.Where((_, i) => i % connections == c)];
            counts[c] = Loop(connection, new FloorPlan(mine, first, c), group, time);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static long Loop(string to, FloorPlan plan, int group, TimeSpan time)
    {
        using var connection = new NpgsqlConnection(to);
        connection.Open();
        using var batch = new NpgsqlBatch(connection);
        foreach (var sql in new[] { Sequence, Counter, Entry, Mark, Roll })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        }
        var (done, watch, prepared) = (0L, Stopwatch.StartNew(), false);
        for (; watch.Elapsed < time; done += group)
        {
            Fill(batch, plan, group);
            if (!prepared)
            {
                batch.Prepare();
                prepared = true;
            }
            batch.ExecuteNonQuery();
        }
        return done;
    }

    private static void Fill(NpgsqlBatch batch, FloorPlan plan, int group)
    {
        var saves = Enumerable.Range(0, group).Select(_ => (Next: plan.Next(), Hour: plan.Hour())).ToArray();
        var facts = saves.SelectMany(s => Enumerable.Range(0, 5).Select(i => (s.Next, s.Hour, i, Id: new Guid(plan.Id(), true)))).ToArray();
        var marks = facts.Where(f => f.i < 4).ToArray();
        Guid[] Guids<T>(IEnumerable<T> of, Func<T, byte[]> read) => [.. of.Select(x => new Guid(read(x), true))];
        DateOnly[] Dates(IEnumerable<string> on) => [.. on.Select(d => DateOnly.Parse(d, System.Globalization.CultureInfo.InvariantCulture))];
        TimeOnly[] Times(IEnumerable<string> on) => [.. on.Select(d => TimeOnly.Parse(d, System.Globalization.CultureInfo.InvariantCulture))];
        Set(batch.BatchCommands[0], Guids(saves, s => s.Next.Tablet.Device));
        Set(batch.BatchCommands[1], saves.Select(s => s.Next.Establishment).ToArray(), saves.Select(s => s.Next.Position + 4).ToArray());
        Set(batch.BatchCommands[2], facts.Select(f => f.Next.Establishment).ToArray(), facts.Select(f => f.Next.Position + f.i).ToArray(), facts.Select(f => f.Id).ToArray(),
            facts.Select(f => f.i < 4 ? "marked" : "roll-validated").ToArray(), Guids(facts, f => f.Next.Tablet.Author), Guids(facts, f => f.Next.Tablet.Device),
            Guids(facts, f => f.Next.Tablet.SignIn), facts.Select(f => f.i < 4 ? plan.MarkBody : plan.RollBody).ToArray());
        Set(batch.BatchCommands[3], marks.Select(f => f.Next.Establishment).ToArray(), marks.Select(f => f.Next.Position + f.i).ToArray(), marks.Select(f => f.Id).ToArray(),
            Dates(marks.Select(m => m.Hour.On)), Times(marks.Select(m => m.Hour.Start)), Guids(marks, f => f.Next.Tablet.Group), Guids(marks, f => f.Next.Tablet.Pupil),
            Guids(marks, f => f.Next.Tablet.Author));
        Set(batch.BatchCommands[4], saves.Select(s => s.Next.Establishment).ToArray(), saves.Select(s => s.Next.Position + 4).ToArray(), Dates(saves.Select(s => s.Hour.On)),
            Times(saves.Select(s => s.Hour.Start)), Guids(saves, s => s.Next.Tablet.Group), Guids(saves, s => s.Next.Tablet.Author), saves.Select(_ => plan.Shown).ToArray());
    }

    private static void Set(NpgsqlBatchCommand command, params object[] values)
    {
        if (command.Parameters.Count == 0)
        {
            Array.ForEach(values, value => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | TypeOf(value) }));
        }
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    private static NpgsqlDbType TypeOf(object value) => value switch
    {
        Guid[] => NpgsqlDbType.Uuid, int[] => NpgsqlDbType.Integer, long[] => NpgsqlDbType.Bigint, string[] => NpgsqlDbType.Text,
        DateOnly[] => NpgsqlDbType.Date, TimeOnly[] => NpgsqlDbType.Time, _ => NpgsqlDbType.Bytea,
    };
}
