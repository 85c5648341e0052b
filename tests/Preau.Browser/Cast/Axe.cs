using System.Text.Json;
using Deque.AxeCore.Commons;

namespace Preau.Browser.Cast;

/// <summary>axe over the states of one page, in both themes: every rule in the light, those that colours decide in the dark too. What it finds is gathered, so that one run tells all.</summary>
internal sealed class Axe
{
    private const string Colours = "color-contrast,link-in-text-block";
    private static readonly string script = new BundledAxeScriptProvider().GetScript();
    private readonly List<string> found = [];

    /// <summary>How many states were looked at.</summary>
    public int States { get; private set; }

    /// <summary>Looks at a page as it stands.</summary>
    public async Task See(IPage page, string state)
    {
        States++;
        if (!await page.EvaluateAsync<bool>("() => !!window.axe"))
        {
            await page.EvaluateAsync(script);
        }
        foreach (var (theme, rules) in new[] { (ColorScheme.Light, ""), (ColorScheme.Dark, Colours) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            foreach (var violation in (await Run(page, rules)).EnumerateArray())
            {
                found.Add($"{state}, {theme}: {violation.GetString()}");
            }
        }
    }

    /// <summary>Fails with everything that was found.</summary>
    public void MustBeClean() => Assert.True(found.Count == 0, string.Join('\n', found));

    private static async Task<JsonElement> Run(IPage page, string rules) => (await page.EvaluateAsync("""
        async rules => {
          const options = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules.split(',') } }) };
          const told = await axe.run(document, options);
          return told.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help} ${n.html.slice(0, 200)} ${n.any.concat(n.all).map(c => c.message).join(' ')}`));
        }
        """, rules))!.Value;
}
