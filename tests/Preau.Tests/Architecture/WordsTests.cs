using System.Text.RegularExpressions;
using Preau.Foundation;

namespace Preau.Tests.Architecture;

/// <summary>No word is missing in a language, no refusal is without words, no refusal is undocumented.</summary>
public partial class WordsTests
{
    private static readonly Lazy<string> sources = new(() => string.Join('\n', Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
        .Where(f => (f.EndsWith(".cs") || f.EndsWith(".razor")) && !f.Contains("/obj/") && !f.Contains("/bin/") && !f.Contains("/Migrations/")).Select(File.ReadAllText)));

    [Fact]
    public void French_and_English_have_the_same_keys() => Assert.Equal(Words.Keys("fr").Order(), Words.Keys("en").Order());

    [Fact]
    public void No_text_is_empty_and_arguments_agree()
    {
        foreach (var key in Words.Keys("fr"))
        {
            var (fr, en) = (Words.In(new("fr"), key), Words.In(new("en"), key));
            Assert.False(string.IsNullOrWhiteSpace(fr) || string.IsNullOrWhiteSpace(en), key);
            Assert.Equal(Arguments().Matches(fr).Select(m => m.Value).Order().Distinct(), Arguments().Matches(en).Select(m => m.Value).Order().Distinct());
        }
    }

    [Fact]
    public void Every_refusal_has_words()
    {
        var codes = Codes().Matches(sources.Value).Select(m => m.Groups["code"].Value).Distinct().ToList();
        Assert.True(codes.Count > 20, "the pattern no longer finds the codes");
        Assert.Empty(codes.Except(Words.Keys("fr")));
    }

    [Fact]
    public void Every_refusal_stands_in_a_docstring()
    {
        var documented = string.Join('\n', sources.Value.Split('\n').Where(line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)));
        var codes = Codes().Matches(sources.Value).Select(m => m.Groups["code"].Value).Distinct().Where(c => !c.StartsWith("error.", StringComparison.Ordinal));
        Assert.DoesNotContain(codes, code => !documented.Contains(code));
    }

    [Fact]
    public void Every_word_asked_for_exists()
    {
        var asked = Asked().Matches(sources.Value).Select(m => m.Groups["key"].Value).Distinct().ToList();
        Assert.True(asked.Count > 30, "the pattern no longer finds the words");
        Assert.Empty(asked.Except(Words.Keys("fr")));
    }

    [GeneratedRegex("""(new Refusal|Refusal\.\w+|new)\("(?<code>[a-z][a-z-]+\.[a-z-]+)"(,|\))""")]
    private static partial Regex Codes();

    [GeneratedRegex("""Words\.Say\("(?<key>[a-z0-9.-]+)"[,)]""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Arguments();
}
