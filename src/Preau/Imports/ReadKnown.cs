using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Classes;
using Preau.Families;
using Preau.Foundation;
using Preau.Imports.Planning;
using Preau.Imports.Reading;
using Preau.Pupils;

namespace Preau.Imports;

/// <summary>Reads what the school has in one year, for planning.</summary>
internal static class ReadKnown
{
    /// <summary>The year's state; the position that it is true at is read first, so that a later change is noticed.</summary>
    public static async Task<KnownSchool> Of(PreauDb db, SchoolYear year, CancellationToken stop, ReadTimetable? read = null)
    {
        var basis = await Basis(db, stop);
        var label = year.Year;
        var pupils = await db.Pupils.Where(p => p.SchoolYear == label).OrderBy(p => p.Id).ToListAsync(stop);
        var ids = pupils.Select(p => p.Id).ToHashSet();
        var earlier = await db.Pupils.Where(p => p.SchoolYear < label).ToListAsync(stop);
        var former = earlier.Where(p => !ids.Contains(p.Id)).GroupBy(p => p.Id).Select(g => g.MaxBy(p => p.SchoolYear)!);
        var groups = await db.Groups.Where(g => g.SchoolYear == label).ToListAsync(stop);
        var members = await db.GroupPupils.Where(m => m.SchoolYear == label).ToListAsync(stop);
        var guardians = await db.Guardians.Where(g => g.SchoolYear == label).ToListAsync(stop);
        var guardianships = await db.Guardianships.Where(g => g.SchoolYear == label).ToListAsync(stop);
        return new KnownSchool
        {
            From = year.From,
            Until = year.Until,
            Basis = basis,
            Pupils = [.. pupils.Select(Known)],
            Former = [.. former.Select(Known)],
            Groups = [.. groups.Select(g => new KnownGroup(g.Id.Value, g.Kind == GroupKind.Class, g.Code, g.Label, g.ClosedOn))],
            Memberships = [.. members.Select(m => new KnownMembership(m.Group.Value, m.Pupil.Value, m.From, m.Until))],
            Guardians = [.. guardians.Select(Known)],
            Guardianships = [.. guardianships.Select(Known)],
            Timetable = read is null ? new() : await ReadKnownTimetable.Of(db, label, read, stop),
        };
    }

    /// <summary>The position that last touched pupils, classes or families.</summary>
    public static Task<long> Basis(PreauDb db, CancellationToken stop) => db.Counters.Select(c => c.Reference).FirstOrDefaultAsync(stop);

    private static KnownPupil Known(Pupil p) => new(p.Id.Value, p.FamilyName, p.FirstName)
    {
        BirthName = p.BirthName, BornOn = p.BornOn, Sex = p.Sex, Ine = p.Ine, Elenoet = p.Elenoet, EleveId = p.EleveId,
        Regime = p.Regime, Mef = p.Mef, EnteredOn = p.EnteredOn, LeftOn = p.LeftOn,
    };

    private static KnownGuardian Known(Guardian g) => new(g.Id.Value, g.FamilyName, g.FirstName)
    {
        PersonneId = g.PersonneId, Civility = g.Civility, HomePhone = g.HomePhone, MobilePhone = g.MobilePhone, WorkPhone = g.WorkPhone,
        Email = g.Email, AcceptsTexts = g.AcceptsTexts, Address = g.Address,
    };

    private static KnownGuardianship Known(Guardianship g) => new(g.Guardian.Value, g.Pupil.Value, g.From, g.Until)
    {
        Relation = g.Relation, Level = g.Level, FirstContact = g.FirstContact, LivesWith = g.LivesWith, Pays = g.Pays,
    };
}
