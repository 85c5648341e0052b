using System.Collections.Immutable;
using NodaTime;

namespace Preau.Imports.Reading;

/// <summary>What the given files say of one school, joined and checked, before anything is compared or written.</summary>
public sealed record ReadSchool
{
    /// <summary>The school's official code (UAI, eight characters); null when the files do not say it (CSV).</summary>
    public string? Uai { get; init; }
    /// <summary>The school year by its first calendar year (2026 = 2026-2027); null when the files do not say it.</summary>
    public int? Year { get; init; }
    /// <summary>The school's name; null when the files do not say it.</summary>
    public string? Name { get; init; }
    /// <summary>First day of the school year, when said.</summary>
    public LocalDate? Start { get; init; }
    /// <summary>Last day of the school year (included), when said.</summary>
    public LocalDate? End { get; init; }
    /// <summary>What the files are the whole truth about: what they do not name has left.</summary>
    public Coverage Covers { get; init; }
    /// <summary>Set when the list covers only the classes that it names (a CSV), empty for a whole school.</summary>
    public ImmutableHashSet<string> OnlyClasses { get; init; } = [];
    /// <summary>Classes and groups, by code, unique.</summary>
    public ImmutableArray<ReadGroup> Groups { get; init; } = [];
    /// <summary>Pupils, in the order of the files, unique.</summary>
    public ImmutableArray<ReadPupil> Pupils { get; init; } = [];
    /// <summary>Guardians, in the order of the files, unique.</summary>
    public ImmutableArray<ReadGuardian> Guardians { get; init; } = [];
    /// <summary>Who answers for whom, unique by pair.</summary>
    public ImmutableArray<ReadGuardianship> Guardianships { get; init; } = [];
    /// <summary>Teachers, lessons and alternations; null when no file speaks of them.</summary>
    public ReadTimetable? Timetable { get; init; }
    /// <summary>What could be read of pupils whose line was refused: they are in the files, so they have not left.</summary>
    public ImmutableArray<ReadPupil> RefusedPupils { get; init; } = [];
    /// <summary>Things tolerated, skipped or guessed, said in words.</summary>
    public ImmutableArray<Remark> Notices { get; init; } = [];
    /// <summary>Lines that were refused; the rest of their file was read.</summary>
    public ImmutableArray<Remark> Refused { get; init; } = [];
}

/// <summary>What a set of files speaks of completely.</summary>
[Flags]
public enum Coverage
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Every pupil and his class.</summary>
    Pupils = 1,
    /// <summary>Every pupil's groups.</summary>
    GroupMembers = 2,
    /// <summary>Every guardian of the pupils named.</summary>
    Guardians = 4,
    /// <summary>Every class and group.</summary>
    Structures = 8,
}

/// <summary>A class or a teaching group of the files.</summary>
public sealed record ReadGroup(Source Where, bool IsClass, string Code, string Label);

/// <summary>A pupil of the files. Null means that the files do not say, never that the value is empty.</summary>
public sealed record ReadPupil(Source Where, string FamilyName, string FirstName)
{
    /// <summary>How this pupil is named inside the files; unique.</summary>
    public string Key => SiecleId ?? $"{Where.File}:{Where.Line}";
    /// <summary>National identifier, 11 characters.</summary>
    public string? Ine { get; init; }
    /// <summary>The school's own number (ELENOET), without leading zeros.</summary>
    public string? Elenoet { get; init; }
    /// <summary>The national base's number (ELEVE_ID).</summary>
    public string? SiecleId { get; init; }
    /// <summary>Date of birth.</summary>
    public LocalDate? BirthDate { get; init; }
    /// <summary>Name at birth when another one is used.</summary>
    public string? BirthName { get; init; }
    /// <summary>Sex as SIECLE codes it: 1 boy, 2 girl.</summary>
    public short? Sex { get; init; }
    /// <summary>Boarding regime as SIECLE codes it; see <see cref="Regimes"/>.</summary>
    public string? Regime { get; init; }
    /// <summary>Code of the course of study (MEF), 11 digits.</summary>
    public string? Mef { get; init; }
    /// <summary>First day in the school.</summary>
    public LocalDate? Entry { get; init; }
    /// <summary>Day of leaving, from which the pupil is no longer there.</summary>
    public LocalDate? Exit { get; init; }
    /// <summary>Code of the class; null for a pupil without one.</summary>
    public string? Class { get; init; }
    /// <summary>Codes of the groups, in the order of the files, unique.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];
}

/// <summary>A guardian of the files.</summary>
public sealed record ReadGuardian(Source Where, string Key, string FamilyName, string? FirstName)
{
    /// <summary>The national base's number (PERSONNE_ID); null from a CSV.</summary>
    public string? SiecleId { get; init; }
    /// <summary>Civility as written: M. or MME.</summary>
    public string? Civility { get; init; }
    /// <summary>Home telephone, digits with an optional leading +.</summary>
    public string? HomePhone { get; init; }
    /// <summary>Mobile telephone, digits with an optional leading +.</summary>
    public string? MobilePhone { get; init; }
    /// <summary>Telephone at work, digits with an optional leading +.</summary>
    public string? WorkPhone { get; init; }
    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }
    /// <summary>Whether the guardian agreed to text messages.</summary>
    public bool? AcceptsTexts { get; init; }
    /// <summary>Postal address, lines parted by a line feed.</summary>
    public string? Address { get; init; }
}

/// <summary>A guardian answers for a pupil.</summary>
public sealed record ReadGuardianship(Source Where, string Guardian, string Pupil)
{
    /// <summary>Who the guardian is to the pupil: mother, father, or the file's own code.</summary>
    public string? Relation { get; init; }
    /// <summary>Level of legal responsibility: 1 and 2 legal, 0 other contact.</summary>
    public int? Level { get; init; }
    /// <summary>To be called first.</summary>
    public bool? FirstContact { get; init; }
    /// <summary>The pupil lives with this guardian.</summary>
    public bool? LivesWith { get; init; }
    /// <summary>Pays the school's bills.</summary>
    public bool? Pays { get; init; }
}
