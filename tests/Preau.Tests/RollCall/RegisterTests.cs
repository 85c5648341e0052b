using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Preau.Foundation;
using Preau.RollCall;
using Preau.Tests.Timetable;
using Preau.Timetable;

namespace Preau.Tests.RollCall;

/// <summary>The register of a class-week, on screen and as CSV, against a recount of the log that asks no rule of the product.</summary>
public class RegisterTests
{
    [Theory, OnBothEngines]
    public async Task A_week_has_two_columns_an_hour_and_says_what_the_log_says(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        var tablet = await school.TabletOf(school.MrsLauriac);
        await tablet.Push(tablet.Marked(school, school.Pupils[0]), tablet.Marked(school, school.Pupils[1], "R", 7), tablet.Marked(school, school.Pupils[2], "IN"), tablet.Validated(school));

        var register = Town.Must(await school.Town.Service<ReadRegister>().Do(act, new(school.Class), school.Today));

        Assert.Equal(7, register.Days.Count);
        Assert.Equal(30, register.Lines.Count);
        var rows = register.Csv().Split("\r\n");
        var heads = rows[0].Split(';').ToList();
        Assert.Equal(3 + (7 * 8 * 2), heads.Count);
        var (a, r) = (heads.IndexOf($"{school.Today:dd/MM} 1A"), heads.IndexOf($"{school.Today:dd/MM} 1R"));
        Assert.Equal([("A", ""), ("", "7"), ("IN", ""), ("", "")], rows[1..5].Select(row => (row.Split(';')[a], row.Split(';')[r])));
        // The recount: as many filled cells as marks in the log.
        Assert.Equal(3, rows[1..31].Sum(row => row.Split(';')[3..].Count(cell => cell.Length > 0)));
    }

    [Theory, OnBothEngines]
    public async Task The_CSV_is_the_log_counted_again_by_the_bell_of_each_date(string engine)
    {
        var (school, act, _) = await TimetableVerbsTests.WithLesson(engine);
        // One weekday rings otherwise: four hours of fifty minutes. The school year lasts sixty more days.
        var monday = school.Today.DayOfWeek == IsoDayOfWeek.Monday ? school.Today : school.Today.Previous(IsoDayOfWeek.Monday);
        var wednesday = monday.PlusDays(2);
        LocalTime[] shortBell = [new(8, 30), new(9, 20), new(10, 30), new(11, 20)];
        Town.Must(await school.Town.Service<ArrangeBell>().Do(act, new(school.Year, IsoDayOfWeek.Wednesday, [.. shortBell.Select((at, i) => new Hour((short)(i + 1), $"W{i + 1}", at, at.PlusMinutes(50)))])));
        var tablet = await school.TabletOf(school.MrsLauriac);
        foreach (var (day, start) in new[] { 0, 1, 2, 3, 4 }.SelectMany(day => Starts(day).Select(start => (day, start))))
        {
            var place = new School(school.Town, school.Code, school.Id, school.Year, monday.PlusDays(day)) { Class = school.Class, Pupils = school.Pupils };
            var seed = (day * 100) + start.Hour;
            string[] kinds = ["A", "R", "SA", "IN", "R"];
            var marks = Enumerable.Range(0, 5).Select(n =>
            {
                var mark = tablet.Marked(place, school.Pupils[(seed + (n * 5)) % 30], kinds[n], n == 1 ? seed % 50 : null);
                (mark["body"]!["start"], mark["body"]!["end"]) = (start.ToString("HH:mm", null), start.PlusMinutes(50).ToString("HH:mm", null));
                return mark;
            }).ToList();
            // One mark is taken back, one is said again otherwise.
            var (back, again) = (marks[0].DeepClone().AsObject(), marks[2].DeepClone().AsObject());
            (back["id"], again["id"]) = (Guid.CreateVersion7(), Guid.CreateVersion7());
            (back["body"]!["kind"], again["body"]!["kind"]) = (seed % 2 == 0 ? "P" : "A", "A");
            var states = Tablet.States(await tablet.Push([.. marks, back, again, tablet.Validated(place, null, start.ToString("HH:mm", null), start.PlusMinutes(50).ToString("HH:mm", null))]));
            Assert.All(states, state => Assert.Equal("accepted", state));
        }

        var register = Town.Must(await school.Town.Service<ReadRegister>().Do(act, new(school.Class), wednesday));

        Assert.Equal(4, register.Days.Single(d => d.On == wednesday).Hours.Count);
        Assert.Equal(9, register.Days.Single(d => d.On == monday).Hours.Count);
        Assert.Equal(await Recount(school), Counted(register.Csv(), school));
        Assert.Contains($"{monday:dd/MM} 17:00A", register.Csv().Split("\r\n")[0]);
        var day1 = Town.Must(await school.Town.Service<ReadRegister>().OnDay(act, new(school.Class), wednesday));
        Assert.Equal([shortBell[0], shortBell[1], shortBell[2], shortBell[3]], Assert.Single(day1.Days).Hours.Select(h => h.Start));
        Assert.Equal(Counted(register.Csv(), school).Where(cell => cell.Head.StartsWith($"{wednesday:dd/MM}", StringComparison.Ordinal)), Counted(day1.Csv(), school));

        IEnumerable<LocalTime> Starts(int day) => day == 2 ? shortBell : [new(8, 0), new(10, 5), new(13, 50), .. day == 0 ? new LocalTime[] { new(17, 0) } : []];
    }

