using NodaTime;
using Preau.Imports.Planning;
using Preau.Imports.Reading;
using Xunit;

namespace Preau.Tests.Imports.Planning;

public sealed class PlanTests
{
    static readonly LocalDate Today = Simulated.Today;

    static ImportPlan Plan(KnownSchool known, params GivenFile[] files) => PlanImport.Of(known, Simulated.Read(files), Today);

    static KnownSchool Imported => Simulated.Imported(Samples.Consistent);

    static GivenFile Without(string eleveId) => Samples.Pupils(t => string.Join('\n', t.Split('\n').Where(l => !l.Contains($"ELEVE_ID=\"{eleveId}\"", StringComparison.Ordinal))));

    [Fact]
    public void An_empty_school_gets_everything()
    {
        var plan = Plan(Simulated.Empty, Samples.Consistent);
        Assert.Equal(new Tally(60, 0, 0, 0, 0, 0), plan.Count(Subject.Pupils));
        Assert.Equal(new Tally(2, 0, 0, 0, 0, 0), plan.Count(Subject.Classes));
        Assert.Equal(new Tally(4, 0, 0, 0, 0, 0), plan.Count(Subject.Groups));
        Assert.Equal(new Tally(120, 0, 0, 0, 0, 0), plan.Count(Subject.Memberships));
        Assert.Equal(new Tally(102, 0, 0, 0, 0, 0), plan.Count(Subject.Guardians));
        Assert.Equal(new Tally(102, 0, 0, 0, 0, 0), plan.Count(Subject.Guardianships));
        Assert.All(plan.Memberships, m => Assert.Equal(new LocalDate(2026, 9, 1), m.From));
    }

    [Fact]
    public void The_same_files_again_change_nothing()
    {
        var plan = Plan(Imported, Samples.Consistent);
        Assert.False(plan.DoesSomething);
        Assert.Equal(new Tally(0, 0, 0, 60, 0, 0), plan.Count(Subject.Pupils));
        Assert.Equal(new Tally(0, 0, 0, 120, 0, 0), plan.Count(Subject.Memberships));
        Assert.Equal(new Tally(0, 0, 0, 102, 0, 0), plan.Count(Subject.Guardianships));
        Assert.Empty(plan.Notices);
    }

    [Fact]
    public void A_change_is_told_field_by_field()
    {
        var changed = Samples.Pupils(t => t.Replace("21/01/2011", "22/01/2011", StringComparison.Ordinal).Replace("3325348894D", "3325348894E", StringComparison.Ordinal));
        var plan = Plan(Imported, changed);
        Assert.Equal(new Tally(0, 1, 0, 59, 0, 0), plan.Count(Subject.Pupils));
        var pupil = plan.Pupils.Single(p => p.Outcome == Outcome.Changed);
        Assert.Equal([new("bornOn", "2011-01-21", "2011-01-22"), new("ine", "3325348894D", "3325348894E")], pupil.Changes);
    }

    [Fact]
    public void A_leaver_is_dated_with_his_memberships_and_comes_back()
    {
        var known = Imported;
        var plan = Plan(known, Without("101002"));
        Assert.Equal(new Tally(0, 0, 1, 59, 0, 0), plan.Count(Subject.Pupils));
        Assert.Equal(2, plan.Count(Subject.Memberships).Left);
        var after = known.After(plan);
        Assert.Equal(Today, after.Pupils.Single(p => p.EleveId == "101002").LeftOn);
        Assert.False(Plan(after, Without("101002")).DoesSomething);
        var back = Plan(after, Samples.Consistent);
        Assert.Equal([new("leftOn", "2026-11-23", null)], back.Pupils.Single(p => p.Outcome == Outcome.Changed).Changes);
        Assert.Equal(2, back.Count(Subject.Memberships).New);
        Assert.False(Plan(after.After(back), Samples.Consistent).DoesSomething);
    }

    [Fact]
    public void A_date_of_leaving_in_the_past_dates_the_known_and_skips_the_unknown()
    {
        var gone = Samples.Pupils(t => t.Replace("<ELENOET>2002</ELENOET>", "<ELENOET>2002</ELENOET><DATE_SORTIE>10/10/2026</DATE_SORTIE>", StringComparison.Ordinal));
        var known = Imported;
        var plan = Plan(known, gone);
        Assert.Equal(new LocalDate(2026, 10, 10), known.After(plan).Pupils.Single(p => p.EleveId == "101002").LeftOn);
        Assert.All(plan.Memberships.Where(m => m.Outcome == Outcome.Left), m => Assert.Equal(new LocalDate(2026, 10, 10), m.Until));
        var fresh = Plan(Simulated.Empty, gone);
        Assert.Equal((59, "imports.notice.gone"), (fresh.Count(Subject.Pupils).New, Assert.Single(fresh.Notices).Reason.Code));
    }

