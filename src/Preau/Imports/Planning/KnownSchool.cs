using System.Collections.Immutable;
using NodaTime;

namespace Preau.Imports.Planning;

/// <summary>What the school already has in one school year: all that planning needs, read once, detached from the database.</summary>
public sealed record KnownSchool
{
    /// <summary>First day of the school year.</summary>
    public required LocalDate From { get; init; }
    /// <summary>The day after its last (exclusive).</summary>
    public required LocalDate Until { get; init; }
    /// <summary>The log's position to which this is true; applying refuses a plan made on another one.</summary>
    public long Basis { get; init; }
    /// <summary>Classes and groups, closed ones too.</summary>
    public ImmutableArray<KnownGroup> Groups { get; init; } = [];
    /// <summary>Pupils of the year, leavers too.</summary>
    public ImmutableArray<KnownPupil> Pupils { get; init; } = [];
    /// <summary>Pupils of earlier years who are not in this one: they keep their id when they come back.</summary>
    public ImmutableArray<KnownPupil> Former { get; init; } = [];
    /// <summary>Who is or was in which class or group.</summary>
    public ImmutableArray<KnownMembership> Memberships { get; init; } = [];
    /// <summary>Guardians.</summary>
    public ImmutableArray<KnownGuardian> Guardians { get; init; } = [];
    /// <summary>Who answers or answered for whom.</summary>
    public ImmutableArray<KnownGuardianship> Guardianships { get; init; } = [];
    /// <summary>Lessons, colleagues, alternations.</summary>
    public KnownTimetable Timetable { get; init; } = new();
}

/// <summary>A class or group of the year.</summary>
public sealed record KnownGroup(Guid Id, bool IsClass, string Code, string Label, LocalDate? ClosedOn = null);

/// <summary>A pupil of the year; see the entity for the fields.</summary>
public sealed record KnownPupil(Guid Id, string FamilyName, string FirstName)
{
    /// <summary>Name at birth when another is used.</summary>
    public string? BirthName { get; init; }
    /// <summary>Date of birth.</summary>
    public LocalDate? BornOn { get; init; }
    /// <summary>1 boy, 2 girl.</summary>
    public short? Sex { get; init; }
    /// <summary>National identifier.</summary>
    public string? Ine { get; init; }
    /// <summary>The school's own number.</summary>
    public string? Elenoet { get; init; }
    /// <summary>The national base's number.</summary>
    public string? EleveId { get; init; }
    /// <summary>Boarding regime's code.</summary>
    public string? Regime { get; init; }
    /// <summary>Course of study.</summary>
    public string? Mef { get; init; }
    /// <summary>First day.</summary>
    public LocalDate? EnteredOn { get; init; }
    /// <summary>Day from which the pupil is gone.</summary>
    public LocalDate? LeftOn { get; init; }

    /// <summary>Whether the pupil is still there on a day.</summary>
    public bool IsHere(LocalDate on) => LeftOn is not { } left || left > on;
}

/// <summary>A pupil's dated membership.</summary>
public sealed record KnownMembership(Guid Group, Guid Pupil, LocalDate From, LocalDate? Until)
{
    /// <summary>Whether it lasts beyond a day.</summary>
    public bool Lasts(LocalDate on) => Until is not { } until || until > on;
}

/// <summary>A guardian; see the entity for the fields.</summary>
public sealed record KnownGuardian(Guid Id, string FamilyName, string? FirstName)
{
    /// <summary>The national base's number (PERSONNE_ID).</summary>
    public string? PersonneId { get; init; }
    /// <summary>M. or MME.</summary>
    public string? Civility { get; init; }
    /// <summary>Home telephone.</summary>
    public string? HomePhone { get; init; }
    /// <summary>Mobile telephone.</summary>
    public string? MobilePhone { get; init; }
    /// <summary>Telephone at work.</summary>
    public string? WorkPhone { get; init; }
    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }
    /// <summary>Agreed to text messages.</summary>
    public bool? AcceptsTexts { get; init; }
    /// <summary>Postal address.</summary>
    public string? Address { get; init; }
}

/// <summary>A dated guardianship.</summary>
public sealed record KnownGuardianship(Guid Guardian, Guid Pupil, LocalDate From, LocalDate? Until)
{
    /// <summary>Mother, father, or the source's code.</summary>
    public string? Relation { get; init; }
    /// <summary>Level of legal responsibility.</summary>
    public short? Level { get; init; }
    /// <summary>To be called first.</summary>
    public bool? FirstContact { get; init; }
    /// <summary>The pupil lives there.</summary>
    public bool? LivesWith { get; init; }
    /// <summary>Pays the bills.</summary>
    public bool? Pays { get; init; }

    /// <summary>Whether it lasts beyond a day.</summary>
    public bool Lasts(LocalDate on) => Until is not { } until || until > on;
}
