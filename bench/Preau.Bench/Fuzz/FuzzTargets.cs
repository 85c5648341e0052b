using System.Text;
using NodaTime;
using Preau.Foundation;
using Preau.Imports.Planning;
using Preau.Imports.Reading;

namespace Preau.Bench.Fuzz;

/// <summary>The doors by which bytes come in: the sync door, and the importers' files.</summary>
internal static class FuzzTargets
{
    private static readonly byte[][] markup = Words(
        "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "<?x ?>", "<!DOCTYPE a [<!ENTITY x \"y\">]>", "&x;", "&#0;", "&#xD800;", "&amp;", "\"", "'",
        "<ELEVE ELEVE_ID=\"1\">", "</ELEVE>", "<PARAMETRES>", "</PARAMETRES>", "<STRUCTURE><CODE_STRUCTURE>6A</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE>", "<DATE_NAISS>31/02/2012</DATE_NAISS>",
        "<DATE_NAISS>01/01/-9999</DATE_NAISS>", "<ANNEE_SCOLAIRE>99999999999</ANNEE_SCOLAIRE>", "<UAJ>", "9990001X", "2147483648", "-1", "\u00e9", "\ufeff", "\u0000", "\u0085", "\u2028");

    private static readonly byte[][] cells = Words(
        ";", ",", "\t", "\"", "\"\"", "\r\n", "\n", "\r", "sep=;\n", "Nom;Prénom;Classe\n", "Groupe", "Responsable 1 nom", "Responsable légal 2 e-mail", "Né(e) le", "31/02/2012", "0001-01-01", "9999-12-31T23:59", "+33",
        "@", "=HYPERLINK(1)", "\u0000", "\ufeff", "\ufffd", "é", "|", "F", "DP", "1234567890A");

    private static readonly byte[][] lists =
    [
        .. Words(
            "Nom;Prénom;Classe;Né(e) le;Sexe;Régime\nÉTÉ;Zoé;6A;03/02/2012;F;DP\nB;\"Jean\nLuc\";6B;4.2.2012;M;EXT\n",
            "\ufeffFamily name,First name,Class,Date of birth,Groups\r\n\"O'NEIL, dit \"\"Neil\"\"\",Zoé,6A,2012-02-03,\"ANG1|LAT\"\r\n",
            "NOM\tPRENOM\tDIVISION\tINE\tELENOET\tDate entrée\tDate de sortie\nA\tB\t6A\t1234567890A\t0501\t1/9/2026\t2026-10-01\n",
            "Nom;Prénom;Classe;Responsable 1 nom;Responsable 1 prénom;Responsable 1 e-mail;Nom responsable légal 2;Tél. portable responsable 2\nA;Léa;6A;A;Anne;anne@exemple.invalid;B;06 00 00 00 01\n",
            "sep=;\nÉlève;Classe\nDE LA TOUR Jean Luc;6A\nMartin Zoé;6A\n", "EXEMPLE;Zoé;03/02/2012;501;1234567890A;;NON;DP DAN;F\n"),
        Encoding.BigEndianUnicode.GetPreamble().Concat(Encoding.BigEndianUnicode.GetBytes("Nom;Prénom;Classe\nBŒUF;Anaïs-Zoë;6ème\n")).ToArray(),
        Encoding.Latin1.GetBytes("Nom;Prénom;Classe\nÉTÉ;Zoé;6ème\n"),
    ];

    /// <summary>All, in the order in which they run.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("door", 1_000_000, seed => new Mutations(seed, [.. DoorInput.Corpus, .. Corpus.Kept("door")]).Next, DoorInput.Read),
        new("xml", 1_000_000, seed => new Mutations(seed, Xml(), markup).Next, Import),
        new("csv", 1_000_000, seed => new Mutations(seed, [.. lists, .. Corpus.Kept("csv")], cells).Next, Import),
        new("zip", 100_000, seed => new ZipMutations(seed, new Mutations(seed, Xml(), markup), new Mutations(seed, lists, cells), Corpus.Kept("zip")).Next, Import),
        new("xlsx", 100_000, seed => new ZipMutations(seed, new Mutations(seed, Workbook.Parts, markup), new Mutations(seed, Workbook.Parts, cells), [Workbook.Whole(), .. Corpus.Kept("xlsx")]).Next, Import),
    ];

    private static IReadOnlyList<byte[]> Xml() => [.. Corpus.Samples("siecle"), .. Corpus.Kept("xml")];

    /// <summary>Reads a file as any importer's user would give it, says why not, and plans what was read into an empty school.</summary>
    private static bool Import(byte[] input)
    {
        var outcome = ReadFiles.Of([GivenFile.Holding("x", input)]);
        if (outcome.School is null == outcome.Refused is null)
        {
            throw new InvalidOperationException("Neither read nor refused, or both.");
        }
        if (outcome.Refused is { } remark)
        {
            _ = Foundation.Words.Say(remark.Reason);
            return false;
        }
        foreach (var said in outcome.School!.Refused.Concat(outcome.School.Notices))
        {
            _ = Foundation.Words.Say(said.Reason);
        }
        _ = PlanImport.Of(new KnownSchool { From = new(2026, 9, 1), Until = new(2027, 9, 1) }, outcome.School, new LocalDate(2026, 11, 23));
        return true;
    }

    private static byte[][] Words(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];
}
