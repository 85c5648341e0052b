using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Preau.Imports.Reading;

namespace Preau.Imports.Planning;

/// <summary>A field that both the files and the school have.</summary>
internal sealed record FieldOf<TRead, TKnown>(
    string Name, Func<TRead, string?> Read, Func<TKnown, string?> Known, Func<string?, string?, bool>? Agree = null);

/// <summary>Compares field by field. What the files do not say never changes anything.</summary>
internal static class Differences
{
    private static readonly FieldOf<ReadPupil, KnownPupil>[] Pupil =
    [
        new("familyName", r => r.FamilyName, k => k.FamilyName),
        new("firstName", r => r.FirstName, k => k.FirstName),
        new("birthName", r => r.BirthName, k => k.BirthName),
        new("bornOn", r => Text(r.BirthDate), k => Text(k.BornOn)),
        new("sex", r => Text(r.Sex), k => Text(k.Sex)),
        new("ine", r => r.Ine, k => k.Ine),
        new("elenoet", r => r.Elenoet, k => k.Elenoet),
        new("eleveId", r => r.SiecleId, k => k.EleveId),
        new("regime", r => r.Regime, k => k.Regime, Regimes.Agree),
        new("mef", r => r.Mef, k => k.Mef),
        new("enteredOn", r => Text(r.Entry), k => Text(k.EnteredOn)),
    ];

    private static readonly FieldOf<ReadGuardian, KnownGuardian>[] Guardian =
    [
        new("familyName", r => r.FamilyName, k => k.FamilyName),
        new("firstName", r => r.FirstName, k => k.FirstName),
        new("civility", r => r.Civility, k => k.Civility),
        new("personneId", r => r.SiecleId, k => k.PersonneId),
        new("homePhone", r => r.HomePhone, k => k.HomePhone),
        new("mobilePhone", r => r.MobilePhone, k => k.MobilePhone),
        new("workPhone", r => r.WorkPhone, k => k.WorkPhone),
        new("email", r => r.Email, k => k.Email),
        new("acceptsTexts", r => Text(r.AcceptsTexts), k => Text(k.AcceptsTexts)),
        new("address", r => r.Address, k => k.Address),
    ];

    private static readonly FieldOf<ReadGuardianship, KnownGuardianship>[] Guardianship =
    [
        new("relation", r => r.Relation, k => k.Relation),
        new("level", r => Text((short?)r.Level), k => Text(k.Level)),
        new("firstContact", r => Text(r.FirstContact), k => Text(k.FirstContact)),
        new("livesWith", r => Text(r.LivesWith), k => Text(k.LivesWith)),
        new("pays", r => Text(r.Pays), k => Text(k.Pays)),
    ];

    public static ImmutableArray<FieldChange> Of(ReadPupil read, KnownPupil? known) => Of(Pupil, read, known);

    public static ImmutableArray<FieldChange> Of(ReadGuardian read, KnownGuardian? known) => Of(Guardian, read, known);

    public static ImmutableArray<FieldChange> Of(ReadGuardianship read, KnownGuardianship? known) => Of(Guardianship, read, known);

    private static ImmutableArray<FieldChange> Of<TRead, TKnown>(FieldOf<TRead, TKnown>[] fields, TRead read, TKnown? known) where TKnown : class =>
        [.. from field in fields
            let after = field.Read(read)
            let before = known is null ? null : field.Known(known)
            where after is not null && !(field.Agree?.Invoke(before, after) ?? before == after)
            select new FieldChange(field.Name, before, after)];

    public static string? Text(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : null;

    public static string? Text(short? number) => number?.ToString(CultureInfo.InvariantCulture);

    public static string? Text(bool? yes) => yes switch { true => "true", false => "false", null => null };
}
