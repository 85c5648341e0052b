using Preau.Families;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Rows;

internal sealed class GuardianTable : Table<Guardian>
{
    public override bool Holds(Subject subject) => subject == Subject.Guardians;

    public override IQueryable<Guardian> Of(PreauDb db, short year) => db.Guardians.Where(g => g.SchoolYear == year);

    public override RowKey Key(Guardian row) => new(row.Id.Value);

    public override Guardian Make(EstablishmentId establishment, short year, RowChange change) => new()
    {
        Establishment = establishment, SchoolYear = year, Id = new(change.Key.Id), FamilyName = After(change, "familyName") ?? "",
    };

    public override string? Get(Guardian row, string field) => field switch
    {
        "familyName" => row.FamilyName,
        "firstName" => row.FirstName,
        "civility" => row.Civility,
        "personneId" => row.PersonneId,
        "homePhone" => row.HomePhone,
        "mobilePhone" => row.MobilePhone,
        "workPhone" => row.WorkPhone,
        "email" => row.Email,
        "acceptsTexts" => Text(row.AcceptsTexts),
        "address" => row.Address,
        _ => throw NoField(field),
    };

    public override void Set(Guardian row, string field, string? value)
    {
        switch (field)
        {
            case "familyName": row.FamilyName = value!; break;
            case "firstName": row.FirstName = value; break;
            case "civility": row.Civility = value; break;
            case "personneId": row.PersonneId = value; break;
            case "homePhone": row.HomePhone = value; break;
            case "mobilePhone": row.MobilePhone = value; break;
            case "workPhone": row.WorkPhone = value; break;
            case "email": row.Email = value; break;
            case "acceptsTexts": row.AcceptsTexts = Yes(value); break;
            case "address": row.Address = value; break;
            default: throw NoField(field);
        }
    }
}
