using Preau.Foundation;

namespace Preau.Imports.Rows;

/// <summary>The tables that an import writes, in the order in which their rows depend on each other.</summary>
internal static class Tables
{
    public static readonly GroupTable Groups = new();
    public static readonly PupilTable Pupils = new();
    public static readonly MembershipTable Memberships = new();
    public static readonly GuardianTable Guardians = new();
    public static readonly GuardianshipTable Guardianships = new();

    public static async Task Apply(Tx tx, short year, IReadOnlyList<RowChange> changes, List<RowChange> done)
    {
        await Groups.Apply(tx, year, changes, done);
        await Pupils.Apply(tx, year, changes, done);
        await Memberships.Apply(tx, year, changes, done);
        await Guardians.Apply(tx, year, changes, done);
        await Guardianships.Apply(tx, year, changes, done);
    }

    /// <summary>Turns the changes round, last table first.</summary>
    public static async Task Undo(Tx tx, short year, IReadOnlyList<RowChange> changes, UndoTally tally)
    {
        await Guardianships.Undo(tx, year, changes, tally);
        await Guardians.Undo(tx, year, changes, tally);
        await Memberships.Undo(tx, year, changes, tally);
        await Pupils.Undo(tx, year, changes, tally);
        await Groups.Undo(tx, year, changes, tally);
    }
}
