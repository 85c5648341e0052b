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
    public static readonly AccountTable Accounts = new();
    public static readonly LevelTable Levels = new();
    public static readonly TeacherTable Teachers = new();
    public static readonly WeekTable Weeks = new();
    public static readonly LessonTable Lessons = new();
    public static readonly LessonTeacherTable LessonTeachers = new();
    public static readonly ChangeTable Changes = new();

    public static async Task Apply(Tx tx, short year, IReadOnlyList<RowChange> changes, List<RowChange> done)
    {
        await Groups.Apply(tx, year, changes, done);
        await Pupils.Apply(tx, year, changes, done);
        await Memberships.Apply(tx, year, changes, done);
        await Guardians.Apply(tx, year, changes, done);
        await Guardianships.Apply(tx, year, changes, done);
        await Accounts.Apply(tx, year, changes, done);
        await Levels.Apply(tx, year, changes, done);
        await Teachers.Apply(tx, year, changes, done);
        await Weeks.Apply(tx, year, changes, done);
        await Lessons.Apply(tx, year, changes, done);
        await LessonTeachers.Apply(tx, year, changes, done);
        await Changes.Apply(tx, year, changes, done);
    }

    /// <summary>Turns the changes round, last table first.</summary>
    public static async Task Undo(Tx tx, short year, IReadOnlyList<RowChange> changes, UndoTally tally)
    {
        await Changes.Undo(tx, year, changes, tally);
        await LessonTeachers.Undo(tx, year, changes, tally);
        await Lessons.Undo(tx, year, changes, tally);
        await Weeks.Undo(tx, year, changes, tally);
        await Teachers.Undo(tx, year, changes, tally);
        await Levels.Undo(tx, year, changes, tally);
        await Accounts.Undo(tx, year, changes, tally);
        await Guardianships.Undo(tx, year, changes, tally);
        await Guardians.Undo(tx, year, changes, tally);
        await Memberships.Undo(tx, year, changes, tally);
        await Pupils.Undo(tx, year, changes, tally);
        await Groups.Undo(tx, year, changes, tally);
    }
}
