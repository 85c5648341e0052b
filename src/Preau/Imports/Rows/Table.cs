using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Preau.Foundation;
using Preau.Imports.Planning;
using Preau.Imports.Reading;

namespace Preau.Imports.Rows;

/// <summary>How one table's rows are named, made, read and set by field name.</summary>
internal abstract class Table<T> where T : class
{
    /// <summary>Which changes are of this table.</summary>
    public abstract bool Holds(Subject subject);

    public abstract IQueryable<T> Of(PreauDb db, short year);

    public abstract RowKey Key(T row);

    public abstract T Make(EstablishmentId establishment, short year, RowChange change);

    public abstract string? Get(T row, string field);

    public abstract void Set(T row, string field, string? value);

    /// <summary>Writes the changes of this table and says what was really done.</summary>
    public virtual async Task Apply(Tx tx, short year, IReadOnlyList<RowChange> changes, List<RowChange> done)
    {
        var mine = changes.Where(c => Holds(c.Subject)).ToList();
        if (mine.Count == 0)
        {
            return;
        }
        var rows = (await Of(tx.Db, year).ToListAsync()).ToDictionary(Key);
        foreach (var change in mine)
        {
            done.Add(rows.TryGetValue(change.Key, out var row) ? Change(row, change) : Add(tx, year, change));
        }
    }

    private RowChange Add(Tx tx, short year, RowChange change)
    {
        var row = Make(tx.Act.Establishment, year, change);
        foreach (var field in change.Fields)
        {
            Set(row, field.Field, field.After);
        }
        tx.Db.Add(row);
        return change with { Made = true };
    }

    private RowChange Change(T row, RowChange change)
    {
        // A membership begun again on the day it ended is the same row, open once more.
        var fields = change.Made && change.Fields.IsEmpty ? [new FieldChange("until", Get(row, "until"), null)] : change.Fields;
        foreach (var field in fields)
        {
            Set(row, field.Field, field.After);
        }
        return change with { Made = false, Fields = fields };
    }

    /// <summary>Turns the changes of this table round: what was made goes unless it is used, what was changed comes back unless it changed again.</summary>
    public virtual async Task Undo(Tx tx, short year, IReadOnlyList<RowChange> changes, UndoTally tally)
    {
        var rows = (await Of(tx.Db, year).ToListAsync()).ToDictionary(Key);
        foreach (var change in changes.Where(c => Holds(c.Subject)).Reverse())
        {
            if (!rows.TryGetValue(change.Key, out var row))
            {
                continue;
            }
            var touched = change.Fields.Any(f => Get(row, f.Field) != f.After);
            if (touched || (change.Made && tally.IsUsed(change)) || tally.IsHeldLesson(change))
            {
                tally.Keep(change, touched ? "imports.kept.changed" : "imports.kept.used");
            }
            else
            {
                TurnRound(tx, row, change, tally);
            }
        }
    }

    private void TurnRound(Tx tx, T row, RowChange change, UndoTally tally)
    {
        if (change.Made)
        {
            tx.Db.Remove(row);
            tally.Remove();
            return;
        }
        foreach (var field in change.Fields)
        {
            Set(row, field.Field, field.Before);
        }
        tally.Restore();
    }

    protected static string? After(RowChange change, string field) => change.Fields.FirstOrDefault(f => f.Field == field)?.After;

    protected static LocalDate? Day(string? text) => text is null ? null : LocalDatePattern.Iso.Parse(text).Value;

    protected static short? Number(string? text) => text is null ? null : short.Parse(text, CultureInfo.InvariantCulture);

    protected static bool? Yes(string? text) => text is null ? null : text == "true";

    protected static string? Text(LocalDate? day) => Differences.Text(day);

    protected static string? Text(short? number) => Differences.Text(number);

    protected static string? Text(bool? yes) => Differences.Text(yes);

    protected static ArgumentException NoField(string field) => new($"No field «{field}» in {typeof(T).Name}.");
}
