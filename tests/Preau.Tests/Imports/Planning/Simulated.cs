using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;
using Preau.Imports.Planning;
using Preau.Imports.Reading;

namespace Preau.Tests.Imports.Planning;

/// <summary>A school in memory: plans are applied to it as the database would.</summary>
static class Simulated
{
    public static readonly LocalDate Today = new(2026, 11, 23);

    public static readonly KnownSchool Empty = new() { From = new(2026, 9, 1), Until = new(2027, 7, 4) };

    public static ReadSchool Read(params GivenFile[] files) =>
        Samples.Outcome(files) is { School: { } school } ? school : throw new InvalidOperationException("refused");

    public static KnownSchool After(this KnownSchool known, ImportPlan plan) => known with
    {
        Groups = [.. known.Groups.Where(g => plan.Groups.All(p => p.Id != g.Id)), .. plan.Groups.Select(Group)],
        Pupils = [.. known.Pupils.Where(k => plan.Pupils.All(p => p.Id != k.Id)), .. plan.Pupils.Where(p => p.Outcome != Outcome.Asked).Select(Pupil)],
        Memberships = Memberships(known, plan),
        Guardians = [.. known.Guardians.Where(g => plan.Guardians.All(p => p.Id != g.Id)), .. plan.Guardians.Select(Guardian)],
        Guardianships = [.. known.Guardianships.Where(g => plan.Guardianships.All(p => (p.Guardian, p.Pupil) != (g.Guardian, g.Pupil))),
            .. plan.Guardianships.Select(g => Guardianship(g, known))],
    };

    public static KnownSchool Imported(params GivenFile[] files) => Empty.After(PlanImport.Of(Empty, Read(files), Today));

    static ImmutableArray<KnownMembership> Memberships(KnownSchool known, ImportPlan plan)
    {
        var rows = known.Memberships.ToDictionary(m => (m.Group, m.Pupil, m.From));
        foreach (var m in plan.Memberships.Where(m => m.Outcome != Outcome.Unchanged))
        {
            rows[(m.Group, m.Pupil, m.From)] = new(m.Group, m.Pupil, m.From, m.Until);
        }
        return [.. rows.Values];
    }

    static KnownGroup Group(PlannedGroup p) => new(p.Id, p.IsClass, p.Read?.Code ?? p.Known!.Code,
        Value(p.Changes, "label", p.Known?.Label) ?? "", Day(Value(p.Changes, "closedOn", Iso(p.Known?.ClosedOn))));

    static KnownPupil Pupil(PlannedPupil p)
    {
        string? V(string field, string? before) => Value(p.Changes, field, before);
        return new(p.Id, V("familyName", p.Known?.FamilyName)!, V("firstName", p.Known?.FirstName)!)
        {
            BirthName = V("birthName", p.Known?.BirthName),
            BornOn = Day(V("bornOn", Iso(p.Known?.BornOn))),
            Sex = V("sex", p.Known?.Sex?.ToString()) is { } sex ? short.Parse(sex) : null,
            Ine = V("ine", p.Known?.Ine),
            Elenoet = V("elenoet", p.Known?.Elenoet),
            EleveId = V("eleveId", p.Known?.EleveId),
            Regime = V("regime", p.Known?.Regime),
            Mef = V("mef", p.Known?.Mef),
            EnteredOn = Day(V("enteredOn", Iso(p.Known?.EnteredOn))),
            LeftOn = Day(V("leftOn", Iso(p.Known?.LeftOn))),
        };
    }

    static KnownGuardian Guardian(PlannedGuardian p)
    {
        string? V(string field, string? before) => Value(p.Changes, field, before);
        return new(p.Id, V("familyName", p.Known?.FamilyName)!, V("firstName", p.Known?.FirstName))
        {
            PersonneId = V("personneId", p.Known?.PersonneId),
            Civility = V("civility", p.Known?.Civility),
            HomePhone = V("homePhone", p.Known?.HomePhone),
            MobilePhone = V("mobilePhone", p.Known?.MobilePhone),
            WorkPhone = V("workPhone", p.Known?.WorkPhone),
            Email = V("email", p.Known?.Email),
            AcceptsTexts = V("acceptsTexts", p.Known?.AcceptsTexts?.ToString().ToLowerInvariant()) is { } yes ? yes == "true" : null,
            Address = V("address", p.Known?.Address),
        };
    }

    static KnownGuardianship Guardianship(PlannedGuardianship p, KnownSchool school)
    {
        var known = school.Guardianships.FirstOrDefault(g => (g.Guardian, g.Pupil) == (p.Guardian, p.Pupil));
        bool? Yes(string field, bool? before) => Value(p.Changes, field, before?.ToString().ToLowerInvariant()) is { } text ? text == "true" : null;
        return new(p.Guardian, p.Pupil, p.From, p.Until)
        {
            Relation = Value(p.Changes, "relation", known?.Relation),
            Level = Value(p.Changes, "level", known?.Level?.ToString()) is { } level ? short.Parse(level) : null,
            FirstContact = Yes("firstContact", known?.FirstContact),
            LivesWith = Yes("livesWith", known?.LivesWith),
            Pays = Yes("pays", known?.Pays),
        };
    }

    static string? Value(ImmutableArray<FieldChange> changes, string field, string? before) =>
        changes.FirstOrDefault(c => c.Field == field) is { } change ? change.After : before;

    static string? Iso(LocalDate? date) => date is { } d ? LocalDatePattern.Iso.Format(d) : null;

    static LocalDate? Day(string? text) => text is null ? null : LocalDatePattern.Iso.Parse(text).Value;
}
