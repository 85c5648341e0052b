using Preau.Timetable;

namespace Preau.Office;

/// <summary>Where everything is: five places in the header, and the pages of each. What a seat may not open is not shown; the verbs refuse all the same.</summary>
public static class OfficeMap
{
    /// <summary>A place of the header.</summary>
    /// <param name="Pages">The first is where the place leads; the tail of each address, below the establishment's.</param>
    public sealed record Place(string Name, IReadOnlyList<Page> Pages);

    /// <summary>A page of a place.</summary>
    /// <param name="Also">Other tails that belong to it.</param>
    public sealed record Page(string Name, string Tail, params string[] Also)
    {
        /// <summary>Whether an address belongs to the page.</summary>
        public bool Holds(string tail) => Is(tail, Tail) || Also.Any(other => Is(tail, other));

        private static bool Is(string tail, string page) => tail == page || (page.Length > 0 && tail.StartsWith(page + "/", StringComparison.Ordinal));
    }

    private static readonly Place board = new("board", [new("board", "", "roll")]);

    private static readonly Place today = new("today", [new("sessions", "today"), new("known", "known"), new("slips", "slips"), new("permanence", "permanence")]);

    private static readonly Place pupils = new("pupils", [new("classes", "classes"), new("pupils", "pupils")]);

    private static readonly Place settings = new("settings",
        [new("year", "settings"), new("bell", "bell"), new("closures", "closures"), new("kinds", "kinds"), new("lessons", "lessons")]);

    private static readonly Place administration = new("administration",
        [new("people", "people"), new("imports", "imports"), new("devices", "devices"), new("problems", "problems")]);

    /// <summary>The places that a seat may open, in order.</summary>
    public static IEnumerable<Place> For(Desk.Seat seat)
    {
        if (seat.SeesBoard)
        {
            yield return board;
            yield return today;
            yield return pupils;
        }
        if (seat.Levels.Any(ArrangeDay.AllowedTo.Contains))
        {
            yield return settings;
        }
        if (seat.Manages)
        {
            yield return administration;
        }
    }
}
