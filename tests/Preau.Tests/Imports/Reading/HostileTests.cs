using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Preau.Imports.Reading;
using Xunit;

namespace Preau.Tests.Imports.Reading;

/// <summary>Nothing else runs meanwhile: what is measured is this process's memory.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

/// <summary>Files that lie, break or attack: each refused by a clear code, in bounded time and memory.</summary>
[Collection("alone")]
public sealed class HostileTests
{
    const long MostBytes = 400L << 20;
    static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    static string? Refused(params GivenFile[] files)
    {
        var (before, watch) = (GC.GetTotalMemory(forceFullCollection: true), Stopwatch.StartNew());
        var peak = before;
        using var sampler = new Timer(_ => peak = Math.Max(peak, GC.GetTotalMemory(false)), null, 0, 5);
        var outcome = Samples.Outcome(files);
        Assert.True(watch.Elapsed < MostTime, $"{watch.Elapsed}");
        Assert.True(peak - before < MostBytes, $"{(peak - before) >> 20} MiB");
        return outcome.Refused?.Reason.Code;
    }

    static string? Refused(string content) => Refused(Samples.Text(content));

    static string Doctype(string subset) => $"""<?xml version="1.0"?><!DOCTYPE BEE_ELEVES [{subset}]><BEE_ELEVES>&x;</BEE_ELEVES>""";

    [Fact]
    public void External_entities_are_refused() =>
        Assert.Equal("imports.xml-dtd", Refused(Doctype("""<!ENTITY x SYSTEM "file:///etc/passwd">""")));

    [Fact]
    public void A_doctype_that_fetches_is_refused() =>
        Assert.Equal("imports.xml-dtd", Refused("""<!DOCTYPE BEE_ELEVES SYSTEM "http://127.0.0.1:1/x.dtd"><BEE_ELEVES/>"""));

    [Fact]
    public void A_billion_laughs_is_refused() =>
        Assert.Equal("imports.xml-dtd", Refused(Doctype("""<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;">""")));

    [Fact]
    public void A_zip_bomb_is_refused() =>
        Assert.Equal("imports.zip-bomb", Refused(Samples.Zip(("a.xml", new byte[60 << 20]))));

    [Fact]
    public void A_zip_whose_files_together_are_too_large_is_refused()
    {
        var noise = new byte[50 << 20];
        new Random(1).NextBytes(noise.AsSpan(0, 2 << 20));
        var entry = Encoding.ASCII.GetBytes(Samples.Eleves("")).Concat(noise.Select(b => (byte)(b % 90 + 32))).ToArray();
        Assert.NotNull(Refused(Samples.Zip([.. Enumerable.Range(0, 6).Select(i => ($"{i}.xml", entry))])));
    }

