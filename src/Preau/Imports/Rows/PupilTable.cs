using Preau.Foundation;
using Preau.Imports.Reading;
using Preau.Pupils;

namespace Preau.Imports.Rows;

internal sealed class PupilTable : Table<Pupil>
{
    public override bool Holds(Subject subject) => subject == Subject.Pupils;

    public override IQueryable<Pupil> Of(PreauDb db, short year) => db.Pupils.Where(p => p.SchoolYear == year);

    public override RowKey Key(Pupil row) => new(row.Id.Value);

    public override Pupil Make(EstablishmentId establishment, short year, RowChange change) => new()
    {
        Establishment = establishment, SchoolYear = year, Id = new(change.Key.Id), SortKey = "",
        FamilyName = After(change, "familyName") ?? "", FirstName = After(change, "firstName") ?? "",
    };

    public override string? Get(Pupil row, string field) => field switch
    {
        "familyName" => row.FamilyName,
        "firstName" => row.FirstName,
        "birthName" => row.BirthName,
        "bornOn" => Text(row.BornOn),
        "sex" => Text(row.Sex),
        "ine" => row.Ine,
        "elenoet" => row.Elenoet,
        "eleveId" => row.EleveId,
        "regime" => row.Regime,
        "mef" => row.Mef,
        "enteredOn" => Text(row.EnteredOn),
        "leftOn" => Text(row.LeftOn),
        _ => throw NoField(field),
    };

    public override void Set(Pupil row, string field, string? value)
    {
        switch (field)
        {
            case "familyName": row.FamilyName = value!; break;
            case "firstName": row.FirstName = value!; break;
            case "birthName": row.BirthName = value; break;
            case "bornOn": row.BornOn = Day(value); break;
            case "sex": row.Sex = Number(value); break;
            case "ine": row.Ine = value; break;
            case "elenoet": row.Elenoet = value; break;
            case "eleveId": row.EleveId = value; break;
            case "regime": row.Regime = value; break;
            case "mef": row.Mef = value; break;
            case "enteredOn": row.EnteredOn = Day(value); break;
            case "leftOn": row.LeftOn = Day(value); break;
            default: throw NoField(field);
        }
        row.SortKey = RegisterOrder.Key(row.FamilyName, row.FirstName);
    }
}
