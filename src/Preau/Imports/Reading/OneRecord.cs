using NodaTime;
using NodaTime.Text;

namespace Preau.Imports.Reading;

/// <summary>A value and where it stands.</summary>
internal readonly record struct Field(string? Text, Source Where)
{
    /// <summary>Trimmed, inner whitespace single; null when nothing is left.</summary>
    public string? Clean => Text is null ? null
        : string.Join(' ', Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } clean ? clean : null;
}

/// <summary>Reads the fields of one record; the first wrong one refuses the record, and only it.</summary>
internal sealed class OneRecord(Ledger ledger, Subject subject)
{
    private const int LongestName = 100;

    private static readonly LocalDatePattern[] Dates =
    [
        LocalDatePattern.CreateWithInvariantCulture("d/M/uuuu"),
        LocalDatePattern.Iso,
        LocalDatePattern.CreateWithInvariantCulture("d-M-uuuu"),
        LocalDatePattern.CreateWithInvariantCulture("d.M.uuuu"),
    ];

    /// <summary>A field was wrong; the record must not be used.</summary>
    public bool IsRefused { get; private set; }

    public void Refuse(Source where, string code, params object[] arguments)
    {
        if (!IsRefused)
        {
            ledger.Refuse(subject, where, code, arguments);
        }
        IsRefused = true;
    }

    /// <summary>A name that must be there.</summary>
    public string Name(Field field)
    {
        switch (field.Clean)
        {
            case null:
                Refuse(field.Where, "imports.line.missing", field.Where.Element ?? "");
                return "";
            case { Length: > LongestName } or { } when field.Clean.Any(IsStrange):
                Refuse(field.Where, "imports.line.bad-name", Shown.Name(field.Clean));
                return "";
            case var name:
                return name;
        }
    }

    /// <summary>A day: 03/02/2012, 2012-02-03, 3-2-2012 or 3.2.2012; a time after it is ignored.</summary>
    public LocalDate? Date(Field field)
    {
        if (field.Clean is not { } text)
        {
            return null;
        }
        var day = text.Split(' ', 'T')[0];
        foreach (var pattern in Dates)
        {
            if (pattern.Parse(day) is { Success: true, Value: { Year: >= 1900 and <= 2100 } date })
            {
                return date;
            }
        }
        Refuse(field.Where, "imports.line.bad-date", Shown.Name(text));
        return null;
    }

    /// <summary>A national identifier: eleven letters and digits, or it is left out and said.</summary>
    public string? Ine(Field field)
    {
        if (field.Clean?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() is not { } ine)
        {
            return null;
        }
        if (ine.Length is >= 10 and <= 11 && ine.All(char.IsAsciiLetterOrDigit))
        {
            return ine;
        }
        ledger.Notice(subject, field.Where, "imports.notice.bad-ine", Shown.Name(ine));
        return null;
    }

    /// <summary>1 boy, 2 girl; one that is not known is left out and said.</summary>
    public short? Sex(Field field) => Known(field, Values.Sex) is [var digit] ? (short)(digit - '0') : null;

    /// <summary>A value out of a list; one that is not known is left out and said.</summary>
    public string? Known(Field field, Func<string, string?> read)
    {
        if (field.Clean is not { } text)
        {
            return null;
        }
        var known = read(text);
        if (known is null)
        {
            ledger.Notice(subject, field.Where, "imports.notice.unknown-value", Shown.Name(text));
        }
        return known;
    }

    private static bool IsStrange(char c) => char.IsControl(c) || c is '\uFFFD' or '<' or '>';
}
