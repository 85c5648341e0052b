using System.Collections.Frozen;

namespace Preau.Accounts;

/// <summary>What a person may do in an establishment. The one place to add a level: name it here, give it its line in <see cref="Levels"/>, its words beside.</summary>
public enum Level : short
{
    /// <summary>Runs the whole platform: establishments and administrators; sees no pupil.</summary>
    Platform = 1,
    /// <summary>Administrateur: users, classes, imports, versions of one establishment.</summary>
    Administrator = 2,
    /// <summary>Chef d'établissement.</summary>
    Head = 3,
    /// <summary>Conseiller principal d'éducation.</summary>
    Cpe = 4,
    /// <summary>Assistant d'éducation (AED, surveillant).</summary>
    Supervisor = 5,
    /// <summary>Infirmier.</summary>
    Nurse = 6,
    /// <summary>Professeur.</summary>
    Teacher = 7,
}

/// <summary>What each level means for the rules.</summary>
/// <param name="Rank">Whose mark is shown when two disagree: the higher; equal ranks are both kept. Source: spec/rollcall/conflicts.json.</param>
/// <param name="MayTakeRolls">May take a roll on a device.</param>
/// <param name="SeesBoard">May open the board of the establishment.</param>
/// <param name="Manages">May manage people, devices, classes and imports.</param>
public sealed record LevelMeaning(short Rank, bool MayTakeRolls, bool SeesBoard, bool Manages);

/// <summary>The meaning of every level.</summary>
public static class Levels
{
    private static readonly FrozenDictionary<Level, LevelMeaning> meanings = new Dictionary<Level, LevelMeaning>
    {
        [Level.Platform] = new(0, MayTakeRolls: false, SeesBoard: false, Manages: true),
        [Level.Administrator] = new(4, MayTakeRolls: true, SeesBoard: true, Manages: true),
        [Level.Head] = new(4, MayTakeRolls: true, SeesBoard: true, Manages: false),
        [Level.Cpe] = new(4, MayTakeRolls: true, SeesBoard: true, Manages: false),
        [Level.Supervisor] = new(3, MayTakeRolls: true, SeesBoard: true, Manages: false),
        [Level.Nurse] = new(2, MayTakeRolls: false, SeesBoard: true, Manages: false),
        [Level.Teacher] = new(1, MayTakeRolls: true, SeesBoard: false, Manages: false),
    }.ToFrozenDictionary();

    extension(Level level)
    {
        /// <summary>What the level means.</summary>
        public LevelMeaning Meaning => meanings[level];

        /// <summary>The word on the wire and the command line, such as <c>cpe</c>.</summary>
        public string Word => level.ToString().ToLowerInvariant();
    }

    /// <summary>The highest-ranking of some levels; null when there is none.</summary>
    public static Level? Highest(IEnumerable<Level> levels) =>
        levels.OrderByDescending(level => level.Meaning.Rank).ThenBy(level => level).Cast<Level?>().FirstOrDefault();
}
