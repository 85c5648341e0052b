using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Preau.Foundation;

/// <summary>The words of every feature in every language, read once from <c>words.&lt;language&gt;.json</c> beside the feature's code.</summary>
/// <remarks>Shape: flat keys; French is the base; a test proves that no language lacks a key. Source: docs/decisions/0004.</remarks>
public static class Words
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
                all.Add(key, text);
            }
        }
        return all.ToFrozenDictionary();
    }
}
