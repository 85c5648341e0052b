using Microsoft.EntityFrameworkCore;
using Preau.Foundation;
using Preau.Pupils;

namespace Preau.Browser.Tablet;

/// <summary>The page for those who see otherwise: forced colours, no motion, four times as large, buttons under the other hand.</summary>
[Collection("stage")]
public class TabletEyes(Stage stage)
{
    /// <summary>What cannot be told apart, or not be read, where the system chooses the colours.</summary>
    private const string Lost = """
        () => {
          const rgb = c => (c.match(/[\d.]+/g) ?? []).map(Number), clear = c => c === 'transparent' || rgb(c)[3] === 0;
          const light = c => { const [r, g, b] = rgb(c).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
          const paint = el => { const box = getComputedStyle(el, '::before'); const own = getComputedStyle(el).backgroundColor; return el.matches('.aim') && clear(own) ? box.backgroundColor : own; };
          const behind = el => { for (let e = el; e; e = e.parentElement) { const c = paint(e); if (c && !clear(c)) return c; } return getComputedStyle(document.body).backgroundColor; };
          const shown = el => { const b = el.getBoundingClientRect(); return b.width > 2 && b.height > 2 && getComputedStyle(el).visibility === 'visible' && !el.closest('.unseen'); };
          const name = el => `${el.tagName}.${el.className?.baseVal ?? el.className} ${el.dataset?.act ?? ''} «${(el.textContent ?? '').trim().slice(0, 30)}»`;
          const scope = document.querySelector('dialog[open]') ?? document.body, lost = [];
          for (const pressed of scope.querySelectorAll('[aria-pressed=true]')) {
            const other = [...scope.querySelectorAll(`${pressed.tagName}.${[...pressed.classList].find(c => ['aim', 'pick'].includes(c)) ?? '*'}[aria-pressed=false]`.replace('.*', ''))].find(shown);
            if (shown(pressed) && other && behind(pressed) === behind(other)) lost.push(`pressed as not pressed: ${name(pressed)}`);
          }
          for (const el of scope.querySelectorAll('*')) {
            const own = [...el.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            if (!own || !shown(el) || el.closest('[disabled], [aria-disabled=true], .letter')) continue;
            const c = contrast(getComputedStyle(el).color, behind(el));
            if (c < 4.5) lost.push(`${c.toFixed(1)} ${getComputedStyle(el).color} on ${behind(el)}: ${name(el)}`);
          }
          return [...new Set(lost)];
        }
        """;

    /// <summary>What runs out of the page sideways, or cannot be brought under the finger.</summary>
    private const string Unreachable = """
        async () => {
          const out = [], scope = document.querySelector('dialog[open]') ?? document.body, name = el => `${el.tagName} ${el.dataset.act ?? el.name ?? ''} «${(el.getAttribute('aria-label') ?? el.textContent).trim().slice(0, 30)}»`;
          const wide = el => el.scrollWidth > el.clientWidth + 1 && ['auto', 'scroll', 'visible'].includes(getComputedStyle(el).overflowX);
          for (const el of [document.scrollingElement, ...document.querySelectorAll('main, dialog, .inside, header, footer')]) if (wide(el)) out.push(`runs out sideways: ${el.tagName}.${el.className} ${el.scrollWidth} of ${el.clientWidth}`);
          for (const el of scope.querySelectorAll('button:not([disabled]), input, select, textarea, a[href]')) {
            if (!el.getClientRects().length || getComputedStyle(el).pointerEvents === 'none') continue; // shown to keys and mice; a finger stays on the pupil instead
            el.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
            const b = el.getBoundingClientRect(), x = b.left + b.width / 2, y = b.top + Math.min(b.height / 2, innerHeight / 2);
            const hit = document.elementFromPoint(x, y);
            if (!b.width || !hit || !(el.contains(hit) || hit.contains(el) && hit.tagName === 'LABEL')) out.push(`out of reach: ${name(el)} at ${Math.round(x)},${Math.round(y)}, under ${hit?.tagName}.${hit?.className}`);
            if (b.left < -1 || b.right > innerWidth + 1) out.push(`cut at the side: ${name(el)} ${Math.round(b.left)}–${Math.round(b.right)}`);
          }
          return [...new Set(out)].slice(0, 40);
        }
        """;

