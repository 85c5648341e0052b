namespace Preau.Imports.Reading;

/// <summary>GEPI's own lists, which have no header line: <c>g_eleves.csv</c> and <c>g_eleves_classes.csv</c>.</summary>
internal static class Gepi
{
    private static readonly string?[] PupilColumns = ["familyName", "firstName", "birthDate", "elenoet", "ine", null, null, "regime", "sex"];

    /// <summary>Recognises a list by the look of its first line; null when it is neither.</summary>
    public static CsvShape? Shape(string[] cells) => cells switch
    {
        { Length: 9 } when IsDate(cells[2]) && Folded.Of(cells[6]) is "oui" or "non" or "" && Values.Sex(cells[8]) is not null =>
            new CsvShape(FileKind.GepiPupils, ';', [.. PupilColumns]),
        [{ Length: > 0 and <= 40 }, { Length: > 0 and <= 60 }] or [{ Length: > 0 and <= 40 }, { Length: > 0 and <= 60 }, _]
            when cells[0].All(char.IsAsciiLetterOrDigit) =>
            new CsvShape(FileKind.GepiClasses, ';', ["elenoet", "class", null]),
        _ => null,
    };

    private static bool IsDate(string text) => text is [_, _, '/', _, _, '/', _, _, _, _];

    /// <summary>Takes one line of <c>g_eleves_classes.csv</c>.</summary>
    public static void TakeClass(CsvLine line, Ledger ledger, Gathering gathering)
    {
        if (Values.Number(line.Field("elenoet").Clean) is { } number && line.Field("class").Clean is { } code)
        {
            gathering.PutInClassByNumber(number, code);
            return;
        }
        ledger.Refuse(Subject.Memberships, line.Entry.At(line.Number), "imports.line.missing", "n°, classe");
    }
}
