using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
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
public sealed record SchoolBook(
    LocalDate On, short Year, IReadOnlyList<Period> Periods, IReadOnlyList<SchoolBook.ClassLine> Classes,
    IReadOnlyDictionary<Guid, Group> Groups, IReadOnlyDictionary<Guid, string> Pupils)
{
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
    private static readonly StringComparer natural =
        CultureInfo.GetCultureInfo("fr").CompareInfo.GetStringComparer(CompareOptions.NumericOrdering | CompareOptions.IgnoreCase);

    private readonly ConcurrentDictionary<EstablishmentId, (long At, SchoolBook Book)> books = new();

    /// <summary>The book of today, not older than the last ring.</summary>
    public async ValueTask<SchoolBook> Today(Establishment place, CancellationToken stop = default)
    {
        var today = clock.Today(place.Zone);
        if (books.TryGetValue(place.Id, out var kept) && kept.Book.On == today && kept.At >= doorbell.Heard(place.Id).Reference)
        {
            return kept.Book;
        }
        await using var db = database.Read(place.Id);
        var at = await db.Counters.Select(c => c.Reference).FirstOrDefaultAsync(stop);
        var book = await Read(db, today, stop);
        books[place.Id] = (at, book);
        return book;
    }

    private static async Task<SchoolBook> Read(PreauDb db, LocalDate today, CancellationToken stop)
    {
        var year = await SchoolYears.At(db, today, stop);
        var periods = await db.Periods.Where(p => p.SchoolYear == year).OrderBy(p => p.Number).ToListAsync(stop);
        var groups = await db.Groups.Where(g => g.SchoolYear == year).ToListAsync(stop);
        var pupils = await db.Pupils.Where(p => p.SchoolYear == year).Select(p => new { p.Id, p.FamilyName, p.FirstName, p.LeftOn }).ToListAsync(stop);
        var gone = pupils.Where(p => p.LeftOn <= today).Select(p => p.Id).ToHashSet();
        var members = await db.GroupPupils.Where(m => m.SchoolYear == year).ToListAsync(stop);
        var counts = members.Where(m => m.Holds(today) && !gone.Contains(m.Pupil)).CountBy(m => m.Group).ToDictionary();
        var classes = groups.Where(g => g is { Kind: GroupKind.Class, ClosedOn: null }).OrderBy(g => g.Label, natural)
            .Select(g => new SchoolBook.ClassLine(g, counts.GetValueOrDefault(g.Id)));
        return new(today, year, periods, [.. classes], groups.ToDictionary(g => g.Id.Value),
            pupils.ToDictionary(p => p.Id.Value, p => $"{p.FamilyName} {p.FirstName}"));
    }
}
