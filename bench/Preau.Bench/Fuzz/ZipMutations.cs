using System.IO.Compression;

namespace Preau.Bench.Fuzz;

/// <summary>Makes bad zips: good ones around bad files under bad names, then bytes of their own tables changed.</summary>
/// <param name="good">Whole zips to start from, beside those that are made.</param>
internal sealed class ZipMutations(int seed, Mutations one, Mutations other, IReadOnlyList<byte[]> good)
{
    private const int Most = 1 << 20;
    private readonly Random random = new(seed);
    private readonly Mutations? whole = good.Count > 0 ? new Mutations(seed, good, []) : null;

    private static readonly string[] names =
        ["Eleves.xml", "a.csv", "../a.xml", "/etc/passwd", "C:\\a", "a/", " ", ".DS_Store", "__MACOSX/a", "[Content_Types].xml", "mimetype", "xl/workbook.xml", "a\0b", "é.xml", new string('n', 300), "b.zip", "Eleves.xml"];

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        var zip = whole is not null && random.Next(3) == 0 ? whole.Next() : Pack(random.Next(12) == 0 ? 2 : 1);
        for (var times = random.Next(2) == 0 ? 0 : 1 + random.Next(4); times > 0 && zip.Length > 0; times--)
        {
            // The tables stand at the end and before each file: most changes go there.
            var at = random.Next(2) == 0 ? Math.Max(0, zip.Length - 1 - random.Next(200)) : random.Next(zip.Length);
            zip[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => 0xff, _ => (byte)(zip[at] ^ (1 << random.Next(8))) };
        }
        return random.Next(20) == 0 ? zip[..random.Next(zip.Length + 1)] : zip;
    }

    private byte[] Pack(int depth)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var files = random.Next(1, 4); files > 0; files--)
            {
                var name = random.Next(3) == 0 ? names[random.Next(names.Length)] : $"{files}.xml";
                var level = random.Next(2) == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
                using var stream = zip.CreateEntry(name, level).Open();
                stream.Write(depth > 1 ? Pack(depth - 1) : random.Next(2) == 0 ? one.Next() : other.Next());
            }
        }
        return memory.Length > Most ? memory.ToArray()[..Most] : memory.ToArray();
    }
}
