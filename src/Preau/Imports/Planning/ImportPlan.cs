using System.Collections.Immutable;
using NodaTime;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>What an import would do to one thing.</summary>
public enum Outcome
{
    /// <summary>It will be made.</summary>
    New,
    /// <summary>Some of its fields will change.</summary>
    Changed,
    /// <summary>It is no longer in the files: it will be dated, never erased.</summary>
    Left,
    /// <summary>Nothing to do.</summary>
    Unchanged,
    /// <summary>It could be several known ones: nothing is done until somebody says which.</summary>
    Asked,
}

/// <summary>One field before and after, as text (dates ISO, yes/no as true/false); null is empty.</summary>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>What will be done to one class or group.</summary>
public sealed record PlannedGroup(Outcome Outcome, Guid Id, ReadGroup? Read, KnownGroup? Known, ImmutableArray<FieldChange> Changes)
{
    /// <summary>Class, not group.</summary>
    public bool IsClass => Read?.IsClass ?? Known!.IsClass;
}

/// <summary>What will be done to one pupil.</summary>
/// <param name="Id">The pupil's id, given by the plan when new; empty when asked.</param>
/// <param name="Candidates">The known pupils it may be, when asked.</param>
public sealed record PlannedPupil(
    Outcome Outcome, Guid Id, ReadPupil? Read, KnownPupil? Known, ImmutableArray<FieldChange> Changes, ImmutableArray<KnownPupil> Candidates);

/// <summary>What will be done to one membership: begun (new), ended (left) or left alone.</summary>
/// <param name="Before">Its end as it was known.</param>
public sealed record PlannedMembership(Outcome Outcome, Guid Group, Guid Pupil, LocalDate From, LocalDate? Until, LocalDate? Before = null);

/// <summary>What will be done to one guardian.</summary>
public sealed record PlannedGuardian(Outcome Outcome, Guid Id, ReadGuardian? Read, KnownGuardian? Known, ImmutableArray<FieldChange> Changes);

/// <summary>What will be done to one guardianship.</summary>
public sealed record PlannedGuardianship(
    Outcome Outcome, Guid Guardian, Guid Pupil, LocalDate From, LocalDate? Until, ReadGuardianship? Read, ImmutableArray<FieldChange> Changes);

/// <summary>How many of one kind of thing have which outcome.</summary>
public sealed record Tally(int New, int Changed, int Left, int Unchanged, int Refused, int Asked)
{
    /// <summary>Applying would write something.</summary>
    public bool DoesSomething => New + Changed + Left > 0;
}

/// <summary>Everything that an import would do, in an order that can be applied from top to bottom.</summary>
public sealed record ImportPlan
{
    /// <summary>The day from which changes count.</summary>
    public required LocalDate On { get; init; }
    /// <summary>The log's position on which the plan was made.</summary>
    public long Basis { get; init; }
    /// <summary>Classes and groups.</summary>
    public ImmutableArray<PlannedGroup> Groups { get; init; } = [];
    /// <summary>Pupils.</summary>
    public ImmutableArray<PlannedPupil> Pupils { get; init; } = [];
    /// <summary>Memberships.</summary>
    public ImmutableArray<PlannedMembership> Memberships { get; init; } = [];
    /// <summary>Guardians.</summary>
    public ImmutableArray<PlannedGuardian> Guardians { get; init; } = [];
    /// <summary>Guardianships.</summary>
    public ImmutableArray<PlannedGuardianship> Guardianships { get; init; } = [];
    /// <summary>The day from which the timetable of the files holds; null when they have none.</summary>
    public LocalDate? LessonsFrom { get; init; }
    /// <summary>Teachers.</summary>
    public ImmutableArray<PlannedTeacher> Teachers { get; init; } = [];
    /// <summary>Lessons.</summary>
    public ImmutableArray<PlannedLesson> Lessons { get; init; } = [];
    /// <summary>Weeks of alternations.</summary>
    public ImmutableArray<PlannedWeek> Weeks { get; init; } = [];
    /// <summary>Lines refused, by reading and by planning.</summary>
    public ImmutableArray<Remark> Refused { get; init; } = [];
    /// <summary>What was tolerated, skipped or guessed.</summary>
    public ImmutableArray<Remark> Notices { get; init; } = [];

    /// <summary>The kinds of things that are counted, in the order shown.</summary>
    public static ImmutableArray<Subject> Kinds { get; } =
        [
        Subject.Pupils, Subject.Classes, Subject.Groups, Subject.Memberships, Subject.Guardians, Subject.Guardianships, Subject.Teachers, Subject.Lessons, Subject.Weeks,
    ];

    /// <summary>The counts of one kind.</summary>
    public Tally Count(Subject subject)
    {
        var outcomes = (subject switch
        {
            Subject.Classes => Groups.Where(g => g.IsClass).Select(g => g.Outcome),
            Subject.Groups => Groups.Where(g => !g.IsClass).Select(g => g.Outcome),
            Subject.Pupils => Pupils.Select(p => p.Outcome),
            Subject.Memberships => Memberships.Select(m => m.Outcome),
            Subject.Guardians => Guardians.Select(g => g.Outcome),
            Subject.Guardianships => Guardianships.Select(g => g.Outcome),
            Subject.Teachers => Teachers.Select(t => t.Outcome),
            Subject.Lessons => Lessons.Select(l => l.Outcome),
            Subject.Weeks => Weeks.Select(w => w.Outcome),
            _ => [],
        }).CountBy(o => o).ToDictionary();
        int Of(Outcome outcome) => outcomes.GetValueOrDefault(outcome);
        return new Tally(Of(Outcome.New), Of(Outcome.Changed), Of(Outcome.Left), Of(Outcome.Unchanged),
            Refused.Count(r => r.Subject == subject), Of(Outcome.Asked));
    }

    /// <summary>Applying would write something.</summary>
    public bool DoesSomething => Kinds.Any(kind => Count(kind).DoesSomething);
}