    [Theory]
    [InlineData("../../etc/cron.d/x")]
    [InlineData("a/../../b.xml")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\..\\windows\\x.xml")]
    [InlineData("C:\\x.xml")]
    public void A_path_that_climbs_is_refused(string name) =>
        Assert.Equal("imports.zip-path", Refused(Samples.Zip((name, Samples.Bytes(Samples.Consistent[0])))));

    [Fact]
    public void Zips_within_zips_within_zips_are_refused()
    {
        var zip = Samples.Zip(("a", Samples.Bytes(Samples.Consistent[0])));
        for (var i = 0; i < 3; i++)
        {
            zip = Samples.Zip(("b.zip", Samples.Bytes(zip)));
        }
        Assert.Equal("imports.zip-depth", Refused(zip));
    }

    [Fact]
    public void Too_many_files_are_refused()
    {
        Assert.Equal("imports.zip-entries", Refused(Samples.Zip([.. Enumerable.Range(0, 300).Select(i => ($"{i}.xml", new byte[] { 60 }))])));
        Assert.Equal("imports.too-many-files", Refused([.. Enumerable.Repeat(Samples.Consistent[0], 60)]));
        Assert.Equal("imports.no-files", Refused([]));
    }

    [Fact]
    public void A_million_files_in_one_zip_are_refused_before_each_becomes_an_object()
    {
        var zip = new MemoryStream();
        var header = new byte[46];
        (header[0], header[1], header[2], header[3]) = ((byte)'P', (byte)'K', 1, 2);
        zip.Write([(byte)'P', (byte)'K', 3, 4]);
        for (var i = 0; i < 1_300_000; i++)
        {
            zip.Write(header);
        }
        zip.Write([(byte)'P', (byte)'K', 5, 6, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0]);
        Assert.Equal("imports.zip-entries", Refused(GivenFile.Holding("z", zip.ToArray())));
    }

    [Fact]
    public void A_broken_zip_is_refused()
    {
        var zip = Samples.Bytes(Samples.Zip(("a.xml", Samples.Bytes(Samples.Consistent[0]))));
        Assert.Equal("imports.zip-broken", Refused(GivenFile.Holding("z", zip[..(zip.Length / 2)])));
        Array.Fill(zip, (byte)7, 60, 500);
        Assert.Equal("imports.zip-broken", Refused(GivenFile.Holding("z", zip)));
    }

    [Fact]
    public void A_truncated_file_is_refused_as_such()
    {
        var whole = Samples.Bytes(Samples.Consistent[0]);
        Assert.Equal("imports.truncated", Refused(GivenFile.Holding("e.xml", whole[..(whole.Length / 2)])));
        Assert.Equal("imports.truncated", Refused(GivenFile.Holding("e.xml", whole[..^15])));
    }

    [Fact]
    public void A_wrong_encoding_is_refused_with_its_line()
    {
        var lying = Samples.Pupils(t => t.Replace("ISO-8859-15", "UTF-8", StringComparison.Ordinal));
        var refused = Samples.Outcome([lying]).Refused!;
        Assert.Equal(("imports.encoding-broken", 6), (refused.Reason.Code, refused.Where.Line));
        Assert.Equal("imports.encoding-unknown", Refused(Samples.Pupils(t => t.Replace("ISO-8859-15", "EBCDIC-FR", StringComparison.Ordinal))));
    }

    [Fact]
    public void Nul_bytes_are_refused_with_their_line()
    {
        var nul = Samples.Pupils(t => t.Replace("Ethan", "Et\0an", StringComparison.Ordinal));
        var refused = Samples.Outcome([nul]).Refused!;
        Assert.Equal(("imports.nul", 5), (refused.Reason.Code, refused.Where.Line));
        Assert.Equal("imports.nul", Refused("Nom;Prénom;Classe\nA\0;B;C\n"));
    }

    [Fact]
    public void Huge_texts_attributes_depths_and_comments_are_refused()
    {
        var huge = new string('x', 20 << 20);
        Assert.Equal("imports.text-too-long", Refused(Samples.Eleves($"<ELEVES><ELEVE ELEVE_ID=\"1\"><NOM>{huge}</NOM></ELEVE></ELEVES>")));
        Assert.Equal("imports.text-too-long", Refused(Samples.Eleves($"<ELEVES><ELEVE ELEVE_ID=\"{huge}\"/></ELEVES>")));
        Assert.Equal("imports.text-too-long", Refused(Samples.Eleves($"<ELEVES><ELEVE ELEVE_ID=\"1\"><NOM><![CDATA[{new string('<', 9 << 20)}]]></NOM></ELEVE></ELEVES>")));
        Assert.Equal("imports.too-deep", Refused(Samples.Eleves(string.Concat(Enumerable.Repeat("<a>", 3_000_000)))));
        Assert.Equal("imports.text-too-long", Refused(Samples.Eleves($"<ELEVES><ELEVE ELEVE_ID=\"1\">{string.Concat(Enumerable.Repeat("<a/>", 3_000_000))}</ELEVE></ELEVES>")));
        Assert.Equal("imports.too-many-elements", Refused(Samples.Eleves($"<ELEVES>{string.Concat(Enumerable.Repeat("<a/>", 3_100_000))}</ELEVES>")));
    }

    [Fact]
    public void Huge_lists_are_refused()
    {
        var head = "Nom;Prénom;Classe\n";
        Assert.Equal("imports.csv-endless-field", Refused(head + "\"A;B;C\n" + string.Concat(Enumerable.Repeat("D;E;F\n", 2_000_000))));
        Assert.Equal("imports.text-too-long", Refused(head + new string(';', 40 << 20)));
        Assert.Equal("imports.too-many-lines", Refused(head + string.Concat(Enumerable.Repeat("D;E;F\n", 200_000))));
        Assert.Equal("imports.too-many-refused", Refused(head + string.Concat(Enumerable.Repeat(";E;F\n", 50_000))));
        Assert.Equal("imports.too-large", Refused(GivenFile.Holding("x", new byte[70 << 20])));
    }

    [Theory]
    [InlineData("%PDF-1.7 x", "imports.pdf")]
    [InlineData("bonjour", "imports.unrecognised")]
    [InlineData("", "imports.empty")]
    [InlineData("<html><body>Erreur 500</body></html>", "imports.unknown-root")]
    [InlineData("<BEE_ELEVES><DONNEES/></BEE_ELEVES>", "imports.no-school")]
    [InlineData("<BEE_ELEVES><PARAMETRES/></BEE_ELEVES>", "imports.no-school")]
    [InlineData("<BEE_ELEVES><PARAMETRES><UAJ>1</UAJ></PARAMETRES></BEE_ELEVES>", "imports.no-school")]
    [InlineData("<BEE_ELEVES><a></b></BEE_ELEVES>", "imports.xml-broken")]
    [InlineData("a;b;c\n1;2;3", "imports.unrecognised")]
    public void What_it_is_not_is_said(string content, string code) => Assert.Equal(code, Refused(content));

    [Fact]
    public void A_spreadsheet_is_told_to_be_saved_as_csv() =>
        Assert.Equal("imports.spreadsheet", Refused(Samples.Zip(("[Content_Types].xml", [60]), ("xl/workbook.xml", [60]))));

    [Fact]
    public void Rubbish_never_throws_whatever_byte_is_changed()
    {
        var files = Samples.Consistent.Concat(Samples.Sts).Select(Samples.Bytes).Append(Samples.Bytes(Samples.Zip(("e.xml", Samples.Bytes(Samples.Consistent[0]))))).ToArray();
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, 1 << 20], Gen.Byte.Array[1, 8], Gen.Bool).Sample((which, at, bytes, cut) =>
        {
            var content = (byte[])files[which].Clone();
            at %= content.Length - 8;
            bytes.CopyTo(content, at);
            var outcome = Samples.Outcome([GivenFile.Holding("x", cut ? content[..(at + 1)] : content)]);
            return outcome.School is null != outcome.Refused is null;
        }, iter: 300, threads: 2);
    }
}
