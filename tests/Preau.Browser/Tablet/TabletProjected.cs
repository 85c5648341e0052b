using System.Text.RegularExpressions;

namespace Preau.Browser.Tablet;

/// <summary>A screen that a whole class sees: first names, and that somebody is absent, late or elsewhere; nothing of families, reasons and notes, in no corner of the page.</summary>
[Collection("stage")]
public class TabletProjected(Stage stage)
{
    /// <summary>What can be read on the page, and what appears where a hand points.</summary>
    private const string Seen = """
        () => {
          const said = el => ['title', 'placeholder', 'aria-label', 'alt'].map(a => el.getAttribute(a)).filter(Boolean);
          const page = document.body.cloneNode(true);
          page.querySelectorAll('.ear').forEach(el => el.remove()); // what was said before is heard, not seen
          return [document.title, page.textContent, ...[...document.querySelectorAll('*')].flatMap(el => [...said(el), ...(el.matches('input:not([type=search]), textarea') ? [el.value] : [])])];
        }
        """;

    [Fact]
    public async Task No_family_name_and_no_reason_stands_anywhere()
    {
        var day = await FullClass.Open(stage);
        var school = day.School;
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await Expect(page.Locator(".notice")).ToContainTextAsync("ÉLÈVE07");
        await Expect(page.Locator("[data-known=away]")).ToHaveCountAsync(2);
        await page.EvaluateAsync(TabletReader.Listen);
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-taste=firsts]").ClickAsync();
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.Row(school.Pupils[^1]).Locator("[data-act=absent]").ClickAsync();
        await TabletReader.Heard(page, ", absence");
        await Expect(page.Locator("[data-act=undo]")).ToHaveAttributeAsync("title", new Regex("Zoé"));

        foreach (var view in new[] { "list", "plan", "faces" })
        {
            await page.See(view);
            await Expect(page.Locator(view == "list" ? ".rows" : $".tiles.{view}")).ToBeVisibleAsync();
            await Nobody(page, view);
            await Nothing(page.Locator("main"), view);
            await Expect(page.Locator("[data-known], main [href='#sign-slip'], .letter.pass")).ToHaveCountAsync(0);
            await Expect(page.Row(school.Pupils[1])).ToContainTextAsync("ailleurs");
            await Expect(page.Row(school.Pupils[FullClass.Disputed])).ToContainTextAsync("désaccord");
        }
        await page.See("list");
        foreach (var i in new[] { 0, 1, 2, 3, FullClass.Disputed, FullClass.Disputed + 4, FullClass.Disputed + 11 })
        {
            await page.Row(school.Pupils[i]).Locator("[data-act=more]").ClickAsync();
            await Nobody(page, $"sheet of {i}");
            await Nothing(page.Locator("dialog .inside"), $"sheet of {i}");
            await page.Locator("dialog [data-act=close]").ClickAsync();
        }
        await page.Locator("[data-act=find]").ClickAsync();
        await page.Locator("dialog [type=search]").FillAsync("eleve0");
        await page.Locator("[data-found]").First.WaitForAsync();
        await Nobody(page, "found");
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await machine.SetOfflineAsync(true);
        await page.Row(school.Pupils[^2]).Locator("[data-act=absent]").ClickAsync();
        await page.OnTablet();
        await page.Locator("[data-act=safe]").ClickAsync();
        await Nobody(page, "what waits");
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-taste=firsts]").ClickAsync(); // the teacher alone: a reason is noted
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.Row(school.Pupils[^3]).Locator("[data-act=more]").ClickAsync();
        await page.Locator("dialog .pick[data-kind=IN]").ClickAsync();
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-taste=firsts]").ClickAsync();
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.Locator("[data-act=safe]").ClickAsync();
        await Nothing(page.Locator("dialog .inside"), "what waits");
    }

    /// <summary>As few letters of the family's name as tell two apart, never all of them.</summary>
    [Fact]
    public async Task Two_of_one_first_name_are_told_apart()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var said = await page.EvaluateAsync<string[]>("""
            async modules => {
              const { firstNames } = await import(`${modules}names.js`);
              const names = ['Martin Zoé', 'Bernard Zoé', 'Durand Léa', 'Dubois Léa', 'Petit Tom', 'Éloi Ana', 'Élan Ana', 'Marchand Eva', 'Marchetti Eva', 'de la Tour Max', 'de la Tour Max', 'Li Noa', 'Lin Noa'];
              const rows = names.map((name, i) => ({ id: String(i), number: i + 1, pupil: { familyName: name.slice(0, name.lastIndexOf(' ')), firstName: name.slice(name.lastIndexOf(' ') + 1) } }));
              return [...firstNames(rows).values()].sort();
            }
            """, modules);
        Assert.Equal([.. new[] { "Zoé M.", "Zoé B.", "Léa Dur.", "Léa Dub.", "Tom", "Ana Élo.", "Ana Éla.", "Eva M. 8", "Eva M. 9", "Max D. 10", "Max D. 11", "Noa L. 12", "Noa L. 13" }.Order(StringComparer.Ordinal)], said.Order(StringComparer.Ordinal));
    }

    private static async Task Nobody(IPage page, string where)
    {
        foreach (var text in await page.EvaluateAsync<string[]>(Seen))
        {
            Assert.False(text.Contains("ÉLÈVE", StringComparison.Ordinal), $"{where}: {text}");
        }
    }

    private static async Task Nothing(ILocator part, string where)
    {
        var told = string.Join(' ', await part.EvaluateAllAsync<string[]>("all => all.flatMap(el => [el.textContent.replace('sans note, ni motif, ni absence annoncée', ''), ...[...el.querySelectorAll('input')].map(i => i.value)])"));
        foreach (var reason in new[] { "stage", "infirmerie", "accompagné", "convoqué", "dispens", "exclu", "annoncée", "doit passer", "lauriac", "bernard" })
        {
            Assert.False(told.Contains(reason, StringComparison.OrdinalIgnoreCase), $"{where}: «{reason}» in {told}");
        }
    }
}
