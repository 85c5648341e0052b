namespace Preau.Browser.Tablet;

/// <summary>The tablet's own storage where two things happen at once, in the page's modules themselves.</summary>
[Collection("stage")]
public class TabletStore(Stage stage)
{
    [Fact]
    public async Task An_older_word_of_a_roll_does_not_replace_a_newer_one()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var kept = await page.EvaluateAsync<long[]>("""
            async base => {
              const store = await import(`${base}store.js`), roll = position => ({ date: '2026-11-23', start: '08:00', group: 'g', position });
              await store.open(() => {});
              for (const rolls of [[roll(5), roll(7)], [roll(3)], [roll(6), roll(4)]]) await store.book({ received: [], refused: [], marks: [], rolls, meta: {} });
              return (await store.day('2026-11-23')).rolls.map(r => r.position);
            }
            """, modules);
        Assert.Equal([7], kept);
    }

    /// <summary>The tab reads what waits; while it still asks for the sequence, a fact reaches the tablet.</summary>
    [Fact]
    public async Task A_fact_that_arrives_while_the_storage_is_read_stays_on_the_screen()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var shown = await page.EvaluateAsync<string[]>("""
            async base => {
              const [store, desk, { reread }] = await Promise.all(['store.js', 'desk.js', 'push.js'].map(name => import(base + name)));
              await store.open(() => {});
              await store.keep({ sequence: 1 });
              const fact = { id: 'arrived', kind: 'marked', body: {}, refused: null, held: false };
              desk.waiting.value = [fact];
              // The disk is busy with the counters for a while.
              const raw = await new Promise(done => { const open = indexedDB.open('preau'); open.onsuccess = () => done(open.result); });
              let turns = 300;
              const meta = raw.transaction('meta', 'readwrite').objectStore('meta'), spin = () => { if (turns-- > 0) meta.get('x').onsuccess = spin; };
              spin();
              const reading = reread(), held = store.hold([{ ...fact }]).then(() => { turns = 0; desk.waiting.value = desk.waiting.value.map(w => ({ ...w, held: true })); });
              await Promise.all([reading, held]);
              raw.close();
              return desk.waiting.value.map(w => w.id);
            }
            """, modules);
        Assert.Equal(["arrived"], shown);
    }

    /// <summary>Without Web Locks (plain HTTP) a lease says who sends; a slow answer outlasts it, and another tab has begun.</summary>
    [Fact]
    public async Task Whose_lease_has_run_out_sends_no_more()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        Assert.Equal(1, await page.EvaluateAsync<int>("""
            async base => {
              Object.defineProperty(navigator, 'locks', { value: undefined });
              const [store, desk, { push }] = await Promise.all(['store.js', 'desk.js', 'push.js'].map(name => import(base + name)));
              await store.open(() => {});
              desk.device.value = { id: 'd', secret: 's' };
              const facts = ['1', '2'].map(id => ({ id, kind: 'marked', author: 'a', signIn: 'i', claimedAt: new Date().toISOString(), body: { date: '2026-11-23' }, refused: null, held: false }));
              await store.hold(facts);
              const now = Date.now;
              let pushes = 0;
              self.fetch = async () => {
                pushes++;
                Date.now = () => now() + 31_000;
                await store.lease('another tab', 30_000);
                return new Response(JSON.stringify({ sequence: pushes, serverTime: new Date(Date.now()).toISOString(), receipts: [{ id: String(pushes), state: 'accepted', position: pushes }] }));
              };
              await push();
              return pushes;
            }
            """, modules));
    }
}
