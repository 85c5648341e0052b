using Preau.Families;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Rows;

internal sealed class GuardianshipTable : Table<Guardianship>
{
    public override bool Holds(Subject subject) => subject == Subject.Guardianships;

    public override IQueryable<Guardianship> Of(PreauDb db, short year) => db.Guardianships.Where(g => g.SchoolYear == year);

    public override RowKey Key(Guardianship row) => new(row.Guardian.Value, row.Pupil.Value, row.From);

    public override Guardianship Make(EstablishmentId establishment, short year, RowChange change) => new()
    {
        Establishment = establishment, SchoolYear = year, Guardian = new(change.Key.Id), Pupil = new(change.Key.Pupil!.Value),
        From = change.Key.From!.Value,
    };

    public override string? Get(Guardianship row, string field) => field switch
    {
        "until" => Text(row.Until),
        "relation" => row.Relation,
        "level" => Text(row.Level),
        "firstContact" => Text(row.FirstContact),
        "livesWith" => Text(row.LivesWith),
        "pays" => Text(row.Pays),
        _ => throw NoField(field),
    };

    public override void Set(Guardianship row, string field, string? value)
    {
        switch (field)
        {
            case "until": row.Until = Day(value); break;
            case "relation": row.Relation = value; break;
            case "level": row.Level = Number(value); break;
            case "firstContact": row.FirstContact = Yes(value); break;
            case "livesWith": row.LivesWith = Yes(value); break;
            case "pays": row.Pays = Yes(value); break;
            default: throw NoField(field);
        }
    }
}
