using NodaTime;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>Compares what the files say with what the school has.</summary>
public static class PlanImport
{
    private const double ManyLeave = 0.3;
    private const int FewPupils = 10;

    /// <summary>Makes the plan. Nothing is written.</summary>
    /// <param name="known">The school year's present state.</param>
    /// <param name="read">The files.</param>
    /// <param name="today">Today in the school's zone; clamped to the school year.</param>
    /// <param name="options">Answers to earlier questions.</param>
    /// <remarks>Shape: pure, total. The same files over the state that their plan left give a plan of nothing but unchanged.</remarks>
    public static ImportPlan Of(KnownSchool known, ReadSchool read, LocalDate today, PlanningOptions? options = null)
    {
        options ??= new PlanningOptions();
        var on = LocalDate.Max(known.From, LocalDate.Min(today, known.Until));
        var groups = new PlanGroups(known, read, on, options);
        var plannedGroups = groups.Plan();
        var pupils = new PlanPupils(known, read, on, options);
        var plannedPupils = pupils.Plan();
        var guardians = new PlanGuardians(known, read, on, options);
        guardians.Plan(plannedPupils);
        var timetable = PlanTimetable.Of(known, read, plannedGroups, today, options);
        var plan = new ImportPlan
        {
            On = on,
            Basis = known.Basis,
            Groups = plannedGroups,
            Pupils = plannedPupils,
            Memberships = [.. groups.Memberships(plannedPupils)],
            Guardians = guardians.Guardians,
            Guardianships = guardians.Guardianships,
            LessonsFrom = timetable?.From,
            Teachers = timetable?.Teachers ?? [],
            Lessons = timetable?.Lessons ?? [],
            Weeks = timetable?.Weeks ?? [],
            Refused = [.. read.Refused, .. guardians.Refused],
            Notices = [.. read.Notices, .. pupils.Notices, .. guardians.Notices, .. timetable?.Notices ?? []],
        };
        return Warned(plan, known);
    }

    /// <summary>Says so when a third of the school would leave: most often a file of one class given for the whole school.</summary>
    private static ImportPlan Warned(ImportPlan plan, KnownSchool known)
    {
        var here = known.Pupils.Count(p => p.IsHere(plan.On));
        var leaving = plan.Pupils.Count(p => p.Outcome == Outcome.Left);
        if (here < FewPupils || leaving <= here * ManyLeave)
        {
            return plan;
        }
        var warning = new Remark(Subject.Pupils, new Source(""), new Refusal("imports.notice.many-leavers", 409, leaving, here));
        return plan with { Notices = plan.Notices.Insert(0, warning) };
    }
}
