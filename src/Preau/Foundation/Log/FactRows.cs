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

    /// <summary>Adds one set-based statement that joins <c>entries</c> for the positions.</summary>
    /// <param name="facts">All of this kind in one batch; at least one.</param>
    public abstract NpgsqlBatchCommand Insert(IReadOnlyList<(Push Push, PushedFact Fact)> facts);
}
