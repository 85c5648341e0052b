using NodaTime;

namespace Preau.RollCall;

/// <summary>The state of one hour of one class on the board.</summary>
public enum CellState
{
    /// <summary>Nobody called yet, and the hour has not begun.</summary>
    Later,
    /// <summary>The hour has just begun and nobody called.</summary>
    Due,
    /// <summary>The hour is under way, nobody called, and it is time to ask.</summary>
    Overdue,
    /// <summary>The hour is over and nobody called.</summary>
    Missed,
    /// <summary>Somebody has begun; nothing is validated.</summary>
    Begun,
    /// <summary>Validated.</summary>
    Taken,
}

/// <summary>One hour of one class.</summary>
public sealed record Cell(CellState State, int AbsentCount, int LateCount);

/// <summary>A pupil who is missing or late now.</summary>
/// <param name="Provisional">True until the roll is validated: nothing leaves the house because of it.</param>
public sealed record MissingPupil(
    Guid Pupil, Guid Group, LocalTime Start, string Kind, int? Minutes, bool Disputed, bool Provisional, Instant ClaimedAt, Guid Author, long Position);

/// <summary>A day of rolls, folded: what the board shows. Pure; made from the rows of the day.</summary>
public sealed class BoardDay
{
    private readonly Dictionary<(Guid Group, LocalTime Start), Cell> cells = [];

    /// <summary>Folds the rows of one day.</summary>
    public BoardDay(LocalDate on, IEnumerable<Mark> marks, IEnumerable<Roll> rolls)
    {
        On = on;
        var taken = rolls.Select(r => (r.Group.Value, r.Start)).ToHashSet();
        var missing = new List<MissingPupil>();
        foreach (var roll in marks.GroupBy(m => (m.Group.Value, m.Start)))
        {
            var here = roll.GroupBy(m => m.Pupil.Value).Select(pupil => Missing(pupil.Key, roll.Key, [.. pupil], !taken.Contains(roll.Key)))
                .OfType<MissingPupil>().ToList();
            missing.AddRange(here);
            cells[roll.Key] = new(taken.Contains(roll.Key) ? CellState.Taken : CellState.Begun, here.Count(m => m.Kind == "A"), here.Count(m => m.Kind == "R"));
        }
        foreach (var key in taken)
        {
            cells.TryAdd(key, new(CellState.Taken, 0, 0));
        }
        Marked = [.. missing.OrderByDescending(m => m.Position)];
    }

    /// <summary>The day.</summary>
    public LocalDate On { get; }

    /// <summary>Everybody marked absent or late that day, the latest said first.</summary>
    public IReadOnlyList<MissingPupil> Marked { get; }

    /// <summary>The cell of a class and hour.</summary>
    /// <param name="now">Wall clock of the school, to tell what is due.</param>
    public Cell At(Guid group, LocalTime start, LocalTime end, LocalDateTime now) =>
        cells.TryGetValue((group, start), out var cell) ? cell : new(RollCallRules.Uncalled(On.At(start), On.At(end), now), 0, 0);

    private static MissingPupil? Missing(Guid pupil, (Guid Group, LocalTime Start) key, IReadOnlyList<Mark> marks, bool provisional)
    {
        var folded = Fold.Of(marks);
        if (folded.Shown is not { } shown || (shown.Kind == "P" && !folded.Disputed))
        {
            return null;
        }
        var row = marks.First(m => m.Position == shown.Position);
        return new(pupil, key.Group, key.Start, shown.Kind, shown.Minutes, folded.Disputed, provisional, row.ClaimedAt, row.Author, row.Position);
    }
}
