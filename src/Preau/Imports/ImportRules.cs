using NodaTime;
using Preau.Accounts;
using Preau.Foundation;
using Preau.Imports.Reading;

namespace Preau.Imports;

/// <summary>May these files be imported here? Pure.</summary>
public static class ImportRules
{
    /// <summary>Why files of another school or year may not be imported here.</summary>
    /// <param name="read">The files.</param>
    /// <param name="establishment">Where they would go.</param>
    /// <param name="year">The school year that they would go to.</param>
    /// <returns>The refusal, or null. Files that do not say their school (CSV) are taken at their giver's word.</returns>
    /// <remarks>Errors: imports.other-school, imports.other-year.</remarks>
    public static Refusal? WhyForeign(ReadSchool read, Establishment establishment, short year)
    {
        var uai = establishment.Uai ?? (LooksLikeUai(establishment.Code) ? establishment.Code : null);
        if (read.Uai is { } theirs && uai is not null && !theirs.Equals(uai, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal("imports.other-school", 409, theirs, establishment.Code, uai);
        }
        return read.Year is { } of && of != year ? new Refusal("imports.other-year", 409, of, year) : null;
    }

    /// <summary>Why a year that the files name may not be made: it is over, and nobody said that he knows.</summary>
    /// <param name="until">The day after the year's last.</param>
    /// <param name="today">Today in the school's zone.</param>
    /// <param name="meant">The year was named by the user.</param>
    /// <remarks>Errors: imports.old-year.</remarks>
    public static Refusal? WhyOver(int year, LocalDate until, LocalDate today, bool meant) =>
        until <= today && !meant ? new Refusal("imports.old-year", 409, year) : null;

    /// <summary>Seven digits (or a letter among the first of Corsica and abroad) and a letter.</summary>
    public static bool LooksLikeUai(string code) =>
        code.Length == 8 && code.All(char.IsAsciiLetterOrDigit) && char.IsAsciiLetter(code[^1]) && code[..7].Count(char.IsAsciiDigit) >= 6;
}
