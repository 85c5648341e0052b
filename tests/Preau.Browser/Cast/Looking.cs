using Deque.AxeCore.Playwright;

namespace Preau.Browser.Cast;

/// <summary>Looks at a page as axe does.</summary>
internal static class Looking
{
    /// <summary>A page of the office that its circuit has taken over, or a page without one.</summary>
    private const string Settled = "html:not(:has(script[src*='blazor.web'])), [data-live=yes]";

    /// <summary>What axe finds on a page that stands: where, the rule, the elements and what is wrong with them. Waits until the circuit has drawn the page and nothing moves.</summary>
    public static async Task<IReadOnlyList<string>> AxeFaults(this IPage page, string where)
    {
        await page.Locator(Settled).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("h1").First.WaitForAsync(); // the circuit's first drawing has none yet
        await page.EvaluateAsync("() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))).then(() => true)");
        return [.. (await page.RunAxe()).Violations.Select(v => $"{where}: {v.Id}: {string.Join(", ", v.Nodes.Take(2).Select(n => $"{n.Html} {n.Any.FirstOrDefault()?.Message}"))}")];
    }
}
