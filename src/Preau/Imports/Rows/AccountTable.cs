using Microsoft.EntityFrameworkCore;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Imports.Reading;
using Preau.Timetable;

namespace Preau.Imports.Rows;

/// <summary>Accounts of new teachers: without a password, so that nobody signs in before somebody gave them their link.</summary>
internal sealed class AccountTable : Table<Person>
{
    public override bool Holds(Subject subject) => subject == Subject.Accounts;

    /// <summary>Those whom STS numbers; the platform has many more.</summary>
    public override IQueryable<Person> Of(PreauDb db, short year)
    {
        var numbers = db.TeacherNumbers;
        return db.People.Where(p => numbers.Any(n => n.SchoolYear == year && n.Person == p.Id));
    }

    public override RowKey Key(Person row) => new(row.Id);

    public override async Task Apply(Tx tx, short year, IReadOnlyList<RowChange> changes, List<RowChange> done)
    {
        foreach (var change in changes.Where(c => Holds(c.Subject)))
        {
            tx.Db.Add(Person.Fresh(change.Key.Id, After(change, "userName")!, After(change, "displayName")!, tx.Act.At));
            done.Add(change);
        }
        await Task.CompletedTask;
    }

    public override Person Make(EstablishmentId establishment, short year, RowChange change) => throw new NotSupportedException();

    public override string? Get(Person row, string field) => field switch
    {
        "userName" => row.UserName,
        "displayName" => row.DisplayName,
        _ => throw NoField(field),
    };

    public override void Set(Person row, string field, string? value) => throw NoField(field);
}

/// <summary>The level teacher, given to whom the files say teaches.</summary>
internal sealed class LevelTable : Table<Membership>
{
    public override bool Holds(Subject subject) => subject == Subject.Levels;

    public override IQueryable<Membership> Of(PreauDb db, short year) => db.Memberships.Where(m => m.Establishment == db.Tenant && m.Level == Level.Teacher);

    public override RowKey Key(Membership row) => new(row.Person);

    public override async Task Apply(Tx tx, short year, IReadOnlyList<RowChange> changes, List<RowChange> done)
    {
        var there = (await Of(tx.Db, year).Select(m => m.Person).ToListAsync()).ToHashSet();
        foreach (var change in changes.Where(c => Holds(c.Subject) && there.Add(c.Key.Id)))
        {
            tx.Db.Add(new Membership { Establishment = tx.Act.Establishment, Person = change.Key.Id, Level = Level.Teacher, Since = tx.Act.At });
            done.Add(change);
        }
    }

    public override Membership Make(EstablishmentId establishment, short year, RowChange change) => throw new NotSupportedException();

    public override string? Get(Membership row, string field) => throw NoField(field);

    public override void Set(Membership row, string field, string? value) => throw NoField(field);
}

internal sealed class TeacherTable : Table<TeacherNumber>
{
    public override bool Holds(Subject subject) => subject == Subject.Teachers;

    public override IQueryable<TeacherNumber> Of(PreauDb db, short year) => db.TeacherNumbers.Where(n => n.SchoolYear == year);

    public override RowKey Key(TeacherNumber row) => new(row.Person);

    public override TeacherNumber Make(EstablishmentId establishment, short year, RowChange change) => new()
    {
        Establishment = establishment, SchoolYear = year, Person = change.Key.Id, Number = After(change, "number")!,
    };

    public override string? Get(TeacherNumber row, string field) => field == "number" ? row.Number : throw NoField(field);

    public override void Set(TeacherNumber row, string field, string? value) => row.Number = field == "number" ? value! : throw NoField(field);
}
