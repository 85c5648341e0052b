using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Devices;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.Sync;

/// <summary>What a tablet keeps of its establishment to work a week without network: one document, whose ETag is what last touched it.</summary>
public sealed class Snapshots
{
    private readonly Database database;
    private readonly SchoolClock clock;
    private readonly Timetables timetables;
    private readonly Kept<SchoolToday> kept;

    /// <summary>One per node.</summary>
    public Snapshots(Database database, Doorbell doorbell, SchoolClock clock, Timetables timetables)
    {
        (this.database, this.clock, this.timetables) = (database, clock, timetables);
        kept = new(doorbell, heard => heard.Reference, Load, day => day.On == clock.Today(day.Zone));
    }

    /// <summary>The establishment as its help panel and its clock need it.</summary>
    public sealed record Place(string Code, string Name, string Zone, short SchoolYear, string? Hotline);

    /// <summary>The person who works on the device.</summary>
    public sealed record Speaking(Guid Id, string Name, string UserName, string Level, short Rank, int ReloadSeconds);

    /// <summary>A class or group; its pupils of today in register order.</summary>
    public sealed record GroupLine(Guid Id, string Code, string Label, GroupKind Kind, IReadOnlyList<Guid> Pupils);

    /// <summary>A pupil.</summary>
    /// <param name="Photo">The hash under which <c>GET /api/sync/photos/{hash}</c> gives the face; null when there is none.</param>
    public sealed record PupilLine(Guid Id, string FamilyName, string FirstName, string? Photo);

    /// <summary>An hour of the bell.</summary>
    public sealed record PeriodLine(short Number, string Label, LocalTime Start, LocalTime End);

    /// <summary>The whole bell of a weekday that rings otherwise than the others.</summary>
    /// <param name="Weekday">1 is Monday, 7 Sunday.</param>
    public sealed record WeekdayLine(int Weekday, IReadOnlyList<PeriodLine> Periods);

    /// <summary>A colleague, to say whose mark it is.</summary>
    public sealed record PersonLine(Guid Id, string Name);

    /// <summary>What is the same for all devices of an establishment.</summary>
    public sealed record Shared(
        long Position, Place Establishment, IReadOnlyList<PeriodLine> Periods, IReadOnlyList<GroupLine> Groups, IReadOnlyList<PupilLine> Pupils,
        IReadOnlyList<PersonLine> People, IReadOnlyList<KindLine> Kinds, IReadOnlyList<KnownLine> Known, DayLine Day, IReadOnlyList<WeekdayLine> Weekdays);

    /// <summary>The document as it is read; it is written in pieces, see <see cref="For"/>.</summary>
    public sealed record Document(
        long Position, Instant ServerTime, Place Establishment, Speaking? Person, IReadOnlyList<PeriodLine> Periods, IReadOnlyList<GroupLine> Groups,
        IReadOnlyList<PupilLine> Pupils, IReadOnlyList<PersonLine> People, IReadOnlyList<SessionLines.Line> Sessions,
        IReadOnlyList<KindLine> Kinds, IReadOnlyList<KnownLine> Known, IReadOnlyList<ExitLine> Exits, DayLine Day, IReadOnlyList<WeekdayLine> Weekdays, DeviceLine Device);

    /// <summary>The device as it was enrolled.</summary>
    /// <param name="Room">Of a classroom tablet, as sessions name it; null for one that goes about.</param>
    /// <param name="Shared">A classroom tablet: nobody stays on it, and it gets everybody's sessions.</param>
    public sealed record DeviceLine(string Name, string? Room, bool Shared);

    /// <summary>What differs from person to person and from device to device.</summary>
    private sealed record Own(Instant ServerTime, Speaking? Person, DeviceLine Device);

    private static readonly Guid nobody = new(Enumerable.Repeat((byte)255, 16).ToArray());

    /// <summary>What differs between those who see their own lessons and those who see all.</summary>
    private sealed record Seen(IReadOnlyList<SessionLines.Line> Sessions, IReadOnlyList<ExitLine> Exits);

    /// <summary>One establishment on one day, ready to be sent; the plain rows are not kept.</summary>
    private sealed record SchoolToday(LocalDate On, string Zone, long Position, SqueezedJson Shared, IReadOnlyList<ExitLine> Exits)
    {
        /// <summary>By person (empty: all lessons) and whether exits are shown.</summary>
        public ConcurrentDictionary<(Guid Person, bool Exits), SqueezedJson> Seen { get; } = new();
    }

