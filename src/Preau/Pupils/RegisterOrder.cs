using System.Globalization;
using System.Text;
using Preau.Foundation;

namespace Preau.Pupils;

/// <summary>The order of a French register: by family name, accents folded, particles as written, then first name.</summary>
public static class RegisterOrder
{
    /// <summary>A key whose ordinal order is the register's.</summary>
    /// <returns>Capitals without accents; hyphens and apostrophes become spaces; family name, a separator below space, first name.</returns>
    public static string Key(string familyName, string firstName) => $"{Fold(familyName)}\u0001{Fold(firstName)}";

    /// <summary>Folds one name: for sorting and for matching names that were typed differently.</summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name.Whole().Replace("œ", "oe").Replace("Œ", "OE").Replace("æ", "ae").Replace("Æ", "AE").Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToUpperInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && folded is [.., not ' '])
            {
                folded.Append(' ');
            }
        }
        return folded.ToString().TrimEnd();
    }
}
