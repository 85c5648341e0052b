using Preau.Imports.Reading;

namespace Preau.Imports.Rows;

/// <summary>A row that an undo left as it is, and why.</summary>
/// <param name="Why">Code of the reason: imports.kept.used (others speak of it) or imports.kept.changed (somebody changed it since).</param>
public sealed record KeptRow(Subject Subject, RowKey Key, string Why);

/// <summary>What undoing may touch, and what it found.</summary>
internal sealed class UndoTally(HashSet<Guid> usedPupils, HashSet<Guid> usedGroups)
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
        _ => change.Key.Pupil is { } pupil && usedPupils.Contains(pupil),
    };

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
