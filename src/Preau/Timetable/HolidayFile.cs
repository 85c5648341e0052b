using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using NodaTime;

namespace Preau.Timetable;

/// <summary>Reads the ministry's holiday calendars (iCalendar), of one zone or of all.</summary>
/// <remarks>Source: arrêtés «calendrier scolaire»; the files of data.education.gouv.fr name zones in the summary or the location.</remarks>
public static partial class HolidayFile
{
    /// <summary>What was read.</summary>
    /// <param name="Holidays">By first day.</param>
    /// <param name="Skipped">Summaries of events that are not holidays of this zone: teachers' first day, other zones.</param>
    public sealed record Read(IReadOnlyList<CloseDays.Line> Holidays, IReadOnlyList<string> Skipped);

    /// <summary>Reads a file.</summary>
    /// <param name="zone"><c>A</c>, <c>B</c> or <c>C</c>; events that name no zone hold everywhere.</param>
    /// <returns>Null when it is not a calendar. DTEND is the first day that is no longer in it (RFC 5545, 3.6.1).</returns>
    public static Read? From(string ics, char zone)
    {
        try
        {
            var events = CalendarCollection.Load(ics).SelectMany(calendar => calendar.Events).ToList();
            var chosen = events.Where(one => IsHoliday(one) && IsOf(one, zone)).ToList();
            var lines = chosen.Select(Line).OfType<CloseDays.Line>().Distinct().OrderBy(line => line.From).ToList();
            return events.Count == 0 ? null : new(lines, [.. events.Except(chosen).Select(one => one.Summary ?? "").Distinct()]);
        }
        // The library throws many types on rubbish; none of them is ours to tell apart.
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static CloseDays.Line? Line(CalendarEvent one)
    {
        if (one.DtStart is not { } start)
        {
            return null;
        }
        var from = new LocalDate(start.Year, start.Month, start.Day);
        var until = one.DtEnd is { } end ? new LocalDate(end.Year, end.Month, end.Day) : from.PlusDays(1);
        var label = Zones().Replace(one.Summary!, "").Trim(' ', '-', '–', ',', ':');
        return new(from, until > from ? until : from.PlusDays(1), label.Length > 100 ? label[..100] : label, ClosureKind.Holidays);
    }

    private static bool IsHoliday(CalendarEvent one) => one.Summary is { } text && Holiday().IsMatch(text) && !Staff().IsMatch(text);

    private static bool IsOf(CalendarEvent one, char zone)
    {
        var named = Zones().Matches($"{one.Summary} {one.Location}").SelectMany(match => match.Groups["zones"].Value.Where(char.IsAsciiLetterUpper)).ToHashSet();
        return named.Count == 0 || named.Contains(char.ToUpperInvariant(zone));
    }

    [GeneratedRegex("vacances|pont", RegexOptions.IgnoreCase)]
    private static partial Regex Holiday();

    [GeneratedRegex("enseignants|prérentrée|rentrée", RegexOptions.IgnoreCase)]
    private static partial Regex Staff();

    [GeneratedRegex(@"\(?\bZones?\s+(?<zones>[ABC](?:\s*(?:[-,/]|et)\s*[ABC])*)\b\)?")]
    private static partial Regex Zones();
}
