using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Devices;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;
using Period = Preau.Timetable.Period;

namespace Preau.Office;

/// <summary>What screens need to name things on one day: hours, classes, pupils. One copy per establishment for all open screens.</summary>
/// <param name="Periods">In order of the day.</param>
/// <param name="Classes">Open classes with their pupils' count, in the order people read: 2nde 2 before 2nde 10.</param>
/// <param name="Groups">Every class and group of the year by id, closed ones too.</param>
/// <param name="Pupils">«BENALI Lina» by id, leavers too.</param>
/// <param name="Here">Pupils who are here that day, in register order.</param>
/// <param name="People">Who works here, by name.</param>
/// <param name="Settings">How the day works.</param>
public sealed record SchoolBook(
    LocalDate On, short Year, IReadOnlyList<Period> Periods, IReadOnlyList<SchoolBook.ClassLine> Classes,
    IReadOnlyDictionary<Guid, Group> Groups, IReadOnlyDictionary<Guid, string> Pupils, IReadOnlyList<SchoolBook.PupilLine> Here,
    IReadOnlyList<SchoolBook.PersonLine> People, DaySettings Settings)
{
    private const int MostFound = 8;

    /// <summary>The names of devices, by id; those that were retired too.</summary>
    public IReadOnlyDictionary<Guid, string> Devices { get; init; } = new Dictionary<Guid, string>();

    /// <summary>The day after the year's last.</summary>
    public LocalDate Lasts { get; init; }

    /// <summary>A pupil and the class, if any.</summary>
    /// <param name="Folded">Name and class without accents, to be searched.</param>
    public sealed record PupilLine(Guid Id, string Name, Group? Class, string Folded);

    /// <summary>Somebody who works here.</summary>
    public sealed record PersonLine(Guid Id, string Name, bool Teaches);

    /// <summary>The pupils whose name or class holds every word that was typed; the first of them, those whose name begins so before the others.</summary>
    public IReadOnlyList<PupilLine> Find(string typed, int most = MostFound)
    {
        var words = RegisterOrder.Fold(typed).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? [] : [.. Here.Where(pupil => words.All(word => pupil.Folded.Contains($" {word}", StringComparison.Ordinal)))
            .OrderBy(pupil => !pupil.Folded.StartsWith($" {words[0]}", StringComparison.Ordinal)).Take(most)];
    }

    /// <summary>The name of somebody who works here; an ellipsis for one who left.</summary>
    public string Person(Guid id) => People.FirstOrDefault(person => person.Id == id)?.Name ?? "…";

    /// <summary>The pupil's class; null when there is none.</summary>
    public Group? ClassOf(Guid pupil) => Here.FirstOrDefault(line => line.Id == pupil)?.Class;

    /// <summary>A class and how many pupils it has that day.</summary>
    public sealed record ClassLine(Group Group, int PupilCount);

    /// <summary>The label of a class, or an ellipsis for one off the books.</summary>
    public string Label(Guid group) => Groups.TryGetValue(group, out var row) ? row.Label : "…";

    /// <summary>The hour that starts then; null for a roll off the bell.</summary>
    public Period? Hour(LocalTime start) => Periods.FirstOrDefault(p => p.Start == start);
}

/// <summary>The books of this node, read anew when the log touches reference or the day changes.</summary>
public sealed class SchoolBooks(Database database, Doorbell doorbell, SchoolClock clock)
{
    /// <summary>As people read: 2nde 2 before 2nde 10.</summary>
    public static readonly StringComparer Natural =
        CultureInfo.GetCultureInfo("fr").CompareInfo.GetStringComparer(CompareOptions.NumericOrdering | CompareOptions.IgnoreCase);

    private readonly ConcurrentDictionary<EstablishmentId, (long At, SchoolBook Book)> books = new();