    /// <summary>What a French reader would stumble over; fields whose edge does not stand out from the page, 3 to 1.</summary>
    private const string Crooked = """
        () => {
          const scope = document.querySelector('dialog[open]') ?? document.body, out = [], seen = el => el.getClientRects().length && !el.closest('.facts, [lang=en]');
          const texts = [document.title, ...[...scope.querySelectorAll('*')].filter(seen).flatMap(el => [...['title', 'aria-label', 'placeholder'].map(a => el.getAttribute(a) ?? ''), [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim()) ? el.textContent : ''])];
          for (const text of texts) if (/[^\u202f ][;:!?](\s|$)| [;:!?»]|« |[a-zé]'[a-zéA-Z]| — |undefined|\[object/.test(text)) out.push(`«${text.trim().slice(0, 160)}»`);
          const rgb = c => c.match(/[\d.]+/g).map(Number), light = c => { const [r, g, b] = rgb(c).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
          for (const el of scope.querySelectorAll('input, textarea, select')) {
            const c = getComputedStyle(el), [x, y] = [light(c.borderTopColor), light(c.backgroundColor)].sort((a, b) => b - a), contrast = (x + .05) / (y + .05);
            if (el.getClientRects().length && contrast < 3) out.push(`edge of ${el.name} ${contrast.toFixed(1)}`);
          }
          return [...new Set(out)];
        }
        """;

    /// <summary>
    /// What is cut, or runs over its neighbour, once letters, words and lines stand apart as a reader has set them. What is shortened by an ellipsis
    /// is not cut: the whole is one touch away, in the pupil's sheet or in the class's. Source: WCAG 2.2, 1.4.12 and its Understanding.
    /// </summary>
    private const string Cut = """
        () => {
          const scope = document.querySelector('dialog[open]') ?? document.body, out = [], name = el => `${el.tagName}.${el.className?.baseVal ?? el.className} «${el.textContent.trim().slice(0, 40)}»`;
          const sheet = new CSSStyleSheet(), own = [...document.adoptedStyleSheets], hides = o => ['hidden', 'clip'].includes(o), rolls = o => ['auto', 'scroll'].includes(o);
          sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');
          document.adoptedStyleSheets = [...own, sheet];
          for (const walk = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT); walk.nextNode();) {
            const text = walk.currentNode, el = text.parentElement, range = document.createRange();
            if (!text.data.trim() || el.closest('.unseen') || !el.checkVisibility({ visibilityProperty: true })) continue;
            range.selectNodeContents(text);
            let rects = [...range.getClientRects()].filter(r => r.width > 1).map(({ left, right, top, bottom }) => ({ left, right, top, bottom }));
            for (let p = el; p && p !== document.body; p = p.parentElement) {
              const s = getComputedStyle(p), b = p.getBoundingClientRect(), box = p.matches('button, li, p, dd');
              if (b.width <= 2 || s.clipPath !== 'none') break; // for the ear only
              if (s.display === 'inline') continue;
              const shortened = hides(s.overflowX) && (s.textOverflow === 'ellipsis' || s.webkitLineClamp !== 'none');
              if (shortened) rects = rects.filter(r => r.left < b.right && r.top < b.bottom - 4).map(r => ({ left: Math.max(r.left, b.left), right: Math.min(r.right, b.right), top: r.top, bottom: r.bottom }));
              const far = rects.find(r => (box || hides(s.overflowY)) && (r.bottom > b.bottom + 3 || r.top < b.top - 3) || (box || hides(s.overflowX)) && (r.right > b.right + 2 || r.left < b.left - 2));
              if (far) { out.push(`${name(el)} ${Math.round(far.left)},${Math.round(far.top)}–${Math.round(far.right)},${Math.round(far.bottom)} in ${p.tagName}.${p.className} ${Math.round(b.left)},${Math.round(b.top)}–${Math.round(b.right)},${Math.round(b.bottom)}`); break; }
              if (rolls(s.overflowX) || rolls(s.overflowY)) break;
            }
          }
          document.adoptedStyleSheets = own;
          return [...new Set(out)];
        }
        """;

