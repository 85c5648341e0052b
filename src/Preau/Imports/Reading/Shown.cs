namespace Preau.Imports.Reading;

/// <summary>Text from a file made fit to be shown: short and without control characters.</summary>
internal static class Shown
{
    private const int Longest = 80;

    public static string Name(string text)
    {
        var clean = new string([.. text.Select(c => char.IsControl(c) ? '·' : c)]);
        return clean.Length <= Longest ? clean : clean[..(Longest - 1)] + "…";
    }
}
