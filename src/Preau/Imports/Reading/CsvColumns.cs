using System.Collections.Frozen;

namespace Preau.Imports.Reading;

/// <summary>The columns a list may have, and the headers by which they are known, in French and English.</summary>
/// <remarks>
/// A guardian's column is <c>guardian1.email</c>: any header with a word for a guardian, a number (1 when none is said),
/// and one of the words for a field.
/// </remarks>
public static class CsvColumns
{
    private const StringSplitOptions Clean = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private static readonly FrozenDictionary<string, string> Pupil = Table(
        ("familyName", "nom, nom de famille, nom eleve, nom de l eleve, nom usage, nom d usage, nom usuel, nom de naissance, family name, familyname, last name, lastname, surname"),
        ("firstName", "prenom, prenoms, prenom eleve, prenom de l eleve, prenom 1, prenom usuel, first name, firstname, given name, givenname, forename"),
        ("fullName", "nom prenom, nom et prenom, nom prenom eleve, eleve, nom complet, full name, name, pupil, student"),
        ("birthDate", "date de naissance, date naissance, date naiss, naissance, ne le, nee le, ne e le, ddn, birth date, birthdate, date of birth, dob, birthday"),
        ("ine", "ine, n ine, no ine, numero ine, ine rnie, identifiant national, id national, n national, no national, numero national, national id, national identifier"),
        ("elenoet", "elenoet, numero interne, n interne, no interne, numero eleve, n eleve, no eleve, matricule, school number, student number, pupil number"),
        ("siecleId", "eleve id, id siecle, siecle id"),
        ("sex", "sexe, sex, gender, genre"),
        ("regime", "regime, regime scolaire, boarding, boarding regime"),
        ("mef", "mef, code mef"),
        ("class", "classe, classes, division, class, code classe, classe de rattachement, libelle classe, form, homeroom, class name"),
        ("groups", "groupe, groupes, group, groups, groupe 1, groupe 2, groupe 3, group 1, group 2, group 3, groupes de l eleve"),
        ("entry", "date entree, date d entree, entree, entry date, start date, enrolment date"),
        ("exit", "date sortie, date de sortie, sortie, exit date, leaving date, end date"));

    private static readonly FrozenDictionary<string, string> Guardian = Table(
        ("familyName", "nom, nom de famille, nom usage, family name, last name, surname, lastname"),
        ("firstName", "prenom, first name, given name, forename, firstname"),
        ("civility", "civilite, title, civility"),
        ("email", "mel, mail, email, e mail, courriel, adresse mail, adresse email, adresse e mail, email address"),
        ("mobilePhone", "portable, tel portable, telephone portable, mobile, tel mobile, telephone mobile, mobile phone, gsm"),
        ("homePhone", "tel, telephone, phone, tel personnel, telephone personnel, telephone domicile, tel domicile, home phone"),
        ("workPhone", "tel professionnel, telephone professionnel, tel travail, work phone"),
        ("address", "adresse, address, adresse postale, postal address"),
        ("relation", "lien, lien de parente, parente, relation, relationship"));

    private static readonly FrozenSet<string> GuardianWords =
        "responsable resp legal legale rl parent guardian tuteur tutrice pere mere mother father representant".Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> Fillers = "du de la le l des d of the".Split(' ').ToFrozenSet();

    /// <summary>Names the column that a header announces, or null when it is not known.</summary>
    public static string? Of(string header)
    {
        var folded = Folded.Of(header);
        return Pupil.TryGetValue(folded, out var column) ? column : OfGuardian(folded);
    }

    /// <summary>Whether a column of this name exists, for a mapping given by hand.</summary>
    public static bool Exists(string column) =>
        Pupil.Values.Contains(column)
        || (column.StartsWith("guardian", StringComparison.Ordinal) && column.Split('.') is [{ Length: 9 } who, var field]
            && who[^1] is '1' or '2' or '3' && Guardian.Values.Contains(field));

    private static string? OfGuardian(string folded)
    {
        var words = folded.Split(' ', Clean).SelectMany(Parted).ToList();
        if (!words.Any(GuardianWords.Contains))
        {
            return null;
        }
        var number = words.FirstOrDefault(w => w is "1" or "2" or "3") ?? (words.Contains("pere") || words.Contains("father") ? "2" : "1");
        var rest = words.Where(w => !GuardianWords.Contains(w) && !Fillers.Contains(w) && w is not ("1" or "2" or "3"));
        return Guardian.TryGetValue(string.Join(' ', rest), out var field) ? $"guardian{number}.{field}" : null;
    }

    /// <summary>«resp1» is two words.</summary>
    private static IEnumerable<string> Parted(string word) =>
        word.Length > 1 && word[^1] is '1' or '2' or '3' && !char.IsDigit(word[^2]) ? [word[..^1], word[^1..]] : [word];

    private static FrozenDictionary<string, string> Table(params (string Column, string Headers)[] rows) =>
        rows.SelectMany(r => r.Headers.Split(',', Clean).Select(h => (Header: h, r.Column)))
            .ToFrozenDictionary(x => x.Header, x => x.Column);
}
