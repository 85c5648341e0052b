using NodaTime;
using NodaTime.Text;
using Npgsql;
using NpgsqlTypes;
using Preau.Foundation;

namespace Preau.RollCall;

/// <summary>What the rows of marks and rolls need beside the fact's body.</summary>
/// <param name="Body">A <see cref="MarkedFact"/> or <see cref="ValidatedFact"/>.</param>
/// <param name="Rank">The author's rank at receipt.</param>
public sealed record RollFact(object Body, short Rank);

/// <summary>The rows of <c>marked</c>: inserted once, never changed.</summary>
internal sealed class MarkRows : FactRows
{
    private const string Sqlite = """
        INSERT INTO marks (establishment, school_year, id, position, "on", start, "group", pupil, kind, minutes, author, rank, claimed_at, received_at, replaces,
            from_time, until_time, note)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) ON CONFLICT DO NOTHING
        """;
    private const string Postgres = """
        INSERT INTO marks (establishment, school_year, id, position, "on", start, "group", pupil, kind, minutes, author, rank, claimed_at, received_at, replaces,
            from_time, until_time, note)
        SELECT e.establishment, e.school_year, e.id, e.position, f."on", f.start, f."group", f.pupil, f.kind, f.minutes, e.author, f.rank, e.claimed_at, e.received_at,
            f.replaces, f.from_time, f.until_time, f.note
        FROM unnest($1::uuid[], $2::date[], $3::time[], $4::uuid[], $5::uuid[], $6::text[], $7::smallint[], $8::smallint[], $9::bytea[],
             $10::time[], $11::time[], $12::text[])
             AS f(id, "on", start, "group", pupil, kind, minutes, rank, replaces, from_time, until_time, note)
        JOIN inserted e USING (id)
        ON CONFLICT DO NOTHING
        """;

    public override string Kind => RollFacts.Marked;

    public override void Insert(SqliteCommands commands, Push push, PushedFact fact, long position)
    {
        var (mark, rank) = Read(fact);
        commands.Run(Sqlite, push.Establishment.Value, fact.SchoolYear, fact.Id, position, LocalDatePattern.Iso.Format(mark.Roll.On),
            LocalTimePattern.ExtendedIso.Format(mark.Roll.Start), mark.Roll.Group, mark.Pupil, mark.Kind, mark.Minutes, fact.Author, rank,
            fact.ClaimedAt, push.ReceivedAt, PackedIds.Write(mark.Replaces), Text(mark.From), Text(mark.Until), mark.Note);
    }

    public override string PostgresRows => Postgres;

    public override void AddTo(NpgsqlBatchCommand command, IReadOnlyList<PushedFact> facts)
    {
        var marks = facts.Select(Read).ToList();
        PostgresAppend.Add(command, NpgsqlDbType.Uuid, facts.Select(fact => fact.Id));
        PostgresAppend.Add(command, NpgsqlDbType.Date, marks.Select(m => m.Mark.Roll.On));
        PostgresAppend.Add(command, NpgsqlDbType.Time, marks.Select(m => m.Mark.Roll.Start));
        PostgresAppend.Add(command, NpgsqlDbType.Uuid, marks.Select(m => m.Mark.Roll.Group));
        PostgresAppend.Add(command, NpgsqlDbType.Uuid, marks.Select(m => m.Mark.Pupil));
        PostgresAppend.Add(command, NpgsqlDbType.Text, marks.Select(m => m.Mark.Kind));
        PostgresAppend.Add(command, NpgsqlDbType.Smallint, marks.Select(m => m.Mark.Minutes));
        PostgresAppend.Add(command, NpgsqlDbType.Smallint, marks.Select(m => m.Rank));
        PostgresAppend.Add(command, NpgsqlDbType.Bytea, marks.Select(m => PackedIds.Write(m.Mark.Replaces)));
        PostgresAppend.Add(command, NpgsqlDbType.Time, marks.Select(m => m.Mark.From));
        PostgresAppend.Add(command, NpgsqlDbType.Time, marks.Select(m => m.Mark.Until));
        PostgresAppend.Add(command, NpgsqlDbType.Text, marks.Select(m => m.Mark.Note));
    }

