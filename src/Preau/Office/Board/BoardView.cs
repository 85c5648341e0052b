using NodaTime;
using Preau.Accounts;
using Preau.RollCall;
using Period = Preau.Timetable.Period;

namespace Preau.Office;

/// <summary>The board at one moment: everything that its parts draw.</summary>
/// <param name="Now">The school's wall clock.</param>
/// <param name="Hour">The hour under way or just ended; null before the first bell and after the last.</param>
public sealed record BoardView(Establishment Place, SchoolBook Book, BoardDay Day, LocalDateTime Now, Period? Hour)
{
    /// <summary>The cell of a class and an hour.</summary>
    public Cell Cell(SchoolBook.ClassLine line, Period period) => Day.At(line.Group.Id.Value, period.Start, period.End, Now);

    /// <summary>Classes whose roll of this hour is to be called and is not validated; empty when no hour is under way.</summary>
    public IReadOnlyList<SchoolBook.ClassLine> Uncalled =>
        Hour is not { } hour ? [] : [.. Book.Classes.Where(line => line.PupilCount > 0
            && Cell(line, hour).State is not (CellState.Taken or CellState.NotDue or CellState.NotTaken or CellState.Later))];

    /// <summary>Classes of which something is to be called in this hour; 0 without a timetable.</summary>
    public int ExpectedCount => Hour is not { } hour ? 0
        : Book.Classes.Count(line => line.PupilCount > 0 && Cell(line, hour).State is not (CellState.NotDue or CellState.NotTaken));

    /// <summary>The marks of this hour; of the whole day when no hour is under way.</summary>
    public IEnumerable<MissingPupil> MarkedNow => Day.Marked.Where(mark => new MissingFilter(false, null, null).Shows(mark, Hour));

    /// <summary>How many pupils are known to be away in this hour; at some time of the day when no hour is under way.</summary>
    public int KnownAway => Day.Plan.ClassOf.Keys.Count(pupil =>
        Day.Plan.AwayAt(pupil, Hour?.Start ?? LocalTime.Midnight, Hour?.End ?? LocalTime.MaxValue) is { Kind: not ("DP") });

    /// <summary>The address of a roll.</summary>
    public string RollAddress(Guid group, Period period) => $"/e/{Place.Code}/roll/{Uri.EscapeDataString(Book.Groups[group].Code)}/{period.Number}";
}
