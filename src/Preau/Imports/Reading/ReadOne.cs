using Preau.Foundation;

namespace Preau.Imports.Reading;

/// <summary>Reads one recognised file into what is gathered.</summary>
internal static class ReadOne
{
    private const int ProgressEvery = 100;

    public static void File(Recognised file, ReadingOptions options, Ledger ledger, Gathering gathering, CancellationToken stop)
    {
        switch (file.Kind)
        {
            case FileKind.CsvPupils:
            case FileKind.GepiPupils:
                Lines(file, options, ledger, gathering, stop, new CsvPupils(ledger, gathering).Take);
                break;
            case FileKind.GepiClasses:
                Lines(file, options, ledger, gathering, stop, line => Gepi.TakeClass(line, ledger, gathering));
                break;
            default:
                Xml(file, options, ledger, gathering, stop);
                break;
        }
        gathering.Covers |= Coverage(file);
    }

    private static void Lines(
        Recognised file, ReadingOptions options, Ledger ledger, Gathering gathering, CancellationToken stop, Action<CsvLine> take)
    {
        // A line of which nothing is known may be any pupil: it protects all from counting as gone.
        void Unread(int number) => gathering.Refused(new ReadPupil(file.Entry.At(number), "", ""));
        var count = 0;
        foreach (var line in CsvLine.In(file, options, ledger, Unread, stop))
        {
            take(line);
            Tell(options, file, ++count);
        }
        options.Progress?.Invoke(file.Entry.Name, count);
    }

    private static void Xml(Recognised file, ReadingOptions options, Ledger ledger, Gathering gathering, CancellationToken stop)
    {
        var school = new SiecleSchool(file.Entry, ledger, gathering);
        var take = Taker(file, options.Limits, ledger, gathering, school);
        var count = 0;
        var belongs = false;
        foreach (var met in XmlWalk.Records(file.Entry, file.Encoding, file.Mends, options.Limits, stop))
        {
            if (met.Branch.Name == "PARAMETRES")
            {
                school.Parameters(met.Branch);
                belongs = true;
                continue;
            }
            if (!belongs)
            {
                throw new UnreadableFile(file.Entry.At(met.Branch.Line, "PARAMETRES"), Refusal.Malformed("imports.no-school", file.Entry.Name));
            }
            take(met);
            Tell(options, file, ++count);
        }
        if (!belongs)
        {
            throw new UnreadableFile(file.Entry.At(1, "PARAMETRES"), Refusal.Malformed("imports.no-school", file.Entry.Name));
        }
        options.Progress?.Invoke(file.Entry.Name, count);
    }

    private static Action<Met> Taker(Recognised file, ReadingLimits limits, Ledger ledger, Gathering gathering, SiecleSchool school)
    {
        switch (file.Kind)
        {
            case FileKind.SieclePupils:
                return new SieclePupils(file.Entry, ledger, gathering).Take;
            case FileKind.SiecleGuardians:
                return new SiecleGuardians(file.Entry, ledger, gathering).Take;
            case FileKind.StsDown or FileKind.StsUp:
                return new StsTimetable(file.Entry, ledger, gathering, limits, hasHours: file.Kind == FileKind.StsUp).Take;
            default:
                return school.Take;
        }
    }

    private static Coverage Coverage(Recognised file) => file.Kind switch
    {
        FileKind.SieclePupils => Reading.Coverage.Pupils | Reading.Coverage.GroupMembers,
        FileKind.SiecleGuardians => Reading.Coverage.Guardians,
        FileKind.CsvPupils => Reading.Coverage.Pupils
            | (file.Shape!.Columns.Contains("groups") ? Reading.Coverage.GroupMembers : 0)
            | (file.Shape.Columns.Any(c => c?.StartsWith("guardian", StringComparison.Ordinal) == true) ? Reading.Coverage.Guardians : 0),
        FileKind.GepiPupils => Reading.Coverage.Pupils,
        FileKind.SiecleStructures => Reading.Coverage.Structures,
        _ => Reading.Coverage.None,
    };

    private static void Tell(ReadingOptions options, Recognised file, int count)
    {
        if (count % ProgressEvery == 0)
        {
            options.Progress?.Invoke(file.Entry.Name, count);
        }
    }
}