    /// <summary>The book of today, not older than the last ring.</summary>
    public async ValueTask<SchoolBook> Today(Establishment place, CancellationToken stop = default)
    {
        var today = clock.Today(place.Zone);
        if (books.TryGetValue(place.Id, out var kept) && kept.Book.On == today && kept.At >= Heard(place.Id))
        {
            return kept.Book;
        }
        await using var db = database.Read(place.Id);
        var at = await db.Counters.Select(c => c.Reference > c.Access ? c.Reference : c.Access).FirstOrDefaultAsync(stop);
        var book = await Read(db, place.Id, today, stop);
        books[place.Id] = (at, book);
        return book;
    }

    private long Heard(EstablishmentId place)
    {
        var (_, reference, access) = doorbell.Heard(place);
        return Math.Max(reference, access);
    }

    private static async Task<SchoolBook> Read(PreauDb db, EstablishmentId place, LocalDate today, CancellationToken stop)
    {
        var year = await SchoolYears.At(db, today, stop);
        var periods = await db.Periods.Where(p => p.SchoolYear == year).OrderBy(p => p.Number).ToListAsync(stop);
        var groups = await db.Groups.Where(g => g.SchoolYear == year).ToListAsync(stop);
        var pupils = await db.Pupils.Where(p => p.SchoolYear == year).Select(p => new { p.Id, p.FamilyName, p.FirstName, p.SortKey, p.LeftOn }).ToListAsync(stop);
        var gone = pupils.Where(p => p.LeftOn <= today).Select(p => p.Id).ToHashSet();
        var members = await db.GroupPupils.Where(m => m.SchoolYear == year).ToListAsync(stop);
        var counts = members.Where(m => m.Holds(today) && !gone.Contains(m.Pupil)).CountBy(m => m.Group).ToDictionary();
        var classes = groups.Where(g => g is { Kind: GroupKind.Class, ClosedOn: null }).OrderBy(g => g.Label, Natural)
            .Select(g => new SchoolBook.ClassLine(g, counts.GetValueOrDefault(g.Id)));
        var byId = groups.ToDictionary(g => g.Id.Value);
        var classOf = members.Where(m => m.Holds(today) && byId[m.Group.Value].Kind == GroupKind.Class).GroupBy(m => m.Pupil).ToDictionary(m => m.Key, m => byId[m.First().Group.Value]);
        var here = pupils.Where(p => !gone.Contains(p.Id)).OrderBy(p => p.SortKey, StringComparer.Ordinal).Select(p => Line(p.Id.Value, p.FamilyName, p.FirstName, classOf.GetValueOrDefault(p.Id)));
        var settings = await db.DaySettings.FirstOrDefaultAsync(s => s.SchoolYear == year, stop) ?? DaySettings.Usual(place, year);
        return new(today, year, periods, [.. classes], byId, pupils.ToDictionary(p => p.Id.Value, p => $"{p.FamilyName} {p.FirstName}"), [.. here],
            await People(db, place, stop), settings)
        {
            Devices = await db.Devices.ToDictionaryAsync(d => d.Id.Value, d => d.Name, stop),
            Lasts = await db.SchoolYears.Where(y => y.Year == year).Select(y => y.Until).FirstOrDefaultAsync(stop),
        };
    }

    private static SchoolBook.PupilLine Line(Guid id, string familyName, string firstName, Group? group)
    {
        var name = $"{familyName} {firstName}";
        return new(id, name, group, $" {RegisterOrder.Fold(name)} {RegisterOrder.Fold(group?.Label ?? "")} {RegisterOrder.Fold((group?.Label ?? "").Replace(" ", ""))}");
    }

    private static async Task<IReadOnlyList<SchoolBook.PersonLine>> People(PreauDb db, EstablishmentId place, CancellationToken stop)
    {
        var levels = (await db.Memberships.Where(m => m.Establishment == place).ToListAsync(stop)).ToLookup(m => m.Person, m => m.Level);
        var ids = levels.Select(person => person.Key).ToList();
        var rows = await db.People.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.DisplayName }).ToListAsync(stop);
        return [.. rows.Select(p => new SchoolBook.PersonLine(p.Id, p.DisplayName, levels[p.Id].Contains(Level.Teacher))).OrderBy(p => p.Name, Natural)];
    }
}
