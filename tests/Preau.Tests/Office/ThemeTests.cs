using System.Text.RegularExpressions;
using MudBlazor;
using Preau.Office;

namespace Preau.Tests.Office;

/// <summary>MudBlazor wears the same values as the devices' pages, and every pair of text and paper can be read.</summary>
public partial class ThemeTests
{
    private static readonly Dictionary<string, string>[] themes = Read();

    [Fact]
    public void The_theme_has_the_values_of_the_tokens()
    {
        Palette[] palettes = [OfficeTheme.Notebook.PaletteLight, OfficeTheme.Notebook.PaletteDark];
        foreach (var (tokens, palette) in themes.Zip(palettes))
        {
            Assert.Equal([tokens["paper"], tokens["sheet"], tokens["ink"], tokens["pencil"], tokens["rule"], tokens["blue-ink"], tokens["absent"], tokens["late"], tokens["here"], tokens["away"]],
                new[] { palette.Background, palette.Surface, palette.TextPrimary, palette.TextSecondary, palette.LinesDefault, palette.Primary, palette.Error, palette.Warning, palette.Success, palette.Info }
                    .Select(c => c.ToString(MudBlazor.Utilities.MudColorOutputFormats.Hex).ToUpperInvariant()));
        }
    }

    [Theory]
    [InlineData("ink", "paper")]
    [InlineData("ink", "sheet")]
    [InlineData("pencil", "paper")]
    [InlineData("pencil", "sheet")]
    [InlineData("blue-ink", "paper")]
    [InlineData("blue-ink", "sheet")]
    [InlineData("absent", "absent-paper")]
    [InlineData("late", "late-paper")]
    [InlineData("away", "away-paper")]
    [InlineData("here", "here-paper")]
    public void Text_on_its_paper_has_at_least_4_5_to_1(string text, string paper) =>
        Assert.All(themes, tokens => Assert.InRange(Contrast(tokens[text], tokens[paper]), 4.5, 21));

    private static Dictionary<string, string>[] Read()
    {
        var css = File.ReadAllText(Path.Combine(Repository.Root, "src", "Preau.Host", "wwwroot", "common", "tokens.css"));
        return [.. css.Split("prefers-color-scheme: dark").Select(part =>
            Token().Matches(part).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value.ToUpperInvariant()))];
    }

    // WCAG 2.2, relative luminance.
    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string hex)
    {
        var parts = Enumerable.Range(0, 3).Select(i => Convert.ToInt32(hex.Substring(1 + (2 * i), 2), 16) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex(@"--(?<name>[a-z-]+):\s*(?<value>#[0-9A-Fa-f]{6});")]
    private static partial Regex Token();
}
