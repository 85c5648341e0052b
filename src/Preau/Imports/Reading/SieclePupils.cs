namespace Preau.Imports.Reading;

/// <summary>Reads BEE_ELEVES (and BEE_EPHC_ELEVES): pupils, and who is in which division and group.</summary>
internal sealed class SieclePupils(Entry entry, Ledger ledger, Gathering gathering)
{
    public void Take(Met met)
    {
        var branch = met.Branch;
        if (branch.Name == "ELEVE")
        {
            Pupil(branch);
        }
        else if (met.Container == "STRUCTURES")
        {
            Structures(branch);
        }
    }

    private void Pupil(Branch b)
    {
        var record = new OneRecord(ledger, Subject.Pupils);
        var id = Values.Number(b.Attribute("ELEVE_ID"));
        if (id is null)
        {
            record.Refuse(entry.At(b.Line, "ELEVE"), "imports.line.missing", "ELEVE_ID");
            return;
        }
        var pupil = Read(b, id, record);
        if (record.IsRefused)
        {
            gathering.Refused(pupil);
        }
        else
        {
            gathering.Add(pupil);
        }
    }

    private ReadPupil Read(Branch b, string id, OneRecord record) =>
        new(entry.At(b.Line, "ELEVE"),
            record.Name(Of(b, "NOM_USAGE", "NOM_DE_FAMILLE", "NOM")),
            record.Name(Of(b, "PRENOM")))
        {
            SiecleId = id,
            BirthName = b.Value("NOM_USAGE") is null ? null : Of(b, "NOM_DE_FAMILLE", "NOM").Clean,
            Ine = record.Ine(Of(b, "ID_NATIONAL", "INE_RNIE")),
            Elenoet = Elenoet(b),
            BirthDate = record.Date(Of(b, "DATE_NAISS")),
            Sex = record.Sex(Of(b, "CODE_SEXE")),
            Regime = record.Known(Of(b, "CODE_REGIME"), Regimes.OfCode),
            Mef = b.Value("CODE_MEF"),
            Entry = record.Date(Of(b, "DATE_ENTREE")),
            Exit = record.Date(Of(b, "DATE_SORTIE")),
        };

    /// <summary>Attribute and element should agree; the element is the one that other exports repeat.</summary>
    private string? Elenoet(Branch b)
    {
        var attribute = Values.Number(b.Attribute("ELENOET"));
        var element = Values.Number(b.Value("ELENOET"));
        if (attribute is not null && element is not null && attribute != element)
        {
            ledger.Notice(Subject.Pupils, entry.At(b.Line, "ELENOET"), "imports.notice.elenoet", attribute, element);
        }
        return element ?? attribute;
    }

    private void Structures(Branch b)
    {
        if (Values.Number(b.Attribute("ELEVE_ID")) is not { } id)
        {
            ledger.Refuse(Subject.Memberships, entry.At(b.Line, Shown.Name(b.Name)), "imports.line.missing", "ELEVE_ID");
            return;
        }
        if (b.Name != "STRUCTURES_ELEVE")
        {
            ledger.Notice(Subject.Memberships, entry.At(b.Line, Shown.Name(b.Name)), "imports.notice.misspelt",
                Shown.Name(b.Name), "STRUCTURES_ELEVE");
        }
        foreach (var structure in b.Named("STRUCTURE"))
        {
            Structure(id, structure);
        }
    }

    private void Structure(string pupil, Branch b)
    {
        var code = Of(b, "CODE_STRUCTURE").Clean;
        var where = entry.At(b.Line, "STRUCTURE");
        switch (code, b.Value("TYPE_STRUCTURE"))
        {
            case (null, _):
                ledger.Refuse(Subject.Memberships, where, "imports.line.missing", "CODE_STRUCTURE");
                break;
            case (_, "D"):
                gathering.PutInClass(pupil, code, where);
                break;
            case (_, "G"):
                gathering.PutInGroup(pupil, code, where);
                break;
            case (_, var type):
                ledger.Refuse(Subject.Memberships, where, "imports.line.structure-type", Shown.Name(type ?? ""));
                break;
        }
    }

    private Field Of(Branch b, params ReadOnlySpan<string> names) =>
        new(b.Value(names), entry.At(b.Child(names)?.Line ?? b.Line, names[^1]));
}
