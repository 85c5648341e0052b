namespace Preau.Browser.Tablet;

/// <summary>The list that stands in the first frame, drawn the last time the page was quiet: before any script, answering fingers, and never what is no longer true.</summary>
[Collection("stage")]
public class TabletPicture(Stage stage)
{
    /// <summary>Waits until a picture holds now; what it shows of a pupil, or of none the whole page.</summary>
    private const string Drawn = """
        async pupil => {
          const cache = await caches.open((await caches.keys()).find(name => name.startsWith('preau-tablet-')));
          for (let tries = 0; tries < 300; tries++) {
            const index = await cache.match('/tablet/pictures'), now = Date.now();
            const one = index && (await index.json()).find(p => p.from <= now && now < p.until);
            const text = one && await (await cache.match(one.address))?.text();
            if (text) {
              const body = new DOMParser().parseFromString(text, 'text/html');
              return pupil ? body.querySelector(`#picture [data-pupil="${pupil}"]`).dataset.state : body.querySelector('#picture').outerHTML;
            }
            await new Promise(done => setTimeout(done, 100));
          }
          throw new Error('no picture holds now');
        }
        """;

    /// <summary>From now on, what the page does to its list of pictures.</summary>
    private const string Handled = """
        () => {
          window.handled = [];
          for (const act of ['put', 'delete']) {
            const real = Cache.prototype[act];
            Cache.prototype[act] = function (at, ...more) { if (String(at.url ?? at).endsWith('/tablet/pictures')) window.handled.push(act); return real.call(this, at, ...more); };
          }
        }
        """;

    /// <summary>The page's own script waits for ever for what the tablet keeps: what is seen is the picture alone.</summary>
    private const string NeverDrawn = "Object.defineProperty(self, 'early', { get: () => new Promise(() => {}), set() {} });";

    /// <summary>Where everything that a person looks at stands, and what it says.</summary>
    private const string Seen = """
        () => [...document.querySelectorAll('.where button, .when b, .row, .row .who, .row .aim, .foot .validate')].map(el => {
          const b = el.getBoundingClientRect();
          return `${el.className} ${el.innerText.trim()} ${[b.left, b.top, b.width, b.height].map(Math.round).join(' ')}`;
        })
        """;

    [Fact]
    public async Task The_class_stands_there_before_any_script_as_the_page_will_draw_it()
    {
        var school = await stage.Open(36);
        await using var machine = await stage.Machine();
        var page = await Opened(machine, school);
        var refused = new List<string>();
        page.Console += (_, said) =>
        {
            if (said.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                refused.Add(said.Text);
            }
        };
        var drawn = await page.EvaluateAsync<string[]>(Seen);
        await Unscripted(machine, page);
        await Expect(page.Locator("#picture .row")).ToHaveCountAsync(36);
        Assert.Equal(drawn, await page.EvaluateAsync<string[]>(Seen));
        await page.SetViewportSizeAsync(1180, 820); // turned since
        Assert.Equal(36, await page.EvaluateAsync<int>("() => [...document.querySelectorAll('#picture .row')].map(r => r.getBoundingClientRect()).filter(b => b.height >= 48 && b.bottom <= document.querySelector('.foot').getBoundingClientRect().top + .5).length"));
        Assert.Empty(refused);
    }

