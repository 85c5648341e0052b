namespace Preau.Imports.Reading;

/// <summary>Boarding regimes as SIECLE codes them: the first digit tells the regime, a second one its days.</summary>
/// <remarks>
/// 0 and 1 externe, 2 demi-pensionnaire, 3 interne, 4 interne-externé, 5 interne hébergé, 6 demi-pensionnaire hors
/// établissement. Source: CODE_REGIME as published importers read it.
/// </remarks>
public static class Regimes
{
    /// <summary>Reads a CODE_REGIME.</summary>
    /// <returns>The code, or null when it is not one.</returns>
    public static string? OfCode(string code) =>
        code is [>= '0' and <= '6'] or [>= '0' and <= '6', >= '0' and <= '9'] ? code : null;

    /// <summary>Reads a regime as people and other programs write it, in French or English.</summary>
    /// <returns>A one-digit code, or the code itself when one is written; null when the word is not known.</returns>
    public static string? OfWord(string word) => Folded.Of(word) switch
    {
        "ext" or "externe" or "extern" or "externat" or "external" or "day" or "day pupil" => "0",
        "dp" or "dp dan" or "demi pensionnaire" or "demi pension" or "half board" or "half boarder" or "d p" => "2",
        "int" or "interne" or "intern" or "internat" or "boarder" or "boarding" => "3",
        "in ex" or "interne externe" or "day boarder" => "4",
        "interne heberge" or "lodged boarder" => "5",
        var other => OfCode(other),
    };

    /// <summary>Whether two codes say the same regime, one of them perhaps without its days.</summary>
    public static bool Agree(string? one, string? other) =>
        one == other || (one is { Length: > 0 } && other is { Length: > 0 } && (one.Length == 1 || other.Length == 1) && Kind(one) == Kind(other));

    private static char Kind(string code) => code[0] == '1' ? '0' : code[0];
}
