using System.Globalization;
using NodaTime;
using Preau.Foundation;
using Preau.RollCall;

namespace Preau.Office;

/// <summary>How the office says days, times and marks, in the language of the page.</summary>
public static class Said
{
    /// <summary>«lundi 23 novembre», «mardi 1er décembre», “Monday 23 November”.</summary>
    public static string Day(LocalDate day)
    {
        var culture = CultureInfo.CurrentUICulture;
        var first = day.Day == 1 && culture.TwoLetterISOLanguageName == "fr";
        return first ? day.ToString("dddd '1er' MMMM", culture) : day.ToString("dddd d MMMM", culture);
    }

    /// <summary>«23/11/2026 09:06» on the wall clock of the school.</summary>
    public static string Moment(Instant at, string zone)
    {
        var local = at.InZone(DateTimeZoneProviders.Tzdb[zone]);
        return $"{local.Date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)} {Time(local.TimeOfDay)}";
    }

    /// <summary>«09:06» on the wall clock of the school.</summary>
    public static string Time(Instant at, string zone) => Time(at.InZone(DateTimeZoneProviders.Tzdb[zone]).TimeOfDay);

    /// <summary>«09:06».</summary>
    public static string Time(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>«absent», «retard 10 min», «présent».</summary>
    public static string Mark(string kind, int? minutes) => (kind, minutes) switch
    {
        ("A", _) => Words.Say("office.mark.absent"),
        ("R", { } late) => Words.Say("office.mark.late-minutes", late),
        ("R", _) => Words.Say("office.mark.late"),
        ("P", _) => Words.Say("office.mark.present"),
        _ => KindWord(kind).ToLower(CultureInfo.CurrentUICulture),
    };

    /// <summary>The colour of a mark's letter in markup: absent, late, or elsewhere.</summary>
    public static string Tone(string kind) => kind switch { "A" => "a", "R" => "r", _ => "w" };

    /// <summary>«aujourd’hui», «demain, de 08:00 à 12:00», «du lundi 23 novembre au vendredi 27 novembre».</summary>
    /// <param name="until">The day after the last (exclusive).</param>
    public static string Span(LocalDate from, LocalDate until, LocalTime? start, LocalTime? end, LocalDate today)
    {
        var last = until.PlusDays(-1);
        var days = from == last ? Near(from, today) : Words.Say("office.span.days", Day(from), Day(last));
        return (start, end) switch
        {
            (null, null) => days,
            ({ } s, { } e) => Words.Say("office.span.hours", days, Time(s), Time(e)),
            ({ } s, null) => Words.Say("office.span.from", days, Time(s)),
            (null, { } e) => Words.Say("office.span.until", days, Time(e)),
        };
    }

    /// <summary>«aujourd’hui», «demain», «lundi 23 novembre».</summary>
    public static string Near(LocalDate day, LocalDate today) =>
        day == today ? Words.Say("office.span.today") : day == today.PlusDays(1) ? Words.Say("office.span.tomorrow") : Day(day);

    /// <summary>«lundi», “Monday”.</summary>
    public static string Weekday(IsoDayOfWeek weekday) => CultureInfo.CurrentUICulture.DateTimeFormat.GetDayName((DayOfWeek)((int)weekday % 7));

    /// <summary>«Absent», «Stage»: the words of a usual kind; the code of another.</summary>
    public static string KindWord(string code)
    {
        var key = $"rollcall.kind.{code.ToLowerInvariant()}";
        return Words.Keys("fr").Contains(key) ? Words.Say(key) : code;
    }

    /// <summary>The name of an enum's member in markup and words: <c>LastLesson</c> is <c>last-lesson</c>.</summary>
    public static string Dashed<T>(T value) where T : struct, Enum =>
        string.Concat(value.ToString().Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    /// <summary>«06 12 34 56 78»: a French number in pairs; another as it is written.</summary>
    public static string Phone(string number) =>
        number is ['0', ..] && number.Length == 10 && number.All(char.IsAsciiDigit) ? string.Join('\u00A0', Enumerable.Range(0, 5).Select(i => number.Substring(i * 2, 2))) : number;

    /// <summary>«Mme BERGER Nadia»: the national export writes MME.</summary>
    public static string Named(Preau.Families.Guardian guardian) =>
        $"{(guardian.Civility == "MME" ? "Mme" : guardian.Civility)} {guardian.FamilyName} {guardian.FirstName}".Trim();

    /// <summary>A date as an address and an <c>input</c> write it.</summary>
    public static string Iso(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);

    /// <summary>The date of an address; another when it is none.</summary>
    public static LocalDate Read(string? iso, LocalDate otherwise) =>
        NodaTime.Text.LocalDatePattern.Iso.Parse(iso ?? "") is { Success: true, Value.Year: > 1900 and < 2200 } read ? read.Value : otherwise;

    /// <summary>A day as typed in a form; a day that no verb takes when the field was emptied.</summary>
    public static LocalDate Typed(DateOnly? day) => LocalDate.FromDateOnly(day ?? DateOnly.MinValue);

    /// <summary>A time as typed in a form; midnight when the field was emptied, which its page does not send.</summary>
    public static LocalTime Typed(TimeOnly? time) => LocalTime.FromTimeOnly(time ?? TimeOnly.MinValue);

    /// <summary>The day after a last day as typed (exclusive, as the verbs want it); the calendar's own last day has none after it.</summary>
    public static LocalDate DayAfter(DateOnly? last) => last is { } day && day < DateOnly.MaxValue ? Typed(day).PlusDays(1) : Typed(last);

    /// <summary>The words of a refusal that came in an address; a code that we never wrote is not repeated to anybody.</summary>
    public static string Refusal(string code) => Words.Say(Words.Keys("fr").Contains(code) ? code : "sign-in.stale");

    /// <summary>What stands after the letter of a mark: «absent», «10 min», «retard».</summary>
    public static string AfterLetter(string kind, int? minutes) => kind == "R" && minutes is { } late ? $"{late}\u00A0min" : Mark(kind, minutes);

    /// <summary>The word of a cell's state, such as «appel fait».</summary>
    public static string State(CellState state) => Words.Say($"office.board.{Name(state)}");

    /// <summary>The name of a cell's state in markup, such as <c>taken</c>.</summary>
    public static string Name(CellState state) => state.ToString().ToLowerInvariant();

    /// <summary>The name of a pupil's state in markup, such as <c>not-called</c>.</summary>
    public static string Name(PupilState state) => state switch
    {
        PupilState.NotCalled => "not-called", PupilState.NotSeen => "not-seen", _ => state.ToString().ToLowerInvariant(),
    };
}