    private sealed record Filled(int Pupil, string Head, string Text);

    /// <summary>The filled cells of the CSV.</summary>
    private static List<Filled> Counted(string csv, School school)
    {
        var rows = csv.TrimEnd().Split("\r\n").Select(row => row.Split(';')).ToList();
        Assert.Equal(school.Pupils.Length + 1, rows.Count);
        return [.. rows.Skip(1).SelectMany((row, pupil) => row.Select((text, i) => new Filled(pupil, rows[0][i], text)).Skip(3)).Where(cell => cell.Text.Length > 0)
            .OrderBy(c => c.Pupil).ThenBy(c => c.Head, StringComparer.Ordinal)];
    }

    /// <summary>The same, from the bytes of the log: one author, so that the last word on a pupil in a roll is the one that stands.</summary>
    private static async Task<List<Filled>> Recount(School school)
    {
        await using var db = school.Town.Database.Read(school.Id);
        string[] usual = ["08:00", "08:55", "10:05", "11:00", "12:55", "13:50", "15:00", "15:55"], wednesday = ["08:30", "09:20", "10:30", "11:20"];
        var last = new Dictionary<(string Date, string Start, Guid Pupil), (string Kind, int? Minutes)>();
        foreach (var entry in await db.Entries.Where(e => e.Kind == "marked").OrderBy(e => e.Position).ToListAsync())
        {
            var body = JsonDocument.Parse(Encoding.UTF8.GetString(entry.Body)).RootElement;
            var minutes = body.GetProperty("minutes");
            last[(body.GetProperty("date").GetString()!, body.GetProperty("start").GetString()!, body.GetProperty("pupil").GetGuid())] =
                (body.GetProperty("kind").GetString()!, minutes.ValueKind == JsonValueKind.Number ? minutes.GetInt32() : null);
        }
        return [.. last.Where(said => said.Value.Kind != "P").Select(said =>
        {
            var date = DateOnly.ParseExact(said.Key.Date, "yyyy-MM-dd");
            var hour = Array.IndexOf(date.DayOfWeek == DayOfWeek.Wednesday ? wednesday : usual, said.Key.Start) + 1;
            var late = said.Value.Kind == "R";
            return new Filled(Array.IndexOf(school.Pupils, said.Key.Pupil), $"{date:dd/MM} {(hour == 0 ? said.Key.Start : hour)}{(late ? "R" : "A")}",
                late ? said.Value.Minutes?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "R" : said.Value.Kind);
        }).OrderBy(c => c.Pupil).ThenBy(c => c.Head, StringComparer.Ordinal)];
    }
}
