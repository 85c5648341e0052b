namespace Preau.Imports.Reading;

/// <summary>Reads BEE_RESPONSABLES: guardians, who answers for whom, addresses.</summary>
internal sealed class SiecleGuardians(Entry entry, Ledger ledger, Gathering gathering)
{
    public void Take(Met met)
    {
        switch (met.Branch.Name)
        {
            case "PERSONNE": Guardian(met.Branch); break;
            case "RESPONSABLE_ELEVE": Guardianship(met.Branch); break;
            case "ADRESSE": Address(met.Branch); break;
        }
    }

    private void Guardian(Branch b)
    {
        var record = new OneRecord(ledger, Subject.Guardians);
        var where = entry.At(b.Line, "PERSONNE");
        if (Values.Number(b.Attribute("PERSONNE_ID")) is not { } id)
        {
            record.Refuse(where, "imports.line.missing", "PERSONNE_ID");
            return;
        }
        var guardian = new ReadGuardian(where, id, record.Name(Of(b, "NOM_USAGE", "NOM_DE_FAMILLE", "NOM")), Of(b, "PRENOM").Clean)
        {
            SiecleId = id,
            Civility = Of(b, "LC_CIVILITE").Clean,
            HomePhone = Contact(b, "TEL_PERSONNEL", Values.Phone),
            MobilePhone = Contact(b, "TEL_PORTABLE", Values.Phone),
            WorkPhone = Contact(b, "TEL_PROFESSIONNEL", Values.Phone),
            Email = Contact(b, "MEL", Values.Email),
            AcceptsTexts = Values.YesNo(b.Value("ACCEPTE_SMS")),
        };
        if (record.IsRefused)
        {
            gathering.RefusedGuardian(id);
        }
        else
        {
            gathering.Add(guardian, Values.Number(b.Value("ADRESSE_ID")));
        }
    }

    /// <summary>A number or address that cannot be right is left out and said; the guardian stays.</summary>
    private string? Contact(Branch b, string name, Func<string?, string?> read)
    {
        var field = Of(b, name);
        var value = read(field.Clean);
        if (value is null && field.Clean is { } text)
        {
            ledger.Notice(Subject.Guardians, field.Where, "imports.notice.bad-contact", Shown.Name(text));
        }
        return value;
    }

    private void Guardianship(Branch b)
    {
        var where = entry.At(b.Line, "RESPONSABLE_ELEVE");
        var pupil = Values.Number(b.Value("ELEVE_ID"));
        var guardian = Values.Number(b.Value("PERSONNE_ID"));
        if (pupil is null || guardian is null)
        {
            ledger.Refuse(Subject.Guardianships, where, "imports.line.missing", pupil is null ? "ELEVE_ID" : "PERSONNE_ID");
            return;
        }
        gathering.Add(new ReadGuardianship(where, guardian, pupil)
        {
            Relation = Values.Relation(b.Value("CODE_PARENTE")),
            Level = int.TryParse(b.Value("NIVEAU_RESPONSABILITE", "RESP_LEGAL"), out var level) && level is >= 0 and <= 9 ? level : null,
            FirstContact = Values.YesNo(b.Value("A_CONTACTER_EN_PRIORITE")),
            LivesWith = Values.YesNo(b.Value("HEBERGE_ELEVE")),
            Pays = Values.YesNo(b.Value("PAIE_FRAIS_SCOLAIRES", "RESP_FINANCIER", "PERS_PAIMENT")),
        });
    }

    private void Address(Branch b)
    {
        if (Values.Number(b.Attribute("ADRESSE_ID")) is not { } id)
        {
            return;
        }
        string?[] lines =
        [
            Of(b, "LIGNE1_ADRESSE").Clean, Of(b, "LIGNE2_ADRESSE").Clean, Of(b, "LIGNE3_ADRESSE").Clean, Of(b, "LIGNE4_ADRESSE").Clean,
            $"{Of(b, "CODE_POSTAL").Clean} {Of(b, "LIBELLE_POSTAL", "COMMUNE_ETRANGERE").Clean}".Trim(),
            Of(b, "LL_PAYS").Clean is { } country && country != "FRANCE" ? country : null,
        ];
        var text = string.Join('\n', lines.Where(l => !string.IsNullOrEmpty(l)));
        if (text.Length > 0)
        {
            gathering.AddAddress(id, text);
        }
    }

    private Field Of(Branch b, params ReadOnlySpan<string> names) =>
        new(b.Value(names), entry.At(b.Child(names)?.Line ?? b.Line, names[^1]));
}
