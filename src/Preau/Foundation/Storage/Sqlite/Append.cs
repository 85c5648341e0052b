using Microsoft.Data.Sqlite;

namespace Preau.Foundation;

/// <summary>The hot append on SQLite: prepared statements on the writer's connection, inside the group's transaction.</summary>
internal sealed class SqliteAppend(Push push, Dictionary<string, FactRows> rows) : SqliteWork<PushOutcome>
{
    private const string Next = """
        UPDATE device_sequences SET confirmed = ?2, last = ?2 + 1, last_fact_at = coalesce(?3, last_fact_at)
        WHERE device = ?1 AND ?2 BETWEEN last AND last + 1000000 RETURNING last
        """;
    private const string Again = """
        UPDATE device_sequences SET last = last + 1, last_fact_at = coalesce(?3, last_fact_at) WHERE device = ?1 AND confirmed = ?2 RETURNING last
        """;
    private const string Last = "SELECT last FROM device_sequences WHERE device = ?1";
    private const string Counter = "SELECT position FROM counters WHERE establishment = ?1";
    private const string Count = """
        INSERT INTO counters (establishment, position, reference, access) VALUES (?1, ?2, 0, 0)
        ON CONFLICT (establishment) DO UPDATE SET position = excluded.position
        """;
    private const string Entry = """
        INSERT INTO entries (establishment, school_year, position, id, kind, author, device, sign_in, claimed_at, received_at, flags, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (establishment, school_year, id) DO NOTHING
        """;
    private const string Known = "SELECT position, body FROM entries WHERE establishment = ?1 AND school_year = ?2 AND id = ?3";

    /// <summary>A fork changes nothing; what fails half-way fails the whole group, which is then done again one by one.</summary>
    public override bool IsTakenBackAlone => false;

    public override bool Run(SqliteWriter writer, SqliteTransaction transaction)
    {
        var commands = writer.Commands;
        if (Sequence(commands) is not { } sequence)
        {
            Result = PushOutcome.Fork;
            return true;
        }
        var before = commands.Number(Counter, push.Establishment.Value) ?? 0;
        var position = before;
        var appended = new Appended[push.Facts.Count];
        for (var i = 0; i < appended.Length; i++)
        {
            appended[i] = AppendOne(commands, push.Facts[i], ref position);
        }
        if (position > before)
        {
            commands.Run(Count, push.Establishment.Value, position);
        }
        Result = new PushOutcome(false, sequence, position, appended);
        return true;
    }

    /// <summary>The sequence from now on, or null: a fork. What comes late, or again, and brings nothing new moves nothing. Source: docs/decisions/0003.</summary>
    private long? Sequence(SqliteCommands commands)
    {
        var at = push.Facts.Count > 0 ? push.ReceivedAt : default(SqliteValue);
        return commands.Number(Next, push.Device, push.Sequence, at) ?? (BringsNothing(commands) ? commands.Number(Last, push.Device) : commands.Number(Again, push.Device, push.Sequence, at));
    }

    private bool BringsNothing(SqliteCommands commands) =>
        push.Facts.All(fact => commands.NumberAndBytes(Known, push.Establishment.Value, fact.SchoolYear, fact.Id) is not null);

    private Appended AppendOne(SqliteCommands commands, PushedFact fact, ref long position)
    {
        var inserted = commands.Run(Entry, push.Establishment.Value, fact.SchoolYear, position + 1, fact.Id, fact.Kind,
            fact.Author, push.Device, fact.SignIn, fact.ClaimedAt, push.ReceivedAt, (short)fact.Flags, fact.Body);
        if (inserted == 0)
        {
            return Recognise(commands, fact);
        }
        position++;
        rows[fact.Kind].Insert(commands, push, fact, position);
        return new(fact.Id, AppendState.Accepted, position);
    }

    private Appended Recognise(SqliteCommands commands, PushedFact fact)
    {
        var (position, body) = commands.NumberAndBytes(Known, push.Establishment.Value, fact.SchoolYear, fact.Id)!.Value;
        return new(fact.Id, body.AsSpan().SequenceEqual(fact.Body.Span) ? AppendState.Known : AppendState.Reused, position);
    }
}
