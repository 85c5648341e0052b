using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>Who and what exists in an establishment, compact enough to keep for a whole académie: 16 bytes a pupil.</summary>
/// <param name="pupils">Sorted.</param>
/// <param name="groups">Sorted.</param>
/// <param name="ways">What the school has set for marks.</param>
public sealed class Roster(Guid[] pupils, Guid[] groups, IReadOnlyList<SchoolYear> years, MarkingWays ways)
{
    /// <summary>The zone of the school's clock.</summary>
    public DateTimeZone Zone => ways.Zone;

    /// <summary>The kinds of marks of a year, hidden ones too.</summary>
    public IReadOnlyList<MarkKind> Kinds(short year) => ways.Kinds.GetValueOrDefault(year) ?? ways.Usual;

    /// <summary>Teachers' hours of marking in a year; null when the school has set none.</summary>
    public MarkingHours? Hours(short year) => ways.Hours.GetValueOrDefault(year);

    /// <summary>When a pupil came and went; null for most, who were here before and still are.</summary>
    public PupilStay? StayOf(Guid pupil) => ways.Stays.GetValueOrDefault(pupil);

    /// <summary>The years of the establishment, to date a roll.</summary>
    public IReadOnlyList<SchoolYear> Years => years;

    /// <summary>Whether the establishment has, or had, this pupil in any of its years.</summary>
    public bool HasPupil(Guid pupil) => Array.BinarySearch(pupils, pupil) >= 0;

    /// <summary>Whether the establishment has, or had, this class or group in any of its years.</summary>
    public bool HasGroup(Guid group) => Array.BinarySearch(groups, group) >= 0;
}

/// <summary>What a school has set for marks, and the pupils who came or left within a year.</summary>
/// <param name="Kinds">By year; years without rows of their own are not in it.</param>
/// <param name="Hours">By year; only years whose day was arranged.</param>
public sealed record MarkingWays(
    DateTimeZone Zone, IReadOnlyList<MarkKind> Usual, IReadOnlyDictionary<short, IReadOnlyList<MarkKind>> Kinds,
    IReadOnlyDictionary<short, MarkingHours> Hours, IReadOnlyDictionary<Guid, PupilStay> Stays)
{
    /// <summary>Reads them.</summary>
    public static async Task<MarkingWays> Read(PreauDb db, EstablishmentId establishment, IReadOnlyCollection<SchoolYear> years, CancellationToken stop)
    {
        var zone = await db.Establishments.Where(e => e.Id == establishment).Select(e => e.Zone).FirstOrDefaultAsync(stop) ?? "Europe/Paris";
        var kinds = (await db.MarkKinds.ToListAsync(stop)).GroupBy(k => k.SchoolYear).ToDictionary(y => y.Key, y => UsualKinds.With(establishment, y.Key, [.. y]));
        var hours = await db.DaySettings.ToDictionaryAsync(s => s.SchoolYear, s => new MarkingHours(s.OpensBefore, s.ClosesAfter), stop);
        var latest = years.Select(y => y.Year).DefaultIfEmpty().Max();
        var stays = await db.Pupils.Where(p => p.SchoolYear == latest && (p.EnteredOn != null || p.LeftOn != null))
            .Select(p => new { p.Id, p.EnteredOn, p.LeftOn }).ToListAsync(stop);
        return new(DateTimeZoneProviders.Tzdb[zone], UsualKinds.For(establishment, latest), kinds, hours,
            stays.ToDictionary(p => p.Id.Value, p => new PupilStay(p.EnteredOn, p.LeftOn)));
    }
}

/// <summary>The rosters of this node, one per establishment, stale when the log touches reference.</summary>
public sealed class Rosters
{
    private readonly Database database;
    private readonly Kept<Roster> kept;

    /// <summary>One per node.</summary>
    public Rosters(Database database, Doorbell doorbell)
    {
        this.database = database;
        kept = new(doorbell, heard => heard.Reference, Load);
    }

    /// <summary>The roster of an establishment.</summary>
    public ValueTask<Roster> In(EstablishmentId establishment, CancellationToken stop = default) => kept.In(establishment, stop);

    private async Task<(long, Roster)> Load(EstablishmentId establishment, CancellationToken stop)
    {
        await using var db = database.Read(establishment);
        var at = await db.Counters.Select(c => c.Reference).FirstOrDefaultAsync(stop);
        var pupils = (await db.Pupils.Select(p => p.Id).Distinct().ToListAsync(stop)).Select(id => id.Value).Order().ToArray();
        var groups = (await db.Groups.Select(g => g.Id).Distinct().ToListAsync(stop)).Select(id => id.Value).Order().ToArray();
        var years = await db.SchoolYears.ToListAsync(stop);
        return (at, new Roster(pupils, groups, years, await MarkingWays.Read(db, establishment, years, stop)));
    }
}
