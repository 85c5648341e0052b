using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Timetable;

namespace Preau.Sync;

/// <summary>A kind of mark on the wire; see README.md beside.</summary>
public sealed record KindLine(
    string Code, IReadOnlyDictionary<string, string> Label, bool Absence, bool Lateness, bool Responsibility, bool InRoom, bool Lasts, short FromRank);

/// <summary>What is known of a pupil on one date; the reason stays in the office.</summary>
public sealed record KnownLine(Guid Id, Guid Pupil, string Kind, LocalDate Date, LocalTime? Start, LocalTime? End);

/// <summary>When a pupil may leave the house; see README.md beside. For supervisors and above.</summary>
public sealed record ExitLine(Guid Pupil, ExitRegime Regime);

/// <summary>How the school's day works; see README.md beside.</summary>
/// <param name="LateAfter">Minutes after the bell from which an uncalled roll is late.</param>
/// <param name="Hours">Teachers' hours of marking; null when the school has set none.</param>
public sealed record DayLine(short LateAfter, MarkingHours? Hours);

internal static class ReferenceLines
{
    private const int Radius = 7;

    public static async Task<IReadOnlyList<KindLine>> Kinds(PreauDb db, EstablishmentId establishment, short year, CancellationToken stop)
    {
        var own = await db.MarkKinds.Where(k => k.SchoolYear == year).ToListAsync(stop);
        return [.. UsualKinds.With(establishment, year, own).Where(k => !k.Hidden).Select(k => new KindLine(
            k.Code, Words.Languages.ToDictionary(language => language, language => LabelOf(k, language)), k.CountsAsAbsence, k.CountsAsLateness, k.UnderResponsibility,
            k.InRoom, k.Lasts, k.FromRank))];
    }

    public static async Task<IReadOnlyList<KnownLine>> Known(PreauDb db, short year, LocalDate today, CancellationToken stop)
    {
        var (first, last) = (today.PlusDays(-Radius), today.PlusDays(Radius));
        var rows = await db.KnownAbsences.Where(k => k.SchoolYear == year && k.WithdrawnAt == null && k.From <= last && k.Until > first).ToListAsync(stop);
        return [.. Enumerable.Range(0, (2 * Radius) + 1).Select(first.PlusDays).SelectMany(date => rows.OrderBy(k => k.Id).Where(k => k.On(date) is not null)
            .Select(k => new KnownLine(k.Id.Value, k.Pupil.Value, k.Kind, date, k.Start, k.End)))];
    }

    public static async Task<IReadOnlyList<ExitLine>> Exits(PreauDb db, short year, LocalDate today, CancellationToken stop)
    {
        var rows = await db.ExitRights.Where(r => r.SchoolYear == year && r.From <= today).ToListAsync(stop);
        return [.. rows.GroupBy(r => r.Pupil).Select(own => new ExitLine(own.Key.Value, own.MaxBy(r => r.From)!.Regime)).OrderBy(line => line.Pupil)];
    }

    public static async Task<DayLine> Day(PreauDb db, short year, CancellationToken stop) => await db.DaySettings.FirstOrDefaultAsync(s => s.SchoolYear == year, stop) is { } set
        ? new(set.LateAfter, new(set.OpensBefore, set.ClosesAfter)) : new(new DaySettings { Establishment = default, SchoolYear = year }.LateAfter, null);

    private static string LabelOf(MarkKind kind, string language) =>
        kind.Label.Length > 0 ? kind.Label : Words.In(CultureInfo.GetCultureInfo(language), $"rollcall.kind.{kind.Code.ToLowerInvariant()}");
}