    private static string? Text(LocalTime? time) => time is { } at ? LocalTimePattern.ExtendedIso.Format(at) : null;

    private static (MarkedFact Mark, short Rank) Read(PushedFact fact)
    {
        var parsed = (RollFact)fact.Parsed;
        return ((MarkedFact)parsed.Body, parsed.Rank);
    }
}

/// <summary>The rows of <c>roll-validated</c>: one per roll, the latest position wins; the log keeps every validation.</summary>
internal sealed class RollRows : FactRows
{
    private const string Upsert = """
        ON CONFLICT (establishment, school_year, "on", start, "group") DO UPDATE SET "end" = excluded."end", subject = excluded.subject,
            position = excluded.position, validated_by = excluded.validated_by, validated_at = excluded.validated_at, shown = excluded.shown,
            label = excluded.label
        WHERE rolls.position < excluded.position
        """;
    private const string Sqlite = $"""
        INSERT INTO rolls (establishment, school_year, "on", start, "group", "end", subject, position, validated_by, validated_at, shown, label)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) {Upsert}
        """;
    private const string Postgres = $"""
        INSERT INTO rolls (establishment, school_year, "on", start, "group", "end", subject, position, validated_by, validated_at, shown, label)
        SELECT DISTINCT ON (e.establishment, e.school_year, f."on", f.start, f."group")
               e.establishment, e.school_year, f."on", f.start, f."group", f."end", f.subject, e.position, e.author, e.claimed_at, f.shown, f.label
        FROM unnest($1::uuid[], $2::date[], $3::time[], $4::time[], $5::uuid[], $6::text[], $7::bytea[], $8::text[])
             AS f(id, "on", start, "end", "group", subject, shown, label)
        JOIN inserted e USING (id)
        ORDER BY e.establishment, e.school_year, f."on", f.start, f."group", e.position DESC
        {Upsert}
        """;

    public override string Kind => RollFacts.Validated;

    public override void Insert(SqliteCommands commands, Push push, PushedFact fact, long position)
    {
        var roll = Read(fact);
        commands.Run(Sqlite, push.Establishment.Value, fact.SchoolYear, LocalDatePattern.Iso.Format(roll.Roll.On),
            LocalTimePattern.ExtendedIso.Format(roll.Roll.Start), roll.Roll.Group, LocalTimePattern.ExtendedIso.Format(roll.Roll.End),
            roll.Roll.Subject, position, fact.Author, fact.ClaimedAt, PackedIds.Write(roll.Shown), roll.Roll.Label);
    }

    public override string PostgresRows => Postgres;

    public override void AddTo(NpgsqlBatchCommand command, IReadOnlyList<PushedFact> facts)
    {
        var rolls = facts.Select(Read).ToList();
        PostgresAppend.Add(command, NpgsqlDbType.Uuid, facts.Select(fact => fact.Id));
        PostgresAppend.Add(command, NpgsqlDbType.Date, rolls.Select(r => r.Roll.On));
        PostgresAppend.Add(command, NpgsqlDbType.Time, rolls.Select(r => r.Roll.Start));
        PostgresAppend.Add(command, NpgsqlDbType.Time, rolls.Select(r => r.Roll.End));
        PostgresAppend.Add(command, NpgsqlDbType.Uuid, rolls.Select(r => r.Roll.Group));
        PostgresAppend.Add(command, NpgsqlDbType.Text, rolls.Select(r => r.Roll.Subject));
        PostgresAppend.Add(command, NpgsqlDbType.Bytea, rolls.Select(r => PackedIds.Write(r.Shown)));
        PostgresAppend.Add(command, NpgsqlDbType.Text, rolls.Select(r => r.Roll.Label));
    }

    private static ValidatedFact Read(PushedFact fact) => (ValidatedFact)((RollFact)fact.Parsed).Body;
}
