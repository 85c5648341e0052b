namespace Preau.Imports.Reading;

/// <summary>How the formats write small values.</summary>
internal static class Values
{
    /// <summary>1 boy, 2 girl, as SIECLE codes it.</summary>
    public static string? Sex(string text) => Folded.Of(text) switch
    {
        "1" or "m" or "masculin" or "male" or "garcon" or "h" or "homme" or "boy" => "1",
        "2" or "f" or "feminin" or "female" or "fille" or "girl" => "2",
        _ => null,
    };

    public static bool? YesNo(string? text) => Folded.Of(text) switch
    {
        "1" or "true" or "oui" or "o" or "yes" or "y" or "vrai" or "x" => true,
        "0" or "false" or "non" or "n" or "no" or "faux" => false,
        _ => null,
    };

    /// <summary>CODE_PARENTE: mother and father are named, other codes kept as they are.</summary>
    public static string? Relation(string? code) => code switch
    {
        null => null,
        "10" => "mother",
        "20" => "father",
        _ => code,
    };

    /// <summary>Digits with an optional leading +; null when there are fewer than six.</summary>
    public static string? Phone(string? text)
    {
        if (text is null)
        {
            return null;
        }
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        if (digits.Length is < 6 or > 15)
        {
            return null;
        }
        return text.TrimStart().StartsWith('+') ? "+" + digits : digits;
    }

    /// <summary>An address with one @, lower case in its domain; else null.</summary>
    public static string? Email(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Split('@') is [{ Length: > 0 } local, { Length: > 2 } domain]
            && trimmed.Length <= 254 && !trimmed.Any(char.IsWhiteSpace)
            ? $"{local}@{domain.ToLowerInvariant()}" : null;
    }

    /// <summary>A school's number without leading zeros.</summary>
    public static string? Number(string? text) =>
        text?.Trim() is not { Length: > 0 } trimmed ? null : trimmed.TrimStart('0') is { Length: > 0 } number ? number : null;
}
