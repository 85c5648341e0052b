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
/// <param name="Days">Days on which lessons are held or something was called, in order, with their hours.</param>
/// <param name="Lines">Everybody who was of the class on one of the days, in register order.</param>
public sealed record Register(Group Group, LocalDate Monday, IReadOnlyList<(LocalDate On, IReadOnlyList<Hour> Hours)> Days, IReadOnlyList<Register.Line> Lines)
{
    /// <summary>A pupil's week; hours of which nothing but presence was said are not there.</summary>
    public sealed record Line(Pupil Pupil, IReadOnlyDictionary<(LocalDate On, short Hour), FoldResult> Marks);

    /// <summary>The week as CSV: UTF-8 text, semicolons, two columns an hour; the first holds A or another kind's code, the second minutes of lateness or R.</summary>
    /// <remarks>A dispute is «?». A name that a spreadsheet would take for a formula gets an apostrophe.</remarks>
    public string Csv()
    {
        var columns = Days.SelectMany(day => day.Hours.Select(hour => (day.On, hour.Number))).ToList();
        var text = new StringBuilder("N°;Nom;Prénom");
        columns.ForEach(column => text.Append(CultureInfo.InvariantCulture, $";{column.On:dd/MM} {column.Number}A;{column.On:dd/MM} {column.Number}R"));
        text.Append("\r\n");
        for (var i = 0; i < Lines.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1};{Safe(Lines[i].Pupil.FamilyName)};{Safe(Lines[i].Pupil.FirstName)}");
            columns.ForEach(column => text.Append(';').Append(Absence(Lines[i], column)).Append(';').Append(Lateness(Lines[i], column)));
            text.Append("\r\n");
        }
        return text.ToString();
    }

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
    public async Task<Answer<Register>> Do(Act act, Id<Group> group, LocalDate day, CancellationToken stop = default)
    {
        await using var db = database.Read(act.Establishment);
        if (await Access.WhyRefused(db, act, AllowedTo) is { } denied)
        {
            return denied;
        }
        var monday = day.DayOfWeek == IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday);
        var week = new List<(ClassDay Day, IReadOnlyList<Hour> Hours)>();
        for (var i = 0; i < 7; i++)
        {
            var read = await readDay.Do(act, group, monday.PlusDays(i), stop);
            if (read.Refusal is { } no)
            {
                return no;
            }
            var school = (await timetables.At(db, act.Establishment, monday.PlusDays(i), stop)).Day(monday.PlusDays(i));
            if (school.IsOpen || read.Value!.Taken.Count > 0 || read.Value.Pupils.Any(p => p.Hours.Count > 0))
            {
                week.Add((read.Value!, school.Hours));
            }
        }
        return week.Count == 0 ? new Register((await readDay.Do(act, group, monday, stop)).Value!.Group, monday, [], []) : Of(monday, week);
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
