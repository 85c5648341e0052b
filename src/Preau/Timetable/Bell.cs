using NodaTime;

namespace Preau.Timetable;

/// <summary>Which hour it is.</summary>
public static class Bell
{
    /// <summary>The hour under way; between two hours the one that just ended, because its latecomers and its mistakes are the talk of the break.</summary>
    /// <param name="periods">In order of the day.</param>
    /// <returns>Null before the first bell and after the last.</returns>
    /// <remarks>Shape: pure, total.</remarks>
    public static Period? At(IReadOnlyList<Period> periods, LocalTime now) =>
        periods.Count == 0 || now >= periods[^1].End ? null : periods.LastOrDefault(period => period.Start <= now);
}
