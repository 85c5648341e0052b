using NodaTime;
using Preau.RollCall;

namespace Preau.Office;

/// <summary>One pupil in the list of who is missing, with every mark in view.</summary>
/// <param name="Marks">By the start of the hour; at least one.</param>
public sealed record MissingRow(Guid Pupil, Guid Group, IReadOnlyList<MissingPupil> Marks)
{
    /// <summary>The mark said last: it places the row and colours it.</summary>
    public MissingPupil Latest => Marks.MaxBy(m => m.Position)!;

    /// <summary>One row per pupil, the latest said first.</summary>
    public static IReadOnlyList<MissingRow> Of(IEnumerable<MissingPupil> marks) =>
        [.. marks.GroupBy(m => m.Pupil).Select(pupil => new MissingRow(pupil.Key, pupil.MaxBy(m => m.Position)!.Group, [.. pupil.OrderBy(m => m.Start)]))
            .OrderByDescending(row => row.Latest.Position)];
}

/// <summary>What the list is asked to show; lives in the page's address, so that a reload finds it again.</summary>
/// <param name="WholeDay">False: the hour under way only.</param>
/// <param name="Group">Null: every class.</param>
/// <param name="Kind"><c>A</c>, <c>R</c>; null: both.</param>
public sealed record MissingFilter(bool WholeDay, Guid? Group, string? Kind)
{
    /// <summary>Whether a mark is in view.</summary>
    /// <param name="hour">The hour under way; null when none is: then the whole day is shown.</param>
    public bool Shows(MissingPupil mark, Preau.Timetable.Period? hour) =>
        (WholeDay || hour is null || (mark.Start >= hour.Start && mark.Start < hour.End))
        && (Group is null || mark.Group == Group) && (Kind is null || mark.Kind == Kind);
}

/// <summary>Keeps rows where the finger is: while it rests on the list, known rows stay in place and new ones wait.</summary>
public sealed class StillRows
{
    private List<MissingRow> shown = [];

    /// <summary>A row in place.</summary>
    /// <param name="Gone">True when the pupil is no longer missing and the row only waits to be taken away.</param>
    public readonly record struct Placed(MissingRow Row, bool Gone);

    /// <summary>How many new rows wait.</summary>
    public int WaitingCount { get; private set; }

    /// <summary>The rows to draw.</summary>
    /// <param name="fresh">In the order wished.</param>
    /// <param name="held">Whether a finger or the focus rests on the list.</param>
    public IReadOnlyList<Placed> Place(IReadOnlyList<MissingRow> fresh, bool held)
    {
        if (!held)
        {
            (shown, WaitingCount) = ([.. fresh], 0);
            return [.. fresh.Select(row => new Placed(row, false))];
        }
        var byPupil = fresh.ToDictionary(row => row.Pupil);
        WaitingCount = fresh.Count(row => shown.All(old => old.Pupil != row.Pupil));
        return [.. shown.Select(old => byPupil.TryGetValue(old.Pupil, out var now) ? new Placed(now, false) : new Placed(old, true))];
    }
}