    [Fact]
    public void A_pupil_without_division_is_skipped_and_said()
    {
        var plan = Plan(Simulated.Empty, Samples.Pupils(t => t.Replace("<CODE_STRUCTURE>2NDE1</CODE_STRUCTURE><TYPE_STRUCTURE>D", "<CODE_STRUCTURE>2NDE1GR9</CODE_STRUCTURE><TYPE_STRUCTURE>G", StringComparison.Ordinal)));
        Assert.Equal(30, plan.Count(Subject.Pupils).New);
        Assert.Equal(30, plan.Notices.Count(n => n.Reason.Code == "imports.notice.no-class"));
    }

    [Fact]
    public void A_change_of_class_ends_one_membership_and_begins_another()
    {
        var moved = Samples.Pupils(t => t.Replace("""ELENOET="2002"><STRUCTURE><CODE_STRUCTURE>2NDE1<""", """ELENOET="2002"><STRUCTURE><CODE_STRUCTURE>1ERE1<""", StringComparison.Ordinal));
        var known = Imported;
        var plan = Plan(known, moved);
        var (ended, begun) = (plan.Memberships.Single(m => m.Outcome == Outcome.Left), plan.Memberships.Single(m => m.Outcome == Outcome.New));
        Assert.Equal((ended.Pupil, Today, Today), (begun.Pupil, ended.Until!.Value, begun.From));
        Assert.False(Plan(known.After(plan), moved).DoesSomething);
    }

    [Fact]
    public void A_refused_line_does_not_make_a_leaver()
    {
        var plan = Plan(Imported, Samples.Pupils(t => t.Replace("21/01/2011", "99/99/9999", StringComparison.Ordinal)));
        Assert.Equal(new Tally(0, 0, 0, 59, 1, 0), plan.Count(Subject.Pupils));
    }

    [Fact]
    public void A_file_of_guardians_alone_makes_no_leaver()
    {
        var plan = Plan(Imported, Samples.Consistent[1]);
        Assert.Empty(plan.Pupils);
        Assert.Equal((102, 0), (plan.Count(Subject.Guardianships).Unchanged, plan.Count(Subject.Guardianships).Refused));
        Assert.Equal(102, Plan(Simulated.Empty, Samples.Consistent[1]).Count(Subject.Guardianships).Refused);
    }

    [Fact]
    public void A_guardian_no_longer_named_stops_answering_for_the_pupil()
    {
        var fewer = Samples.Changed("ResponsablesAvecAdresses.xml", t => string.Join('\n', t.Split('\n').Where(l => !l.Contains("501002", StringComparison.Ordinal))));
        var known = Imported;
        var plan = Plan(known, Samples.Consistent[0], fewer);
        Assert.Equal((1, 1, 101), (plan.Count(Subject.Guardianships).Left, plan.Count(Subject.Guardians).Left, plan.Count(Subject.Guardians).Unchanged));
        Assert.False(Plan(known.After(plan), Samples.Consistent[0], fewer).DoesSomething);
    }

    [Fact]
    public void A_class_no_longer_in_the_structures_is_closed()
    {
        var extra = Imported;
        extra = extra with { Groups = extra.Groups.Add(new KnownGroup(Guid.CreateVersion7(), true, "OLD", "OLD")) };
        var plan = Plan(extra, Samples.Consistent);
        Assert.Equal((1, 2), (plan.Count(Subject.Classes).Left, plan.Count(Subject.Classes).Unchanged));
        Assert.False(Plan(extra.After(plan), Samples.Consistent).DoesSomething);
    }

    [Fact]
    public void Many_leavers_are_warned_of()
    {
        var half = Samples.Pupils(t => string.Join('\n', t.Split('\n').Where(l => !l.Contains("ELEVE_ID=\"10102", StringComparison.Ordinal) && !l.Contains("ELEVE_ID=\"10103", StringComparison.Ordinal))));
        Assert.Equal("imports.notice.many-leavers", Plan(Imported, half).Notices[0].Reason.Code);
    }
}
