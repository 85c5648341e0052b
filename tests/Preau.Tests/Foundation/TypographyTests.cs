using System.Globalization;
using System.Text.RegularExpressions;
using Preau.Foundation;
using Preau.Office;

namespace Preau.Tests.Foundation;

/// <summary>French spaces, plurals as each language counts, days as each language says them.</summary>
public class TypographyTests
{
    [Fact]
    public void No_french_text_breaks_before_its_punctuation()
    {
        var french = CultureInfo.GetCultureInfo("fr");
        Assert.DoesNotContain(Words.Keys("fr"), key => Regex.IsMatch(Words.In(french, key), "[ \u00A0][;:!?»]|«[ \u00A0]"));
        Assert.Contains("\u202F:", Words.In(french, "office.welcome.rule"));
    }

    [Fact]
    public void Every_plural_has_both_forms() =>
        Assert.DoesNotContain(Words.Keys("fr"), key => key.EndsWith(".other", StringComparison.Ordinal) && !Words.Keys("fr").Contains(key[..^6] + ".one"));

    [Theory]
    [InlineData("fr", 0, "0 absent")]
    [InlineData("fr", 1, "1 absent")]
    [InlineData("fr", 2, "2 absents")]
    [InlineData("en", 0, "0 rolls are missing")]
    [InlineData("en", 1, "1 roll is missing")]
    public void Things_are_counted_as_the_language_counts(string language, int count, string expected) => Speaking(language, () =>
        Assert.Equal(expected, Words.Count(language == "fr" ? "office.board.absent" : "office.board.uncalled", count)));

    [Theory]
    [InlineData("fr", 23, "lundi 23 novembre")]
    [InlineData("fr", 1, "dimanche 1er novembre")]
    [InlineData("en", 1, "Sunday 1 November")]
    public void Days_are_said_as_the_language_says_them(string language, int day, string expected) =>
        Speaking(language, () => Assert.Equal(expected, Said.Day(new(2026, 11, day))));

    private static void Speaking(string language, Action check)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            check();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
