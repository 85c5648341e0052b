namespace Preau.Pupils;

/// <summary>Whose photo a file is, by its name: INE, internal number, SIECLE's id, or names in either order.</summary>
/// <remarks>Sources: exports of SIECLE and Pronote name photos by number, or by family name and first name.</remarks>
internal sealed class PhotoNames
{
    private readonly ILookup<string, Pupil> known;

    public PhotoNames(IEnumerable<Pupil> pupils) => known = pupils.SelectMany(Names).Distinct().ToLookup(n => n.Name, n => n.Pupil);

    /// <summary>The pupils whom a file's name may mean: none, one, or several namesakes.</summary>
    public IReadOnlyCollection<Pupil> Of(string file) => [.. known[Folded(Path.GetFileNameWithoutExtension(file.Replace('\\', '/')))].Distinct()];

    private static IEnumerable<(string Name, Pupil Pupil)> Names(Pupil pupil)
    {
        string?[] numbers = [pupil.Ine, pupil.Elenoet, pupil.EleveId];
        return numbers.Where(number => !string.IsNullOrWhiteSpace(number)).Select(number => (Folded(number!), pupil))
            .Append((Folded($"{pupil.FamilyName} {pupil.FirstName}"), pupil)).Append((Folded($"{pupil.FirstName} {pupil.FamilyName}"), pupil));
    }

    /// <summary>Letters and digits alone, folded.</summary>
    private static string Folded(string text) => RegisterOrder.Fold(text).Replace(" ", "");
}