    /// <summary>The document for a device, and its ETag: pieces that are squeezed once for all who share them.</summary>
    public async ValueTask<(string ETag, Func<SqueezedAnswer> Document)> For(Speaker speaker, CancellationToken stop = default)
    {
        var day = await kept.In(speaker.Establishment, stop);
        var person = Person(speaker, clock.Now);
        var etag = FormattableString.Invariant($"\"{day.Position}-{day.On:yyyyMMdd}-{person?.Id:N}-{person?.ReloadSeconds}-{person?.Level}\"");
        var timetable = await timetables.In(speaker.Establishment, stop);
        return (etag, () => new(SqueezedJson.Plain(Json.Members(new Own(clock.Now, person, new(speaker.Device.Name, speaker.Device.Room, speaker.Device.IsShared)), first: true)),
            SeenBy(day, timetable, person, speaker.Device.IsShared), day.Shared));
    }

    private static SqueezedJson SeenBy(SchoolToday day, YearTimetable timetable, Speaking? person, bool isShared)
    {
        var all = isShared || person?.Rank > Level.Teacher.Meaning.Rank;
        var exits = person?.Rank >= Level.Supervisor.Meaning.Rank;
        return day.Seen.GetOrAdd((all ? Guid.Empty : person?.Id ?? nobody, exits), _ => SqueezedJson.From(Json.Members(
            new Seen(all || person is not null ? SessionLines.Of(timetable, day.On, person?.Id, all) : [], exits ? day.Exits : []))));
    }

    private static Speaking? Person(Speaker speaker, Instant now)
    {
        var known = speaker.Known;
        if (speaker.Stay(now) is not { } stay || !known.Levels.TryGetValue(stay.Person, out var level) || !known.People.TryGetValue(stay.Person, out var person))
        {
            return null;
        }
        return new(person.Id, person.Name, person.UserName, level.Word, level.Meaning.Rank, person.ReloadSeconds);
    }

    private async Task<(long, SchoolToday)> Load(EstablishmentId establishment, CancellationToken stop)
    {
        await using var db = database.Read(establishment);
        var at = await db.Counters.Select(c => c.Reference).FirstOrDefaultAsync(stop);
        var place = await db.Establishments.FirstAsync(e => e.Id == establishment, stop);
        var today = clock.Today(place.Zone);
        var year = await SchoolYears.At(db, today, stop);
        var pupils = await db.Pupils.Where(p => p.SchoolYear == year && (p.LeftOn == null || p.LeftOn > today)).ToListAsync(stop);
        var sorted = pupils.OrderBy(p => p.SortKey, StringComparer.Ordinal).ToList();
        var people = await db.Memberships.Where(m => m.Establishment == establishment).Select(m => m.Person).Distinct()
            .Join(db.People, id => id, p => p.Id, (_, p) => new PersonLine(p.Id, p.DisplayName)).ToListAsync(stop);
        var periods = await db.Periods.Where(p => p.SchoolYear == year).OrderBy(p => p.Number)
            .Select(p => new PeriodLine(p.Number, p.Label, p.Start, p.End)).ToListAsync(stop);
        var own = (await db.WeekdayPeriods.Where(p => p.SchoolYear == year).OrderBy(p => p.Number).ToListAsync(stop)).GroupBy(p => p.Weekday).OrderBy(d => d.Key)
            .Select(d => new WeekdayLine((int)d.Key, [.. d.Select(p => new PeriodLine(p.Number, p.Label, p.Start, p.End))])).ToList();
        var photos = await db.Photos.Where(p => p.SchoolYear == year).Select(p => new { p.Pupil, p.Hash }).ToDictionaryAsync(p => p.Pupil, p => p.Hash, stop);
        var shared = new Shared(at, new(place.Code, place.Name, place.Zone, year, place.Hotline), periods, await Groups(db, year, today, sorted, stop),
            [.. sorted.Select(p => new PupilLine(p.Id.Value, p.FamilyName, p.FirstName, photos.GetValueOrDefault(p.Id)))], people,
            await ReferenceLines.Kinds(db, establishment, year, stop), await ReferenceLines.Known(db, year, today, stop),
            await ReferenceLines.Day(db, year, stop), own);
        return (at, new(today, place.Zone, at, SqueezedJson.From(Json.Members(shared, last: true)), await ReferenceLines.Exits(db, year, today, stop)));
    }

    private static async Task<List<GroupLine>> Groups(PreauDb db, short year, LocalDate today, List<Pupil> sorted, CancellationToken stop)
    {
        var order = sorted.Select((pupil, i) => (pupil.Id, i)).ToDictionary(p => p.Id, p => p.i);
        var groups = await db.Groups.Where(g => g.SchoolYear == year && g.ClosedOn == null).ToListAsync(stop);
        var members = (await db.GroupPupils.Where(m => m.SchoolYear == year).ToListAsync(stop))
            .Where(m => m.Holds(today) && order.ContainsKey(m.Pupil)).ToLookup(m => m.Group, m => m.Pupil);
        return [.. groups.OrderBy(g => g.Kind).ThenBy(g => g.Code, StringComparer.Ordinal)
            .Select(g => new GroupLine(g.Id.Value, g.Code, g.Label, g.Kind, [.. members[g.Id].OrderBy(p => order[p]).Select(p => p.Value)]))];
    }
}
