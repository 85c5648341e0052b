using System.IO.Compression;
using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>Lists the files to read: the given ones, and those inside given zips. Never writes to disk.</summary>
internal static class Unpack
{
    private static ReadOnlySpan<byte> ZipMark => [(byte)'P', (byte)'K', 3, 4];
    private static ReadOnlySpan<byte> EmptyZipMark => [(byte)'P', (byte)'K', 5, 6];

    public static IEnumerable<Entry> Entries(GivenFile file, ReadingLimits limits) => Entries(file, limits, depth: 0);

    private static IEnumerable<Entry> Entries(GivenFile file, ReadingLimits limits, int depth)
    {
        if (file.Length > limits.GivenBytes)
        {
            throw Stop(file, "imports.too-large", file.Name, limits.GivenBytes >> 20);
        }
        if (file.Length == 0)
        {
            throw Stop(file, "imports.empty", file.Name);
        }
        if (!IsZip(file))
        {
            return [new Entry(file.Name, () => new MeasuredStream(file.Open(), null, file.Name, limits.EntryBytes, null, limits))];
        }
        if (depth >= limits.ZipDepth)
        {
            throw Stop(file, "imports.zip-depth", file.Name, limits.ZipDepth);
        }
        return Inside(file, limits, depth);
    }

    private static IEnumerable<Entry> Inside(GivenFile file, ReadingLimits limits, int depth)
    {
        foreach (var name in Names(file, limits))
        {
            var inner = new Entry($"{file.Name}/{name}", () => Open(file, name, limits));
            if (!StartsLikeZip(inner.Open))
            {
                yield return inner;
                continue;
            }
            var nested = GivenFile.Holding(inner.Name, Whole(inner));
            foreach (var entry in Entries(nested, limits, depth + 1))
            {
                yield return entry;
            }
        }
    }

    /// <summary>The names worth reading, each checked: no path that climbs, nothing encrypted, not too many.</summary>
    private static List<string> Names(GivenFile file, ReadingLimits limits)
    {
        using (var bytes = file.Open())
        {
            if (ZipDirectory.HasMoreThan(bytes, limits.ZipEntries))
            {
                throw Stop(file, "imports.zip-entries", file.Name, limits.ZipEntries);
            }
        }
        using var zip = OpenZip(file);
        var names = new List<string>();
        if (zip.Entries.Count > limits.ZipEntries)
        {
            throw Stop(file, "imports.zip-entries", file.Name, limits.ZipEntries);
        }
        foreach (var entry in zip.Entries)
        {
            if (WhyUnsafe(entry) is { } code)
            {
                throw Stop(file, code, file.Name, Shown.Name(entry.FullName));
            }
            if (!IsLeftovers(entry.FullName) && !names.Contains(entry.FullName))
            {
                names.Add(entry.FullName);
            }
        }
        return names;
    }

    private static string? WhyUnsafe(ZipArchiveEntry entry)
    {
        var climbs = entry.FullName.Split('/', '\\').Contains("..")
            || entry.FullName.StartsWith('/') || entry.FullName.StartsWith('\\')
            || entry.FullName.Contains(':') || entry.FullName.Any(char.IsControl);
        if (climbs)
        {
            return "imports.zip-path";
        }
        if (entry.FullName is "[Content_Types].xml" or "mimetype")
        {
            return "imports.spreadsheet";
        }
        return entry.IsEncrypted ? "imports.zip-encrypted" : null;
    }

    /// <summary>Folders, and what macOS and Windows leave in zips.</summary>
    private static bool IsLeftovers(string name) =>
        name.EndsWith('/') || name.EndsWith('\\') || name.StartsWith("__MACOSX/", StringComparison.Ordinal)
        || name.EndsWith(".DS_Store", StringComparison.Ordinal) || name.EndsWith("Thumbs.db", StringComparison.Ordinal);

    private static MeasuredStream Open(GivenFile file, string name, ReadingLimits limits)
    {
        var zip = OpenZip(file);
        var entry = zip.GetEntry(name)!;
        var shown = $"{file.Name}/{name}";
        return new MeasuredStream(entry.Open(), zip, shown, limits.EntryBytes, entry.CompressedLength, limits);
    }

    private static ZipArchive OpenZip(GivenFile file)
    {
        var stream = file.Open();
        try
        {
            return new ZipArchive(stream, ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            stream.Dispose();
            throw Stop(file, "imports.zip-broken", file.Name);
        }
    }

    private static byte[] Whole(Entry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static bool IsZip(GivenFile file) => StartsLikeZip(file.Open);

    private static bool StartsLikeZip(Func<Stream> open)
    {
        using var stream = open();
        Span<byte> first = stackalloc byte[4];
        var count = stream.ReadAtLeast(first, 4, throwOnEndOfStream: false);
        return count == 4 && (first.SequenceEqual(ZipMark) || first.SequenceEqual(EmptyZipMark));
    }

    private static UnreadableFile Stop(GivenFile file, string code, params object[] arguments) =>
        new(new Source(file.Name), Refusal.Malformed(code, arguments));
}
