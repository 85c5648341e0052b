namespace Preau.Browser.Tablet;

/// <summary>The page's words: complete in both languages, French typography kept.</summary>
[Collection("stage")]
public class TabletWords(Stage stage)
{
    /// <summary>Every text of a language, functions called with plausible arguments, as «key: text».</summary>
    private const string Texts = """
        async modules => {
          const w = await import(`${modules}words.js`);
          const all = (words, path = '') => Object.entries(words).flatMap(([key, value]) =>
            typeof value === 'function' ? [0, 1, 3].map(n => `${path}${key}: ${value(n, 2, 'x')}`) : typeof value === 'object' ? all(value, `${path}${key}.`) : [`${path}${key}: ${value}`]);
          return [all(w.fr), all(w.en)];
        }
        """;

    [Fact]
    public async Task Neither_language_lacks_a_text()
    {
        var (french, english) = await Read();
        Assert.Equal(french.Select(Key), english.Select(Key));
        Assert.DoesNotContain(french.Concat(english), text => text.Contains("undefined") || text.EndsWith(": ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task French_keeps_its_narrow_spaces_and_apostrophes()
    {
        var (french, _) = await Read();
        var texts = french.Select(text => text[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..]).ToList();
        Assert.DoesNotContain(texts, text => System.Text.RegularExpressions.Regex.IsMatch(text, @"[^\u202f ][;:!?](\s|$)| [;:!?»]|« |[a-zé]'[a-zéA-Z]"));
        Assert.Contains(texts, text => text.Contains('\u202f'));
    }

    [Fact]
    public async Task Numbers_and_initials_are_kept_as_people_write_them()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var said = await page.EvaluateAsync<string[]>("""
            async modules => {
              const w = await import(`${modules}words.js`), label = (fr, en) => { w.labels.value = new Map([['UN', { fr, en }]]); return ['fr', 'en'].map(l => { w.lang.value = l; return w[l].markOf('UN'); }); };
              return [...label('Sortie UNSS', 'UNSS outing'), ...label('CPE', 'CPE'), ...label('À l’étude', 'In study'), ...label('A.S.', 'A.S.'), w.fr.size.columns(1), w.fr.size.rows(2), w.en.size.columns(1), w.en.size.rows(2)];
            }
            """, modules);
        Assert.Equal(["sortie UNSS", "UNSS outing", "CPE", "CPE", "à l’étude", "in study", "A.S.", "A.S.", "1 colonne", "2 rangs", "1 column", "2 rows"], said);
    }

    [Fact]
    public async Task Days_are_said_as_people_say_them()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var days = await page.EvaluateAsync<string[]>("""
            async modules => {
              const w = await import(`${modules}words.js`), out = [];
              for (const l of ['fr', 'en']) { w.lang.value = l; out.push(w.dayName('2026-11-23'), w.dayName('2026-11-23', true), w.dayName('2027-02-01')); }
              return out;
            }
            """, modules);
        Assert.Equal(["lundi 23 novembre", "lun. 23 nov.", "lundi 1er février", "Monday 23 November", "Mon 23 Nov", "Monday 1 February"], days);
    }

    private async Task<(string[] French, string[] English)> Read()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var both = await page.EvaluateAsync<string[][]>(Texts, modules);
        return (both[0], both[1]);
    }

    private static string Key(string text) => text[..text.IndexOf(": ", StringComparison.Ordinal)];
}
