using Preau.Imports.Reading;

namespace Preau.Imports.Rows;

/// <summary>A row that an undo left as it is, and why.</summary>
/// <param name="Why">Code of the reason: imports.kept.used (others speak of it) or imports.kept.changed (somebody changed it since).</param>
public sealed record KeptRow(Subject Subject, RowKey Key, string Why);

/// <summary>What undoing may touch, and what it found.</summary>
/// <param name="usedPeople">Teachers who chose a password, spoke, or belong elsewhere too.</param>
/// <param name="lessonsHeld">A roll was taken, or a change said, of a lesson that the import made: then the timetable stays whole, and is imported anew instead.</param>
internal sealed class UndoTally(HashSet<Guid> usedPupils, HashSet<Guid> usedGroups, HashSet<Guid> usedPeople, bool lessonsHeld)
{
    private readonly HashSet<Guid> keptIds = [];

    public int RemovedCount { get; private set; }
    public int RestoredCount { get; private set; }
    public List<KeptRow> Kept { get; } = [];

    /// <summary>Whether others speak of a row that the import made: marks of the pupil, rolls of the group, rows kept before it.</summary>
    public bool IsUsed(RowChange change) => change.Subject switch
    {
        Subject.Pupils => usedPupils.Contains(change.Key.Id) || keptIds.Contains(change.Key.Id),
        Subject.Classes or Subject.Groups => usedGroups.Contains(change.Key.Id) || keptIds.Contains(change.Key.Id),
        Subject.Guardians => keptIds.Contains(change.Key.Id),
        Subject.Teachers or Subject.Accounts or Subject.Levels => lessonsHeld || usedPeople.Contains(change.Key.Id),
        _ => change.Key.Pupil is { } pupil && usedPupils.Contains(pupil),
    };

    /// <summary>Whether it is of a timetable that stays.</summary>
    public bool IsHeldLesson(RowChange change) =>
        lessonsHeld && change.Subject is Subject.Lessons or Subject.LessonTeachers or Subject.Weeks or Subject.Changes;

    public void Remove() => RemovedCount++;

    public void Restore() => RestoredCount++;

    public void Keep(RowChange change, string why)
    {
        Kept.Add(new KeptRow(change.Subject, change.Key, why));
        keptIds.Add(change.Key.Id);
        if (change.Key.Pupil is { } pupil)
        {
            keptIds.Add(pupil);
        }
    }
}
