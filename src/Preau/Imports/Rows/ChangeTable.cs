using Microsoft.EntityFrameworkCore;
using Preau.Foundation;
using Preau.Imports.Reading;
using Preau.Timetable;

namespace Preau.Imports.Rows;

/// <summary>Changes of single days that go over from a lesson that ends to the one that goes on: a cancelled Friday stays cancelled.</summary>
internal sealed class ChangeTable : Table<TimetableChange>
{
    public override bool Holds(Subject subject) => subject == Subject.Changes;

    public override IQueryable<TimetableChange> Of(PreauDb db, short year) => db.TimetableChanges.Where(c => c.SchoolYear == year && c.Lesson != null);

    public override RowKey Key(TimetableChange row) => new(row.Id.Value);

    public override async Task Apply(Tx tx, short year, IReadOnlyList<RowChange> changes, List<RowChange> done)
    {
        var mine = changes.Where(c => Holds(c.Subject)).ToList();
        var rows = mine.Count == 0 ? [] : await Of(tx.Db, year).ToDictionaryAsync(Key);
        foreach (var change in mine)
        {
            var (old, lesson) = (change.Fields[0].Before!, change.Fields[0].After!);
            tx.Db.Add(rows[new(Guid.Parse(old))] with { Id = new(change.Key.Id), Lesson = new(Guid.Parse(lesson)) });
            done.Add(change);
        }
    }

    public override TimetableChange Make(EstablishmentId establishment, short year, RowChange change) => throw new NotSupportedException();

    public override string? Get(TimetableChange row, string field) => field == "lesson" ? row.Lesson?.Value.ToString() : throw NoField(field);

    public override void Set(TimetableChange row, string field, string? value) => throw NoField(field);
}