    [Theory]
    [InlineData(1180, 820)]
    [InlineData(820, 1180)]
    [InlineData(390, 844)]
    public async Task With_letters_and_lines_set_apart_nothing_is_cut(int width, int height)
    {
        var day = await FullClass.Open(stage);
        await Rename(day, FullClass.Disputed, "BERNARDIN DE SAINT-PIERRE", "Anne-Charlotte");
        await Rename(day, FullClass.Disputed + 1, "DE LA ROCHEFOUCAULD-DOUDEAUVILLE", "Marie-Charlotte");
        await using var machine = await stage.Machine(width, height);
        Nothing(await new TabletEverywhere(stage, machine, day, Cut).Walk(await machine.NewPageAsync()));
    }

    /// <summary>Two columns on a small tablet, three on a lying one: a name that takes two lines makes its row grow.</summary>
    [Theory, InlineData(600, 960), InlineData(1024, 768), InlineData(390, 844)]
    public async Task A_name_on_two_lines_cuts_nothing_of_what_is_said(int width, int height)
    {
        var day = await FullClass.Open(stage);
        foreach (var (index, family, first) in new[] { (0, "DE LA TOUR", "Kévin"), (4, "SANCHEZ", "Maximilienne"), (5, "WAGNER-HOFFMANN", "Wolfgang"), (7, "D’ARTIGUES", "Marie-Charlotte"), (8, "GAUTHIER", "Gabriel") })
        {
            await Rename(day, index, family, first);
        }
        await using var machine = await stage.Machine(width, height);
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await Expect(page.Row(day.School.Pupils[8])).ToContainTextAsync("GAUTHIER");
        await page.Row(day.School.Pupils[8]).Locator("[data-act=late]").ClickAsync();
        await page.Received();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.row small').length > 4");
        await Expect(page.Locator(".counts .is-disputed")).ToHaveTextAsync("1 désaccord");
        await Expect(page.Locator(".counts .is-absent")).ToHaveTextAsync($"{await page.Locator(".row[data-state=absent]:not([data-disputed])").CountAsync()} absences"); // what is in dispute is counted once
        Assert.Equal("", await page.EvaluateAsync<string>("""
            () => [...document.querySelectorAll('.row')].filter(row => {
              const box = row.getBoundingClientRect();
              return [...row.querySelectorAll('.who, small')].map(part => part.getBoundingClientRect()).some(part => part.bottom > box.bottom || part.top < box.top);
            }).map(row => row.textContent).join()
            """));
    }

    [Fact]
    public async Task French_is_set_as_French_and_fields_have_edges_wherever_one_looks()
    {
        var day = await FullClass.Open(stage);
        await using var machine = await stage.Machine();
        Nothing(await new TabletEverywhere(stage, machine, day, Crooked).Walk(await machine.NewPageAsync()));
    }

    /// <summary>At twice the size the foot stays in view: what has the focus is never under it.</summary>
    [Fact]
    public async Task The_pupil_with_the_focus_is_never_under_the_foot()
    {
        var day = await FullClass.Open(stage);
        await using var machine = await stage.Machine(590, 410);
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        await page.Row(day.School.Pupils[0]).Locator("[data-act=cycle]").FocusAsync();
        foreach (var pupil in day.School.Pupils.Skip(1))
        {
            await page.Keyboard.PressAsync("ArrowDown");
            var (row, foot) = (await page.Row(pupil).BoundingBoxAsync(), await page.Locator(".foot").BoundingBoxAsync());
            Assert.True(row!.Y + row.Height <= foot!.Y + 1, $"{pupil}: down to {row.Y + row.Height}, the foot begins at {foot.Y}");
        }
    }

