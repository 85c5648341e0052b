using Preau.Classes;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Rows;

internal sealed class GroupTable : Table<Group>
{
    public override bool Holds(Subject subject) => subject is Subject.Classes or Subject.Groups;

    public override IQueryable<Group> Of(PreauDb db, short year) => db.Groups.Where(g => g.SchoolYear == year);

    public override RowKey Key(Group row) => new(row.Id.Value);

    public override Group Make(EstablishmentId establishment, short year, RowChange change) => new()
    {
        Establishment = establishment, SchoolYear = year, Id = new(change.Key.Id),
        Kind = change.Subject == Subject.Classes ? GroupKind.Class : GroupKind.Group,
        Code = After(change, "code") ?? "", Label = After(change, "label") ?? "",
    };

    public override string? Get(Group row, string field) => field switch
    {
        "code" => row.Code,
        "label" => row.Label,
        "closedOn" => Text(row.ClosedOn),
        _ => throw NoField(field),
    };

    public override void Set(Group row, string field, string? value)
    {
        switch (field)
        {
            case "label": row.Label = value!; break;
            case "closedOn": row.ClosedOn = Day(value); break;
            case "code": break;
            default: throw NoField(field);
        }
    }
}
