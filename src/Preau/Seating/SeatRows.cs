using Npgsql;
using NpgsqlTypes;
using Preau.Foundation;

namespace Preau.Seating;

/// <summary>The rows of <c>seats-arranged</c>: one per person, group and room, the latest position wins.</summary>
internal sealed class SeatRows : FactRows
{
    private const string Upsert = """
        ON CONFLICT (establishment, school_year, person, "group", room) DO UPDATE SET position = excluded.position, arranged_at = excluded.arranged_at,
            columns = excluded.columns, rows = excluded.rows, seats = excluded.seats
        WHERE seating_plans.position < excluded.position
        """;
    private const string Sqlite = $"""
        INSERT INTO seating_plans (establishment, school_year, person, "group", room, position, arranged_at, columns, rows, seats)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) {Upsert}
        """;
    private const string Postgres = $"""
        INSERT INTO seating_plans (establishment, school_year, person, "group", room, position, arranged_at, columns, rows, seats)
        SELECT DISTINCT ON (e.establishment, e.school_year, e.author, f."group", f.room)
               e.establishment, e.school_year, e.author, f."group", f.room, e.position, e.claimed_at, f.columns, f.rows, f.seats
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[], $5::smallint[], $6::bytea[]) AS f(id, "group", room, columns, rows, seats)
        JOIN inserted e USING (id)
        ORDER BY e.establishment, e.school_year, e.author, f."group", f.room, e.position DESC
        {Upsert}
        """;

    public override string Kind => SeatsArranged.Kind;

    public override void Insert(SqliteCommands commands, Push push, PushedFact fact, long position)
    {
        var plan = (SeatsArranged)fact.Parsed;
        commands.Run(Sqlite, push.Establishment.Value, fact.SchoolYear, fact.Author, plan.Group, plan.Room, position, fact.ClaimedAt, plan.Columns, plan.Rows,
            PackedSeats.Write([.. plan.Seats]));
    }

    public override string PostgresRows => Postgres;

    public override void AddTo(NpgsqlBatchCommand command, IReadOnlyList<PushedFact> facts)
    {
        var plans = facts.Select(fact => (SeatsArranged)fact.Parsed).ToList();
        PostgresAppend.Add(command, NpgsqlDbType.Uuid, facts.Select(fact => fact.Id));
        PostgresAppend.Add(command, NpgsqlDbType.Uuid, plans.Select(p => p.Group));
        PostgresAppend.Add(command, NpgsqlDbType.Text, plans.Select(p => p.Room));
        PostgresAppend.Add(command, NpgsqlDbType.Smallint, plans.Select(p => p.Columns));
        PostgresAppend.Add(command, NpgsqlDbType.Smallint, plans.Select(p => p.Rows));
        PostgresAppend.Add(command, NpgsqlDbType.Bytea, plans.Select(p => PackedSeats.Write([.. p.Seats])));
    }
}
