using Npgsql;

namespace Preau.Foundation;

/// <summary>The typed rows of a kind of fact, written in the transaction of its entry: one hand-written statement per engine.</summary>
/// <remarks>Repeats must be harmless: a fact that is already in the log may be offered again with its first position.</remarks>
public abstract class FactRows
{
    /// <summary>The kinds that this writes, such as <c>marked</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Writes the row of one accepted fact.</summary>
    /// <param name="commands">Prepared once per writer connection; asked by name.</param>
    public abstract void Insert(SqliteCommands commands, Push push, PushedFact fact, long position);

    /// <summary>One data-changing table expression of the append's statement on PostgreSQL, its parameters numbered from <c>$1</c>.</summary>
    /// <remarks>It inserts from <c>inserted</c> (establishment, school_year, id, position, author, claimed_at, received_at: the entries that are new) joined by id
    /// with its own arrays, and reads no table: a plan made while a table was small can never become slow.</remarks>
    public abstract string PostgresRows { get; }

    /// <summary>Adds the arrays that <see cref="PostgresRows"/> numbers.</summary>
    /// <param name="facts">All of this kind in one batch; at least one.</param>
    public abstract void AddTo(NpgsqlBatchCommand command, IReadOnlyList<PushedFact> facts);
}
