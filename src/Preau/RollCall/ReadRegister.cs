using System.Globalization;
using System.Text;
using NodaTime;
using Preau.Accounts;
using Preau.Classes;
using Preau.Foundation;
using Preau.Pupils;
using Preau.Timetable;

namespace Preau.RollCall;

/// <summary>A class's week as the old book had it: 1A 1R 2A 2R …, by the bell of each date.</summary>
/// <param name="Days">Days on which lessons are held or something was called, in order, with their hours: those of that date's bell, and one more for each roll off the bell, by its time.</param>
/// <param name="Lines">Everybody who was of the class on one of the days, in register order.</param>
public sealed record Register(Group Group, LocalDate Monday, IReadOnlyList<(LocalDate On, IReadOnlyList<Hour> Hours)> Days, IReadOnlyList<Register.Line> Lines)
{
    /// <summary>A pupil's week; hours of which nothing but presence was said are not there.</summary>
    public sealed record Line(Pupil Pupil, IReadOnlyDictionary<(LocalDate On, short Hour), FoldResult> Marks);

    /// <summary>Who was before the eyes of somebody who validated, by pupil and hour: elsewhere an empty cell means that nobody called, not presence.</summary>
    public IReadOnlySet<(Guid Pupil, LocalDate On, short Hour)> Called { get; init; } = new HashSet<(Guid, LocalDate, short)>();

    /// <summary>Who validated a roll of the class, or of a group with pupils of it, by hour.</summary>
    public IReadOnlyDictionary<(LocalDate On, short Hour), string> Signed { get; init; } = new Dictionary<(LocalDate, short), string>();

    /// <summary>The week as CSV: UTF-8 text, semicolons, two columns an hour; the first holds A or another kind's code, the second minutes of lateness or R.</summary>
    /// <remarks>A dispute is «?». A name that a spreadsheet would take for a formula gets an apostrophe.</remarks>
    public string Csv()
    {
        var columns = Days.SelectMany(day => day.Hours.Select(hour => (day.On, hour.Number, Head: IsOffBell(hour) ? hour.Label : $"{hour.Number}"))).ToList();
        var text = new StringBuilder("N°;Nom;Prénom");
        columns.ForEach(column => text.Append(CultureInfo.InvariantCulture, $";{column.On:dd/MM} {column.Head}A;{column.On:dd/MM} {column.Head}R"));
        text.Append("\r\n");
        for (var i = 0; i < Lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1};{Safe(Lines[i].Pupil.FamilyName)};{Safe(Lines[i].Pupil.FirstName)}");
            columns.ForEach(column => text.Append(';').Append(Absence(Lines[i], (column.On, column.Number))).Append(';').Append(Lateness(Lines[i], (column.On, column.Number))));
            text.Append("\r\n");
        }
        return text.ToString();
    }

    /// <summary>Whether an hour is not of the bell: its label is its time.</summary>
    public static bool IsOffBell(Hour hour) => hour.Number > MostHours;

    /// <summary>Hours of a bell are numbered up to this; those off the bell above it.</summary>
    internal const short MostHours = 12;

    private static string Absence(Line line, (LocalDate, short) at) =>
        line.Marks.GetValueOrDefault(at) is { Shown: { } shown } folded ? folded.Disputed ? "?" : shown.Kind == "R" ? "" : shown.Kind : "";

    private static string Lateness(Line line, (LocalDate, short) at) =>
        line.Marks.GetValueOrDefault(at) is { Disputed: false, Shown: { Kind: "R" } shown } ? shown.Minutes?.ToString(CultureInfo.InvariantCulture) ?? "R" : "";

    private static string Safe(string name)
    {
        var tame = name is ['=' or '+' or '-' or '@', ..] ? "'" + name : name;
        return tame.AsSpan().IndexOfAny(";\"\r\n") < 0 ? tame : $"\"{tame.Replace("\"", "\"\"")}\"";
    }
}

/// <summary>Reads a class's week.</summary>
public sealed class ReadRegister(Database database, ReadClassDay readDay, Timetables timetables)
{
    /// <summary>The levels that may do it.</summary>
    public static readonly Level[] AllowedTo = ReadRoll.AllowedTo;

    /// <summary>Does it.</summary>
    /// <param name="day">Any day of the week.</param>
    /// <remarks>Errors: access.denied, rollcall.unknown-group. Source: Code de l'éducation, R131-5 (registre d'appel).</remarks>
    public Task<Answer<Register>> Do(Act act, Id<Group> group, LocalDate day, CancellationToken stop = default) =>
        Read(act, group, day.DayOfWeek == IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday), 7, stop);

    /// <summary>One day of it, with the columns of that date's bell.</summary>
    /// <remarks>Errors: access.denied, rollcall.unknown-group.</remarks>
    public Task<Answer<Register>> OnDay(Act act, Id<Group> group, LocalDate day, CancellationToken stop = default) => Read(act, group, day, 1, stop);

    private async Task<Answer<Register>> Read(Act act, Id<Group> group, LocalDate first, int count, CancellationToken stop)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var week = new List<(ClassDay Day, IReadOnlyList<Hour> Hours)>();
        for (var i = 0; i < count; i++)
        {
            var read = await readDay.Do(act, group, first.PlusDays(i), stop);
            if (read.Refusal is { } no)
            {
                return no;
            }
            var school = (await timetables.At(db, act.Establishment, first.PlusDays(i), stop)).Day(first.PlusDays(i));
            if (school.IsOpen || read.Value!.Taken.Count > 0 || read.Value.Pupils.Any(p => p.Hours.Count > 0))
            {
                week.Add((read.Value!, Hours(school, read.Value!)));
            }
        }
        return week.Count == 0 ? new Register((await readDay.Do(act, group, first, stop)).Value!.Group, first, [], []) : await Of(first, week).WithRolls(db, stop);
    }

    /// <summary>The bell, and an hour for each roll that began at no hour of it: nothing that was said is left out.</summary>
    private static List<Hour> Hours(SchoolDay school, ClassDay day)
    {
        var off = day.Pupils.SelectMany(p => p.Hours.Keys).Concat(day.Taken).Distinct().Where(start => !school.Hours.Any(hour => hour.Start <= start && start < hour.End)).Order();
        return [.. school.Hours.Concat(off.Select((start, i) => new Hour((short)(Register.MostHours + 1 + i), start.ToString("HH:mm", CultureInfo.InvariantCulture), start, start.PlusMinutes(1))))
            .OrderBy(hour => hour.Start)];
    }

    private static Register Of(LocalDate monday, List<(ClassDay Day, IReadOnlyList<Hour> Hours)> week)
    {
        var marks = week.SelectMany(day => day.Day.Pupils.SelectMany(pupil => pupil.Hours.SelectMany(mark => day.Hours.Where(hour => hour.Start <= mark.Key && mark.Key < hour.End)
            .Select(hour => (pupil.Pupil.Id, At: (day.Day.On, hour.Number), mark.Value))))).ToLookup(mark => mark.Id);
        var pupils = week.SelectMany(day => day.Day.Pupils).Select(pupil => pupil.Pupil).DistinctBy(pupil => pupil.Id).OrderBy(pupil => pupil.SortKey, StringComparer.Ordinal);
        return new(week[0].Day.Group, monday, [.. week.Select(day => (day.Day.On, day.Hours))],
            [.. pupils.Select(pupil => new Register.Line(pupil, marks[pupil.Id].GroupBy(mark => mark.At).ToDictionary(at => at.Key, at => at.First().Value)))]);
    }
}
