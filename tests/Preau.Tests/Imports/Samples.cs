using System.IO.Compression;
using System.Text;
using Preau.Imports.Reading;

namespace Preau.Tests.Imports;

/// <summary>Files to import, real ones and made ones.</summary>
static class Samples
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Imports", "Data");

    public static readonly string[] ConsistentNames =
        ["ElevesAvecAdresses.xml", "ResponsablesAvecAdresses.xml", "Nomenclature.xml", "Structures.xml"];

    /// <summary>The four SIECLE files of the invented school.</summary>
    public static GivenFile[] Consistent => [.. ConsistentNames.Select(n => GivenFile.At(PathOf("siecle-consistent", n)))];

    /// <summary>The invented school's STS files: down (no hours), then up.</summary>
    public static GivenFile[] Sts => [.. new[] { "sts_emp_9990001X_2026.xml", "emp_sts_9990001X_2026.xml" }.Select(n => GivenFile.At(PathOf("siecle-consistent", n)))];

    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    public static GivenFile Real(string name) => GivenFile.At(PathOf("siecle", name));

    /// <summary>The invented school's pupils after a change of its text.</summary>
    public static GivenFile Pupils(Func<string, string> change) => Changed("ElevesAvecAdresses.xml", change);

    public static GivenFile Changed(string name, Func<string, string> change)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var latin = Encoding.GetEncoding("iso-8859-15");
        var text = latin.GetString(File.ReadAllBytes(PathOf("siecle-consistent", name)));
        return GivenFile.Holding(name, latin.GetBytes(change(text)));
    }

    public static GivenFile Text(string content, string name = "a.txt", Encoding? encoding = null) =>
        GivenFile.Holding(name, (encoding ?? new UTF8Encoding(false)).GetBytes(content));

    public static GivenFile Zip(params (string Name, byte[] Content)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                stream.Write(content);
            }
        }
        return GivenFile.Holding("envoi.zip", memory.ToArray());
    }

    public static ReadingOutcome Outcome(IReadOnlyList<GivenFile> files, ReadingOptions? options = null) =>
        ReadFiles.Of(files, options);

    public static byte[] Bytes(GivenFile file)
    {
        using var stream = file.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>A SIECLE file of pupils around given elements.</summary>
    public static string Eleves(string inside, string parameters = "<PARAMETRES><UAJ>9990001X</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE></PARAMETRES>") =>
        $"""<?xml version="1.0" encoding="UTF-8"?><BEE_ELEVES VERSION="3.0">{parameters}<DONNEES>{inside}</DONNEES></BEE_ELEVES>""";
}
