using System.Xml;
using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>Reads the files of a school, whatever their names, kinds and number. Writes nothing.</summary>
public static class ReadFiles
{
    /// <summary>Reads several files as one school.</summary>
    /// <param name="files">SIECLE and CSV files, plain or zipped, in any order.</param>
    /// <param name="options">Limits, mapping, progress.</param>
    /// <param name="stop">Stops reading between two records.</param>
    /// <returns>The school, or the one reason why nothing was read. Never throws for what a file holds.</returns>
    /// <remarks>
    /// Shape: no I/O but the files' streams; memory bounded by <see cref="ReadingLimits"/>. Errors that refuse everything:
    /// imports.no-files, imports.too-many-files, imports.too-large, imports.empty, imports.zip-broken, imports.zip-path,
    /// imports.zip-bomb, imports.zip-entries, imports.zip-depth, imports.zip-encrypted, imports.spreadsheet, imports.pdf,
    /// imports.other-archive, imports.unrecognised, imports.unknown-root, imports.encoding-unknown,
    /// imports.encoding-broken, imports.nul, imports.xml-dtd, imports.truncated, imports.xml-broken, imports.too-deep,
    /// imports.too-many-elements, imports.text-too-long, imports.too-many-lines, imports.csv-columns,
    /// imports.csv-endless-field, imports.too-many-lessons, imports.mapping-column, imports.mapping-header, imports.no-school,
    /// imports.mixed-schools, imports.mixed-years, imports.too-many-refused, imports.unreadable.
    /// </remarks>
    public static ReadingOutcome Of(IReadOnlyList<GivenFile> files, ReadingOptions? options = null, CancellationToken stop = default)
    {
        options ??= new ReadingOptions();
        try
        {
            return new ReadingOutcome(Read(files, options, stop), null);
        }
        catch (UnreadableFile unreadable)
        {
            return new ReadingOutcome(null, unreadable.Remark);
        }
    }

    private static ReadSchool Read(IReadOnlyList<GivenFile> files, ReadingOptions options, CancellationToken stop)
    {
        RefuseCount(files, options.Limits);
        var ledger = new Ledger(options.Limits);
        var gathering = new Gathering(ledger);
        var recognised = files.SelectMany(file => Recognised(file, options, ledger, stop)).ToList();
        RefuseLoneClasses(recognised);
        var total = 0L;
        var hashes = new HashSet<string>();
        foreach (var file in recognised)
        {
            total += file.Scan.Length;
            if (total > options.Limits.TotalBytes)
            {
                throw new UnreadableFile(file.Entry.At(), Refusal.Malformed("imports.too-large", file.Entry.Name, options.Limits.TotalBytes >> 20));
            }
            if (!hashes.Add(file.Scan.Hash))
            {
                ledger.Notice(Subject.School, file.Entry.At(), "imports.notice.same-file");
                continue;
            }
            Guarded(file.Entry, () => { ReadOne.File(file, options, ledger, gathering, stop); return true; });
        }
        return gathering.Finish();
    }

    private static List<Recognised> Recognised(GivenFile file, ReadingOptions options, Ledger ledger, CancellationToken stop)
    {
        var whole = new Entry(file.Name, file.Open);
        return Guarded(whole, () =>
        {
            var found = new List<Recognised>();
            foreach (var entry in Unpack.Entries(file, options.Limits))
            {
                found.Add(Guarded(entry, () => Recognise.File(entry, Scan.Of(entry, stop), options, ledger, stop)));
            }
            return found.Count > 0 ? found : throw new UnreadableFile(whole.At(), Refusal.Malformed("imports.empty", file.Name));
        });
    }

    /// <summary>Gives each fault that a library reports the place and the words it deserves.</summary>
    private static T Guarded<T>(Entry entry, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException broken)
        {
            throw XmlWalk.Refused(entry, broken);
        }
        catch (InvalidDataException)
        {
            throw new UnreadableFile(entry.At(), Refusal.Malformed("imports.zip-broken", entry.Name));
        }
        catch (IOException)
        {
            throw new UnreadableFile(entry.At(), Refusal.Malformed("imports.unreadable", entry.Name));
        }
    }

    /// <summary>A list of numbers and classes means something only beside the pupils that it speaks of.</summary>
    private static void RefuseLoneClasses(List<Recognised> files)
    {
        if (files.Find(f => f.Kind == FileKind.GepiClasses) is { } lone && !files.Exists(f => f.Kind == FileKind.GepiPupils))
        {
            throw new UnreadableFile(lone.Entry.At(1), Refusal.Malformed("imports.unrecognised", lone.Entry.Name));
        }
    }

    private static void RefuseCount(IReadOnlyList<GivenFile> files, ReadingLimits limits)
    {
        if (files.Count == 0)
        {
            throw new UnreadableFile(new Source(""), Refusal.Malformed("imports.no-files"));
        }
        if (files.Count > limits.Files)
        {
            throw new UnreadableFile(new Source(files[limits.Files].Name), Refusal.Malformed("imports.too-many-files", limits.Files));
        }
    }
}
