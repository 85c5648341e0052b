using System.Collections.Immutable;

namespace Preau.Imports.Reading;

/// <summary>Reads a list of pupils, one line each, with or without their guardians.</summary>
internal sealed class CsvPupils(Ledger ledger, Gathering gathering)
{
    private static readonly char[] GroupSeparators = [',', ';', '|', '!'];

    public void Take(CsvLine line)
    {
        var record = new OneRecord(ledger, Subject.Pupils);
        var pupil = Read(line, record);
        if (record.IsRefused)
        {
            gathering.Refused(pupil);
            return;
        }
        if (gathering.Add(pupil) is not { } key)
        {
            return;
        }
        gathering.ListedIn(pupil.Class);
        foreach (var number in "123")
        {
            Guardian(line, $"guardian{number}.", key);
        }
    }

    private static ReadPupil Read(CsvLine line, OneRecord record)
    {
        var (family, first) = Names(line, record);
        return new ReadPupil(line.Entry.At(line.Number), family, first)
        {
            Ine = record.Ine(line.Field("ine")),
            Elenoet = Values.Number(line.Field("elenoet").Clean),
            SiecleId = Values.Number(line.Field("siecleId").Clean),
            BirthDate = record.Date(line.Field("birthDate")),
            Sex = record.Sex(line.Field("sex")),
            Regime = record.Known(line.Field("regime"), Regimes.OfWord),
            Mef = line.Field("mef").Clean,
            Entry = record.Date(line.Field("entry")),
            Exit = record.Date(line.Field("exit")),
            Class = line.Field("class").Clean,
            Groups = Groups(line),
        };
    }

    private static (string Family, string First) Names(CsvLine line, OneRecord record)
    {
        var full = line.Field("fullName");
        if (line.Columns.Contains("familyName") || full.Clean is not { } text)
        {
            return (record.Name(line.Field("familyName")), record.Name(line.Field("firstName")));
        }
        // «MARTIN DUPONT Léa»: the words in capitals are the family name; without capitals, the first word is.
        var words = text.Replace(",", "", StringComparison.Ordinal).Split(' ');
        var capitals = words.TakeWhile(w => w.Length > 1 && w == w.ToUpperInvariant()).Count();
        var cut = capitals == 0 ? 1 : Math.Min(capitals, words.Length - 1);
        return (record.Name(full with { Text = string.Join(' ', words[..cut]) }),
            record.Name(full with { Text = string.Join(' ', words[cut..]) }));
    }

    private static ImmutableArray<string> Groups(CsvLine line) =>
        [.. line.All("groups").SelectMany(cell => cell.Split(GroupSeparators))
            .Select(code => new Field(code, line.Entry.At()).Clean).OfType<string>().Distinct()];

    private void Guardian(CsvLine line, string prefix, string pupil)
    {
        var name = line.Field(prefix + "familyName");
        if (name.Clean is null)
        {
            return;
        }
        var record = new OneRecord(ledger, Subject.Guardians);
        var guardian = new ReadGuardian(name.Where, "", record.Name(name), line.Field(prefix + "firstName").Clean)
        {
            Civility = line.Field(prefix + "civility").Clean,
            HomePhone = Values.Phone(line.Field(prefix + "homePhone").Clean),
            MobilePhone = Values.Phone(line.Field(prefix + "mobilePhone").Clean),
            WorkPhone = Values.Phone(line.Field(prefix + "workPhone").Clean),
            Email = Values.Email(line.Field(prefix + "email").Clean),
            Address = line.Field(prefix + "address").Clean,
        };
        if (record.IsRefused)
        {
            return;
        }
        var key = $"{Folded.Of(guardian.FamilyName)}|{Folded.Of(guardian.FirstName)}|"
            + (guardian.Email ?? guardian.MobilePhone ?? guardian.HomePhone ?? pupil);
        gathering.Add(guardian with { Key = key }, address: null);
        gathering.Add(new ReadGuardianship(name.Where, key, pupil) { Relation = Relation(line.Field(prefix + "relation").Clean) });
    }

    private static string? Relation(string? word) => Folded.Of(word) switch
    {
        "" => null,
        "mere" or "mother" => "mother",
        "pere" or "father" => "father",
        _ => word,
    };
}
