using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Preau.Foundation;

/// <summary>The words of every feature in every language, read once from <c>words.&lt;language&gt;.json</c> beside the feature's code.</summary>
/// <remarks>Shape: flat keys; French is the base; a test proves that no language lacks a key. Source: docs/decisions/0004.</remarks>
public static partial class Words
{
    /// <summary>The languages that are complete, first is the default.</summary>
    public static readonly string[] Languages = ["fr", "en"];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> byLanguage =
        Languages.ToFrozenDictionary(language => language, Load);

    /// <summary>The words for a key in the current UI language; the key itself when nobody wrote any (a test forbids that).</summary>
    public static string Say(string key, params object[] arguments) => In(CultureInfo.CurrentUICulture, key, arguments);

    /// <summary>The words for a key in a given language.</summary>
    public static string In(CultureInfo culture, string key, params object[] arguments)
    {
        var words = byLanguage.GetValueOrDefault(culture.TwoLetterISOLanguageName) ?? byLanguage["fr"];
        var text = words.GetValueOrDefault(key) ?? byLanguage["fr"].GetValueOrDefault(key) ?? key;
        return arguments.Length == 0 ? text : string.Format(culture, text, arguments);
    }

    /// <summary>The words for a number of things: <c>key.one</c> or <c>key.other</c>, as the language counts; <c>{0}</c> is the number, its thousands apart.</summary>
    /// <param name="arguments">Fill <c>{1}</c>, <c>{2}</c> ….</param>
    public static string Count(string key, long count, params object[] arguments)
    {
        // French counts «0 absent, 1 absent, 2 absents»; English «0 absentees, 1 absentee».
        var french = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";
        var one = french ? count is >= 0 and < 2 : count == 1;
        return Say(one ? $"{key}.one" : $"{key}.other", [count.ToString("N0", CultureInfo.CurrentUICulture), .. arguments]);
    }

    /// <summary>The words of a refusal in the current UI language.</summary>
    public static string Say(Refusal refusal) => Say(refusal.Code, refusal.Arguments);

    /// <summary>All keys of a language, for the test that compares them.</summary>
    public static IReadOnlyCollection<string> Keys(string language) => byLanguage[language].Keys;

    private static FrozenDictionary<string, string> Load(string language)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var all = new Dictionary<string, string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith($".words.{language}.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
            {
                all.Add(key, language == "fr" ? FrenchSpaces(text) : text);
            }
        }
        return all.ToFrozenDictionary();
    }

    /// <summary>Narrow no-break spaces where French typography wants them, so that nobody has to type them: before <c>; : ! ?</c> and inside « ».</summary>
    private static string FrenchSpaces(string text) => Spaced().Replace(text, "\u202F");

    [GeneratedRegex(@"[ \u00A0](?=[;:!?»])|(?<=«)[ \u00A0]")]
    private static partial Regex Spaced();
}
