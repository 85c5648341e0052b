using System.IO.Compression;
using System.Text;

namespace Preau.Bench.Fuzz;

/// <summary>A small workbook as spreadsheets write it.</summary>
internal static class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static readonly (string Name, string Text)[] parts =
    [
        ("[Content_Types].xml", """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"""),
        ("_rels/.rels", """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml", $"""<?xml version="1.0"?><workbook xmlns="{Main}"><sheets><sheet name="Feuil1" sheetId="1"/></sheets></workbook>"""),
        ("xl/sharedStrings.xml", $"""<?xml version="1.0"?><sst xmlns="{Main}" count="4"><si><t>Nom</t></si><si><t>Prénom</t></si><si><t>Classe</t></si><si><t>ÉTÉ</t></si></sst>"""),
        ("xl/worksheets/sheet1.xml", $"""<?xml version="1.0"?><worksheet xmlns="{Main}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" t="inlineStr"><is><t>Zoé</t></is></c><c r="C2"><v>6</v></c></row></sheetData></worksheet>"""),
    ];

    /// <summary>Its parts.</summary>
    public static IReadOnlyList<byte[]> Parts => [.. parts.Select(part => Encoding.UTF8.GetBytes(part.Text))];

    /// <summary>All of it.</summary>
    public static byte[] Whole()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return memory.ToArray();
    }
}
