using System.Text;
using System.Text.RegularExpressions;

namespace Preau.Host;

/// <summary>
/// The page's modules as one file, made when the server starts: one request and one parse where there were sixteen. Each module
/// becomes a function of its own, in the order in which the browser would have run them; what it exports is handed on.
/// </summary>
/// <remarks>
/// Knows the forms that our files keep to: imports and exports that begin their line, no cycle, no default export, no changing
/// export. Comments are left out: whole lines, and at the end of one those in which no quote could be the end of a text, and in an empty catch. So is what lines begin with: a text over several
/// lines stands in html`…` alone, where it means nothing. Each module is served by itself too, for tests and for reading.
/// </remarks>
internal static partial class JoinedModule
{
    /// <summary>Joins everything that an entry needs.</summary>
    /// <param name="read">The text of a path such as <c>tablet/app.js</c>.</param>
    /// <exception cref="InvalidOperationException">A module is written in a form that is not known here.</exception>
    public static string Join(string entry, Func<string, string> read)
    {
        var (joined, names, open) = (new StringBuilder(), new Dictionary<string, string>(), new HashSet<string>());
        Add(entry);
        return Close(joined.ToString());

        string Add(string path)
        {
            if (names.TryGetValue(path, out var known))
            {
                return known;
            }
            if (!open.Add(path))
            {
                throw new InvalidOperationException($"{path} imports itself by way of others.");
            }
            var text = Said(read(path));
            var body = Import().Replace(text, match => Given(match, Add(Resolve(path, match.Groups["from"].Value))));
            var name = names[path] = $"${names.Count}";
            joined.Append("const ").Append(name).Append(" = (() => {\n").Append(Exported(path, body)).Append("})();\n");
            return name;
        }
    }

    /// <summary>A script that stands by itself, without what only readers read.</summary>
    public static string Plain(string script) => Close(Said(script));

    private static string Said(string script) => Asides().Replace(Comments().Replace(script.ReplaceLineEndings("\n"), ""), "");

    private static string Close(string script) => Indents().Replace(script, "");

    /// <summary>The import as a constant: a module's whole, or some of it under the names wanted.</summary>
    private static string Given(Match import, string module) => import.Groups["all"] is { Success: true, Value: var all }
        ? $"const {all} = {module};"
        : $"const {{{Renamed(import.Groups["some"].Value, (outside, inside) => $"{outside}: {inside}")}}} = {module};";

    private static string Exported(string path, string body)
    {
        var exported = Export().Matches(body).Select(match => match.Groups["name"].Value).ToList();
        var some = ExportSome().Matches(body).Select(match => Renamed(match.Groups["some"].Value, (inside, outside) => $"{outside}: {inside}"));
        var plain = ExportSome().Replace(Export().Replace(body, match => match.Groups["what"].Value), "");
        if (Leftover().Match(plain) is { Success: true } strange)
        {
            throw new InvalidOperationException($"{path}: «{strange.Value.Trim()}» is a form that cannot be joined.");
        }
        return $"{plain}\nreturn {{ {string.Join(", ", exported.Concat(some))} }};\n";
    }

    /// <summary>«a, b as c» as «a, b: c».</summary>
    private static string Renamed(string some, Func<string, string, string> told) => string.Join(", ", some.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(one => one.Split(" as ", StringSplitOptions.TrimEntries)).Select(pair => pair.Length == 1 ? pair[0] : told(pair[0], pair[1])));

    private static string Resolve(string from, string to) =>
        new Uri(new Uri($"http://x/{from}"), to).AbsolutePath[1..];

    [GeneratedRegex("""^import (\* as (?<all>\w+)|\{(?<some>[^}]*)\}) from '(?<from>[^']+)';$""", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex("""^export (?<what>(const|class|function\*?|async function) (?<name>[\w$]+))(?! = [^\n;]*, [A-Z_]+ = )""", RegexOptions.Multiline)]
    private static partial Regex Export();

    [GeneratedRegex("""(?<=^|;)export\s*\{(?<some>[^}]*)\};?""", RegexOptions.Multiline)]
    private static partial Regex ExportSome();

    [GeneratedRegex("""^(import|export)\b.*$""", RegexOptions.Multiline)]
    private static partial Regex Leftover();

    [GeneratedRegex("""(?<=[;{},()>\w\]]) // [^\n'"`]*$|(?<=catch \{) /\*[^\n*]*\*/ (?=\})""", RegexOptions.Multiline)]
    private static partial Regex Asides();

    [GeneratedRegex("""^([ \t]+|\n)""", RegexOptions.Multiline)]
    private static partial Regex Indents();

    [GeneratedRegex("""^[ \t]*(//[^\n]*|/\*\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n""", RegexOptions.Multiline)]
    private static partial Regex Comments();
}