    [Fact]
    public async Task The_days_are_as_wide_as_a_finger_on_a_phone()
    {
        var school = await stage.Open(3);
        await using var machine = await stage.Machine(390, 844);
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.Locator("[data-act=pick-class]").ClickAsync();
        await page.Locator("dialog [data-class]").First.ClickAsync();
        await page.Locator("[data-act=pick-period]").ClickAsync();
        await page.Locator("[data-date]").First.WaitForAsync();
        var least = await page.EvaluateAsync<double>("Math.min(...[...document.querySelectorAll('[data-date]')].map(b => b.getBoundingClientRect()).flatMap(b => [b.width, b.height]))");
        Assert.True(least >= 48, $"{least}");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task With_the_system_s_colours_nothing_is_lost(ColorScheme theme)
    {
        var day = await FullClass.Open(stage);
        await using var machine = await stage.Machine(theme: theme);
        var page = await machine.NewPageAsync();
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ColorScheme = theme });
        Nothing(await new TabletEverywhere(stage, machine, day, Lost).Walk(page));
    }

    [Fact]
    public async Task Four_times_as_large_everything_is_within_reach_and_nothing_runs_out_sideways()
    {
        var day = await FullClass.Open(stage);
        await using var machine = await stage.Machine(320, 256);
        Nothing(await new TabletEverywhere(stage, machine, day, Unreachable).Walk(await machine.NewPageAsync()));
    }

    [Fact]
    public async Task Nothing_moves_for_those_who_asked_for_rest()
    {
        var day = await FullClass.Open(stage);
        await using var machine = await stage.Machine();
        await machine.AddInitScriptAsync("window.moved = []; for (const kind of ['transitionrun', 'animationstart']) addEventListener(kind, e => moved.push(`${kind} ${e.target.className}`), true);");
        var page = await machine.NewPageAsync();
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        Nothing(await new TabletEverywhere(stage, machine, day, "() => [...moved, ...document.getAnimations().map(a => `${a.constructor.name} ${a.effect?.target?.className}`)]").Walk(page));
    }

    [Fact]
    public async Task The_buttons_stand_under_the_other_hand_and_stay_there()
    {
        var day = await FullClass.Open(stage);
        await using var machine = await stage.Machine();
        var page = await stage.SignInOnTablet(machine, day.School, day.School.MrsMartin);
        var row = page.Row(day.School.Pupils[^1]);
        Assert.True(await Left(row, "[data-act=absent]") > await Left(row, "[data-act=cycle]"));
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("dialog [data-taste=left]").ClickAsync();
        await page.Locator("dialog [data-act=close]").ClickAsync();
        await page.ReloadAsync();
        Assert.True(await Left(row, "[data-act=absent]") < await Left(row, "[data-act=cycle]"));
        var foot = page.Locator(".foot");
        Assert.True(await Left(foot, "[data-act=validate]") < await Left(foot, "[data-act=undo]"));
        await page.See("faces");
        Assert.True(await Left(row, "[data-act=more]") - (await row.BoundingBoxAsync())!.X < 8, "the rest of a tile stands on the left too");
        await page.See("list");
        await row.Locator("[data-act=late]").ClickAsync();
        await Expect(page.Locator($"[data-pupil='{day.School.Pupils[^1]}'][data-kind=R]")).ToBeVisibleAsync();
    }

    private static async Task Rename(Lessons day, int index, string family, string first)
    {
        var id = new Id<Pupil>(day.School.Pupils[index]);
        Town.Must(await day.School.Town.Database.Write<Done>(day.Act, async tx =>
        {
            var pupil = await tx.Db.Pupils.FirstAsync(p => p.Id == id);
            (pupil.FamilyName, pupil.FirstName) = (family, first);
            await tx.Log("test-renamed", day.School.Year, new { id }, Touches.Reference);
            return Done.It;
        }));
    }

    private static void Nothing(List<string> told) => Assert.True(told.Count == 0, string.Join('\n', told));

    private static async Task<float> Left(ILocator row, string part) => (await row.Locator(part).BoundingBoxAsync())!.X;
}
