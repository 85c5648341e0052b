using Preau.Classes;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports.Rows;

internal sealed class MembershipTable : Table<GroupPupil>
{
    public override bool Holds(Subject subject) => subject == Subject.Memberships;

    public override IQueryable<GroupPupil> Of(PreauDb db, short year) => db.GroupPupils.Where(m => m.SchoolYear == year);

    public override RowKey Key(GroupPupil row) => new(row.Group.Value, row.Pupil.Value, row.From);

    public override GroupPupil Make(EstablishmentId establishment, short year, RowChange change) => new()
    {
        Establishment = establishment, SchoolYear = year, Group = new(change.Key.Id), Pupil = new(change.Key.Pupil!.Value),
        From = change.Key.From!.Value,
    };

    public override string? Get(GroupPupil row, string field) => field switch
    {
        "until" => Text(row.Until),
        _ => throw NoField(field),
    };

    public override void Set(GroupPupil row, string field, string? value)
    {
        switch (field)
        {
            case "until": row.Until = Day(value); break;
            default: throw NoField(field);
        }
    }
}
