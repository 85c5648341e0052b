using System.Text.Json;

namespace Preau.Browser.Tablet;

/// <summary>The page's pure rules, run where they run: in the browser.</summary>
[Collection("stage")]
public class TabletRules(Stage stage)
{
    [Fact]
    public async Task The_fold_passes_the_truth_table()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var cases = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "spec", "rollcall", "conflicts.json"), TestContext.Current.CancellationToken);

        var wrong = await page.EvaluateAsync<string[]>("""
            async ([modules, cases]) => {
              const { fold } = await import(`${modules}fold.js`);
              const told = f => ({ shown: f.shown?.id ?? null, kind: f.shown?.kind ?? null, minutes: f.shown?.minutes ?? null, disputed: f.disputed, others: f.others.map(o => o.id) });
              return JSON.parse(cases).filter(c => JSON.stringify(told(fold(c.marks))) !== JSON.stringify(c.expect)).map(c => c.name);
            }
            """, new[] { modules, cases });

        Assert.Empty(wrong);
        Assert.True(JsonDocument.Parse(cases).RootElement.GetArrayLength() >= 15);
    }

    /// <summary>Who is settled with has said two things: the earlier one does not come back.</summary>
    [Fact]
    public async Task One_mark_settles_all_that_a_colleague_said()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        Assert.Equal("P false", await page.EvaluateAsync<string>("""
            async modules => {
              const { fold, seenBy } = await import(`${modules}fold.js`), said = (id, author, kind, position, replaces = []) => ({ id, author, rank: 1, kind, minutes: null, position, replaces });
              const marks = [said('b1', 'b', 'R', 1), said('b2', 'b', 'A', 2), said('a1', 'a', 'P', 3)], after = fold([...marks, said('a2', 'a', 'P', null, seenBy(marks, 'a', 1))]);
              return `${after.shown.kind} ${after.disputed}`;
            }
            """, modules));
    }

    [Fact]
    public async Task Who_may_mark_when_passes_the_truth_table()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var cases = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "spec", "rollcall", "rules.json"), TestContext.Current.CancellationToken);

        var wrong = await page.EvaluateAsync<string[]>("""
            async ([modules, cases]) => {
              const { whyRefused } = await import(`${modules}day.js`), { minutesOf } = await import(`${modules}clock.js`);
              const told = c => whyRefused({ date: '2026-11-23', start: '08:00', end: '08:55', now: { date: c.claimedAt.slice(0, 10), minutes: minutesOf(c.claimedAt.slice(11)) }, rank: c.rank,
                hours: c.hours === false ? null : { opensBefore: 10, closesAfter: c.closesAfter ?? null }, kind: c.kind ?? { exists: true, fromRank: 1 }, stay: c.stay ?? null })?.code ?? null;
              return JSON.parse(cases).filter(c => told(c) !== c.expect).map(c => `${c.name}: ${told(c)}`);
            }
            """, new[] { modules, cases });

        Assert.Empty(wrong);
        Assert.True(JsonDocument.Parse(cases).RootElement.GetArrayLength() >= 20);
    }

    [Fact]
    public async Task Who_is_in_the_house_passes_the_truth_table()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var script = new GoldenDay();
        var asked = GoldenDay.Fires.SelectMany(golden => GoldenDay.List(golden, "fire").Select(ask => new
        {
            golden, at = ask.GetProperty("at").GetString(), where = ask.GetProperty("where"),
            // Who is out comes with the sessions that the server sends.
            @out = script.Day(golden).Plan.Sessions.Where(p => p.Session.State == Preau.Timetable.SessionState.Out && p.Session.Start <= GoldenDay.Time(ask, "at") && GoldenDay.Time(ask, "at") < p.Session.End)
                .SelectMany(p => p.Pupils).Select(id => ask.GetProperty("where").EnumerateObject().Single(pupil => script.Id(pupil.Name) == id).Name),
        })).ToList();
        var kinds = Preau.RollCall.UsualKinds.For(new(1), 2026).ToDictionary(k => k.Code, k => new { k.Code, absence = k.CountsAsAbsence, responsibility = k.UnderResponsibility, k.InRoom });

        var wrong = await page.EvaluateAsync<string[]>("""
            async ([modules, asked, kinds]) => {
              const { whereabouts } = await import(`${modules}day.js`), { fold } = await import(`${modules}fold.js`), k = JSON.parse(kinds), wrong = [];
              for (const { golden, at, where, out } of JSON.parse(asked)) {
                const rolls = Map.groupBy((golden.marks ?? []).map((m, i) => ({ rank: 1, author: 'author', minutes: null, replaces: [], position: i, id: String(i), ...m })), m => `${m.group} ${m.start} ${m.pupil}`);
                const said = [...rolls.values()].map(marks => { const f = fold(marks); return { ...marks[0], kind: f.shown.kind, until: f.shown.until, disputed: f.disputed, position: f.shown.position }; });
                const told = whereabouts(Object.keys(where), { said, rolls: golden.rolls ?? [], known: golden.known ?? [], out: new Set(out), kindOf: code => k[code] }, at);
                for (const [pupil, must] of Object.entries(where)) {
                  const t = told.get(pupil), is = [t.where, t.kind, t.announced && 'announced'].filter(Boolean).join(' ');
                  if (is !== must) wrong.push(`${golden.name}, ${at}, ${pupil}: ${is}, not ${must}`);
                }
              }
              return wrong;
            }
            """, new[] { modules, JsonSerializer.Serialize(asked), JsonSerializer.Serialize(kinds, Preau.Foundation.Json.Web) });

        Assert.Empty(wrong);
        Assert.True(asked.Count >= 12, $"{asked.Count} questions");
    }

    /// <summary>What the page keeps and finds by: days in the school's zone, names as they are typed, a plan for each room.</summary>
    [Fact]
    public async Task Days_names_and_plans_are_found()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var told = await page.EvaluateAsync<string[]>("""
            async modules => {
              const desk = await import(`${modules}desk.js`), { folded } = await import(`${modules}words.js`);
              desk.snapshot.value = { establishment: { zone: 'Pacific/Noumea' } };
              desk.learnPlans([{ group: 'g', room: 'B12', arrangedAt: '1' }, { group: 'g', room: 'B14', arrangedAt: '2' }, { group: 'h', room: 'C1', arrangedAt: '3' }]);
              return [desk.dateOf('2026-11-23T21:00:00Z'), folded('L’ŒUVRE d’Æsa'), folded("l'oeuvre d'aesa"), ...['B12', 'B14', 'C1'].map(room => desk.planOf('g', room).room), String(desk.planOf('x', 'B12'))];
            }
            """, modules);
        Assert.Equal(["2026-11-24", "l'oeuvre d'aesa", "l'oeuvre d'aesa", "B12", "B14", "B14", "null"], told);
    }

    [Theory]
    [InlineData("m.periodAt([{start:'08:00',end:'08:55'},{start:'09:00',end:'09:55'}], 8*60+7).start", "08:00")]
    [InlineData("m.periodAt([{start:'08:00',end:'08:55'},{start:'09:00',end:'09:55'}], 8*60+57).start", "09:00")]
    [InlineData("m.periodAt([{start:'08:00',end:'08:55'},{start:'10:00',end:'10:55'}], 9*60+30).start", "08:00")]
    [InlineData("m.periodAt([{start:'08:00',end:'08:55'}], 6*60).start", "08:00")]
    [InlineData("String(m.periodAt([], 600))", "null")]
    [InlineData("String(m.minutesLate({date:'2026-11-23',start:'08:00',end:'08:55'}, {date:'2026-11-23',minutes:487}))", "7")]
    [InlineData("String(m.minutesLate({date:'2026-11-23',start:'08:00',end:'08:55'}, {date:'2026-11-24',minutes:487}))", "null")]
    [InlineData("m.dayAfter('2026-02-28', 1) + m.dayAfter('2026-01-01', -1)", "2026-03-012025-12-31")]
    [InlineData("m.wall(Date.parse('2026-11-23T20:30:00Z'), 'Pacific/Noumea').date", "2026-11-24")]
    [InlineData("m.wall(Date.parse('2026-11-23T20:30:00Z'), 'Europe/Paris').time", "21:30")]
    [InlineData("String(m.skewOf('2026-11-23T08:00:10.000Z', Date.parse('2026-11-23T08:00:00.000Z'), Date.parse('2026-11-23T08:00:02.000Z')))", "9000")]
    [InlineData("String(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/.test(m.uuid7(1795000000000)) && m.uuid7(1) < m.uuid7(2))", "true")]
    [InlineData("(() => { let d = 1000, s = 0; const c = m.correctedClock(() => d, () => s); c.skew = 500; d -= 10000; s += 3000; return String(c.now); })()", "4500")]
    public async Task The_clock_says(string expression, string expected)
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        Assert.Equal(expected, await page.EvaluateAsync<string>($"async modules => {{ const m = await import(modules + 'clock.js'); return {expression}; }}", modules));
    }

    /// <summary>Doubling from a second to a minute, each time anywhere in the upper half: a school's tablets do not come back all at once.</summary>
    [Fact]
    public async Task Tries_become_rarer_and_do_not_fall_together()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var told = await page.EvaluateAsync<string>("""
            async modules => {
              const { pause } = await import(`${modules}outbox.js`), twenty = Array.from({ length: 20 }, () => pause(7));
              return JSON.stringify([[1, 2, 3, 6, 7, 50].map(n => [pause(n, 0), pause(n, 1)]), new Set(twenty).size > 10, twenty.every(ms => 30_000 <= ms && ms <= 60_000)]);
            }
            """, modules);
        Assert.Equal("[[[500,1000],[1000,2000],[2000,4000],[16000,32000],[30000,60000],[30000,60000]],true,true]", told);
    }

    [Fact]
    public async Task Exactly_the_facts_that_an_answer_names_move()
    {
        await using var machine = await stage.Machine();
        var (page, modules) = await stage.Modules(machine);
        var told = await page.EvaluateAsync<string>("""
            async modules => {
              const m = await import(`${modules}outbox.js`);
              const me = { person: { id: 'a', rank: 1 }, signIn: 's', school: 'x', device: 'd' };
              const box = [1, 2, 3, 4].map(n => m.makeFact('marked', { n }, me, 1795000000000 + n));
              box[3].device = 'other';
              const batch = m.nextBatch(box, 'd');
              const { received, refused } = m.sort(batch, [{ id: box[0].id, state: 'accepted', position: 7 }, { id: box[1].id, state: 'refused', code: 'no', words: 'Non.' }, { id: 'stranger', state: 'accepted', position: 8 }]);
              const adopted = m.adopt(box, { ...me, device: 'new', signIn: 's2' });
              return JSON.stringify([batch.length, received.map(r => [r.fact.body.n, r.position]), refused.map(r => [r.body.n, r.refused.words]), adopted.length, adopted[3].signIn, Object.keys(m.onWire(box[0]))]);
            }
            """, modules);
        Assert.Equal("""[3,[[1,7]],[[2,"Non."]],4,"s2",["id","kind","author","signIn","claimedAt","body"]]""", told);
    }
}
