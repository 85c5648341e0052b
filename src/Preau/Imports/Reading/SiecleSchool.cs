namespace Preau.Imports.Reading;

/// <summary>
/// Reads what speaks of the school as a whole: PARAMETRES of every file, BEE_STRUCTURES (classes and groups),
/// BEE_COMMUN (name and dates), BEE_NOMENCLATURES (courses of study), and of STS files the name and the dates.
/// </summary>
internal sealed class SiecleSchool(Entry entry, Ledger ledger, Gathering gathering)
{
    /// <summary>The school and the year of this file, which must be those of the others.</summary>
    public void Parameters(Branch b)
    {
        var uaj = b.Children.FirstOrDefault(c => c.Name == "UAJ");
        var year = b.Children.FirstOrDefault(c => c.Name == "ANNEE_SCOLAIRE");
        gathering.Belongs(entry, b.Line, uaj?.Attribute("CODE") ?? uaj?.Text, year?.Attribute("ANNEE") ?? year?.Text);
        if (uaj is not null && year is not null)
        {
            Name(uaj);
            Dates(year, "DATE_DEBUT", "DATE_FIN");
        }
    }

    public void Take(Met met)
    {
        switch (met.Branch.Name)
        {
            case "DIVISION": Group(met.Branch, isClass: true); break;
            case "GROUPE": Group(met.Branch, isClass: false); break;
            case "UAJ": Name(met.Branch); break;
            case "ANNEE_SCOLAIRE": Dates(met.Branch, "DATE_DEBUT_ELEVE", "DATE_FIN_ELEVE"); break;
        }
    }

    private void Group(Branch b, bool isClass)
    {
        var where = entry.At(b.Line, b.Name);
        if (new Field(b.Attribute("CODE_STRUCTURE"), where).Clean is not { } code)
        {
            ledger.Refuse(isClass ? Subject.Classes : Subject.Groups, where, "imports.line.missing", "CODE_STRUCTURE");
            return;
        }
        var label = new Field(b.Value("LIBELLE_LONG"), where).Clean;
        gathering.Add(new ReadGroup(where, isClass, code, label ?? code));
    }

    private void Name(Branch b)
    {
        if (b.Value("DENOM_PRINC") is { } first)
        {
            gathering.Name ??= $"{first} {b.Value("DENOM_COMPL")}".Trim();
        }
    }

    private void Dates(Branch b, string start, string end)
    {
        var record = new OneRecord(ledger, Subject.School);
        gathering.Start ??= record.Date(new Field(b.Value(start), entry.At(b.Line, start)));
        gathering.End ??= record.Date(new Field(b.Value(end), entry.At(b.Line, end)));
    }
}
