using Microsoft.EntityFrameworkCore;
using Preau.Foundation;
using Preau.Imports.Reading;
using Preau.Timetable;

namespace Preau.Imports.Rows;

/// <summary>Weeks of alternations: a row is there or not, so that «made» means added and otherwise taken away.</summary>
internal sealed class WeekTable : Table<AlternationWeek>
{
    public override bool Holds(Subject subject) => subject == Subject.Weeks;

    public override IQueryable<AlternationWeek> Of(PreauDb db, short year) => db.AlternationWeeks.Where(w => w.SchoolYear == year);

    public override RowKey Key(AlternationWeek row) => new(Guid.Empty, null, row.Monday, row.Alternation);

    public override async Task Apply(Tx tx, short year, IReadOnlyList<RowChange> changes, List<RowChange> done)
    {
        var mine = changes.Where(c => Holds(c.Subject)).ToList();
        var rows = mine.Count == 0 ? [] : await Of(tx.Db, year).ToDictionaryAsync(Key);
        foreach (var change in mine.Where(change => change.Made != rows.ContainsKey(change.Key)))
        {
            Turn(tx, year, rows, change, change.Made);
            done.Add(change);
        }
    }

    public override async Task Undo(Tx tx, short year, IReadOnlyList<RowChange> changes, UndoTally tally)
    {
        var rows = await Of(tx.Db, year).ToDictionaryAsync(Key);
        foreach (var change in changes.Where(c => Holds(c.Subject)))
        {
            var touched = change.Made != rows.ContainsKey(change.Key);
            if (touched || tally.IsHeldLesson(change))
            {
                tally.Keep(change, touched ? "imports.kept.changed" : "imports.kept.used");
                continue;
            }
            Turn(tx, year, rows, change, !change.Made);
            (change.Made ? tally.Remove : (Action)tally.Restore)();
        }
    }

    public override AlternationWeek Make(EstablishmentId establishment, short year, RowChange change) => new()
    {
        Establishment = establishment, SchoolYear = year, Alternation = change.Key.Code!, Monday = change.Key.From!.Value,
    };

    public override string? Get(AlternationWeek row, string field) => throw NoField(field);

    public override void Set(AlternationWeek row, string field, string? value) => throw NoField(field);

    private void Turn(Tx tx, short year, Dictionary<RowKey, AlternationWeek> rows, RowChange change, bool there)
    {
        if (there)
        {
            tx.Db.Add(Make(tx.Act.Establishment, year, change));
        }
        else
        {
            tx.Db.Remove(rows[change.Key]);
        }
    }
}