    [Fact]
    public async Task A_picture_stays_while_nothing_changes()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        var page = await Opened(machine, school);
        await page.AddInitScriptAsync($"({Handled})()");
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("() => window.handled.includes('put')"); // this opening's own
        await page.EvaluateAsync("() => { window.handled = []; }");
        await Task.Delay(TimeSpan.FromSeconds(12)); // the clock ticks every five
        Assert.Empty(await page.EvaluateAsync<string[]>("window.handled"));
    }

    [Fact]
    public async Task A_mark_at_once_after_the_opening_takes_the_picture_of_an_earlier_one_away_first()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        var page = await Opened(machine, school);
        await page.AddInitScriptAsync($"({Handled})()");
        await page.ReloadAsync();
        await page.Locator("#app .row").First.WaitForAsync();
        await page.Row(school.Pupils[1]).ClickAsync();
        await page.WaitForFunctionAsync("() => window.handled.length > 1");
        Assert.Equal(["delete", "put"], await page.EvaluateAsync<string[]>("window.handled.slice(0, 2)"));
        Assert.Equal("absent", await page.EvaluateAsync<string>(Drawn, school.Pupils[1]));
    }

    [Fact]
    public async Task What_a_finger_does_on_the_picture_is_done()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        var page = await Opened(machine, school);
        var marked = Marked(page);
        await page.AddInitScriptAsync($$"""
            const watch = setInterval(() => {
              const row = self.heard && document.querySelector('#picture [data-pupil="{{school.Pupils[2]}}"]');
              if (!row) return;
              clearInterval(watch);
              row.querySelector('.name').click();
              window.answered = row.dataset.state;
              document.querySelector('#picture [data-pupil="{{school.Pupils[4]}}"] [data-act=late]').click();
            });
            """);
        await page.ReloadAsync();
        await Expect(page.Row(school.Pupils[2])).ToHaveAttributeAsync("data-state", "absent");
        await Expect(page.Row(school.Pupils[4])).ToHaveAttributeAsync("data-state", "late");
        await page.Received();
        Assert.Equal("absent", await page.EvaluateAsync<string>("window.answered"));
        Assert.Equal(0, await page.Locator("#picture").CountAsync());
        Assert.Equal(2, marked.Count);
    }

    /// <summary>A bell fell between the picture and the page, or a clock was set: a finger on that roll means nothing on this one.</summary>
    [Fact]
    public async Task A_finger_on_the_picture_of_another_roll_marks_nobody()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        var page = await Opened(machine, school);
        await page.EvaluateAsync("""
            async () => {
              for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const r of await cache.keys()) if (r.url.includes('/tablet/pictures/')) {
                  const was = await cache.match(r), text = await was.text();
                  await cache.put(r, new Response(text.replace(/data-place="[^"]+"/, 'data-place="2026-01-01 08:00 x"'), { headers: was.headers }));
                }
              }
            }
            """);
        await page.AddInitScriptAsync($$"""
            const watch = setInterval(() => {
              const row = self.heard && document.querySelector('#picture [data-pupil="{{school.Pupils[2]}}"] .name');
              if (!row) return;
              clearInterval(watch);
              row.click();
              window.clicked = true;
            });
            """);
        await page.ReloadAsync();
        await page.Locator("#app [data-pupil]").First.WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.clicked === true"));
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await Expect(page.Locator("#app [data-state=absent]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_mark_takes_the_picture_away_until_it_shows_it()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        var page = await Opened(machine, school);
        Assert.Equal("present", await page.EvaluateAsync<string>(Drawn, school.Pupils[1]));
        await page.Row(school.Pupils[1]).ClickAsync();
        await page.Until("async () => !await caches.match('/tablet/pictures')");
        await page.Received(); // which takes it away once more
        Assert.Equal("absent", await page.EvaluateAsync<string>(Drawn, school.Pupils[1]));
        await Unscripted(machine, page);
        await Expect(page.Locator($"#picture [data-pupil='{school.Pupils[1]}']")).ToHaveAttributeAsync("data-state", "absent");
    }

    [Fact]
    public async Task Who_signs_out_leaves_no_picture_behind()
    {
        var school = await stage.Open(8);
        await using var machine = await stage.Machine();
        var page = await Opened(machine, school);
        await page.Locator("[data-act=help]").ClickAsync();
        await page.Locator("[data-act=sign-out]").ClickAsync();
        await page.Locator("[data-act=sign-in]").WaitForAsync();
        await page.Until("async () => { for (const name of await caches.keys()) for (const r of await (await caches.open(name)).keys()) if (r.url.includes('/tablet/pictures')) return false; return true; }");
        await page.ReloadAsync();
        await page.Locator("[data-act=sign-in]").WaitForAsync();
    }

    /// <summary>A teacher's own tablet, a class on it, and its picture drawn.</summary>
    private async Task<IPage> Opened(IBrowserContext machine, School school)
    {
        var page = await stage.SignInOnTablet(machine, school, school.MrsMartin);
        await page.Locator("[data-class='2NDE4']").First.ClickAsync();
        await page.Locator("[data-pupil]").First.WaitForAsync();
        await page.ReloadAsync(); // through the worker, with the class that is usual now
        await page.Locator("#app [data-pupil]").First.WaitForAsync();
        await page.EvaluateAsync<string>(Drawn, null);
        return page;
    }

    private static async Task Unscripted(IBrowserContext machine, IPage page)
    {
        await page.AddInitScriptAsync(NeverDrawn);
        await machine.SetOfflineAsync(true);
        await page.ReloadAsync();
    }

    /// <summary>The marks that leave this page, by id.</summary>
    private static HashSet<string> Marked(IPage page)
    {
        var ids = new HashSet<string>();
        page.Request += (_, request) =>
        {
            if (request.Url.EndsWith("/api/sync/push", StringComparison.Ordinal) && request.PostData is { } body)
            {
                ids.UnionWith(System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("facts").EnumerateArray().Where(f => f.GetProperty("kind").GetString() == "marked").Select(f => f.GetProperty("id").GetString()!));
            }
        };
        return ids;
    }
}
