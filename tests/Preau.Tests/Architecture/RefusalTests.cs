using System.Reflection;
using System.Text.RegularExpressions;

namespace Preau.Tests.Architecture;

/// <summary>Every refusal is reached by a named test through the door: <c>refusals.txt</c> says by which, and this checks it.</summary>
public partial class RefusalTests
{
    private static readonly string folder = Path.Combine(Repository.Root, "tests", "Preau.Tests");

    private static readonly Dictionary<string, string> named = File.ReadAllLines(Path.Combine(folder, "Architecture", "refusals.txt"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToDictionary(parts => parts[0], parts => parts[1]);

    private static readonly Lazy<ILookup<string, string>> tests = new(() => Directory.EnumerateFiles(folder, "*Tests.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/") && !file.Contains("/bin/")).ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText));

    [Fact]
    public void Every_code_of_the_sources_has_a_test_in_refusals_txt()
    {
        var codes = Codes().ToList();
        Assert.True(codes.Count > 120, "the pattern no longer finds the codes");
        Assert.Empty(Unnamed(codes));
        Assert.Empty(named.Keys.Except(codes));
    }

    [Fact]
    public void Every_named_test_exists_and_speaks_of_its_code() =>
        Assert.Empty(named.Select(line => WhyNot(line.Key, line.Value)).OfType<string>());

    [Fact]
    public void A_code_without_a_test_and_a_test_of_something_else_are_seen()
    {
        Assert.Equal(["planted.code"], Unnamed(["access.denied", "planted.code"]));
        Assert.Contains("no such test", WhyNot("access.denied", "PushTests.Nobody_wrote_this"));
        Assert.Contains("does not speak", WhyNot("planted.code", named["access.denied"]));
    }

    private static IEnumerable<string> Unnamed(IEnumerable<string> codes) => codes.Except(named.Keys);

    private static string? WhyNot(string code, string test)
    {
        var (name, method) = (test.Split('.')[0], test.Split('.')[1]);
        var runs = typeof(RefusalTests).Assembly.GetTypes().Where(type => type.Name == name).Select(type => type.GetMethod(method)).Any(m => m?.GetCustomAttributes<FactAttribute>().Any() == true);
        if (!runs)
        {
            return $"{code}: no such test, {test}";
        }
        return tests.Value[name].Any(text => Body(text, method).Contains($"\"{code}\"")) ? null : $"{code}: {test} does not speak of it";
    }

    /// <summary>A test and the cases above it: from its attributes to the attributes of the next.</summary>
    private static string Body(string text, string method)
    {
        var at = Regex.Match(text, $@"\b{method}\(").Index;
        var (from, next) = (text.LastIndexOf("\n\n", at, StringComparison.Ordinal), text.IndexOf("\n\n    [", at, StringComparison.Ordinal));
        return text[Math.Max(from, 0)..(next > 0 ? next : text.Length)];
    }

    /// <summary>Codes that the sources refuse with, whatever carries them.</summary>
    private static IEnumerable<string> Codes() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
        .Where(f => (f.EndsWith(".cs") || f.EndsWith(".razor")) && !f.Contains("/obj/") && !f.Contains("/bin/") && !f.Contains("/Migrations/"))
        .SelectMany(f => Refused().Matches(File.ReadAllText(f)).Select(m => m.Groups["code"].Value)).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("""(new Refusal|Refusal\.\w+|Refuse\([^"\n]*|=> )\(?"(?<code>(?!notice)[a-z][a-z-]+\.(line\.)?[a-z-]+)"\s*[,);]""")]
    private static partial Regex Refused();
}
