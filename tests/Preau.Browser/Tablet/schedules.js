// Random schedules over a simulated network and clock: two teachers' tablets and a CPE's, the page's own rules (fold.js,
// outbox.js), spells offline, lost answers, repeats, reloads, clocks that jump. Answers what went wrong, with its seed.
async ({ base, seeds, from }) => {
  const { fold, seenBy } = await import(`${base}fold.js`);
  const { makeFact, nextBatch, onWire, sort } = await import(`${base}outbox.js`);
  const PUPILS = ['p1', 'p2', 'p3', 'p4'], ranks = { a: 1, b: 1, cpe: 4 };

  const chanceOf = seed => () => { // mulberry32
    seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };

  function run(seed) {
    const chance = chanceOf(seed), pick = list => list[Math.floor(chance() * list.length)];
    const server = { log: [], byId: new Map() }, made = new Set();
    const accept = facts => facts.map(f => {
      const known = server.byId.get(f.id);
      if (known) return { id: f.id, state: 'known', position: known.position };
      const mark = { id: f.id, author: f.author, rank: ranks[f.author], position: server.log.length + 1, ...f.body };
      server.log.push(mark);
      server.byId.set(f.id, mark);
      return { id: f.id, state: 'accepted', position: mark.position };
    });
    const tablets = Object.keys(ranks).map(author => ({ author, clock: 1.8e12, online: true, waiting: [], known: new Map(), position: 0 }));

    const marksOf = (t, pupil) => [...t.known.values(), ...t.waiting.filter(w => !t.known.has(w.id)).map(w => ({ id: w.id, author: w.author, rank: w.rank, position: null, ...w.body }))]
      .filter(m => m.pupil === pupil);
    const mark = t => {
      const pupil = pick(PUPILS), kind = pick(['A', 'R', 'P']);
      const body = { pupil, kind, minutes: kind === 'R' ? pick([3, 8]) : null, replaces: seenBy(marksOf(t, pupil), t.author, ranks[t.author]) };
      const fact = makeFact('marked', body, { person: { id: t.author, rank: ranks[t.author] }, signIn: 's', school: 'x', device: t.author }, t.clock);
      made.add(fact.id);
      t.waiting.push(fact);
    };
    const push = (t, lossy) => {
      const batch = nextBatch(t.waiting, t.author, 1 + Math.floor(chance() * 5));
      if (!batch.length || !t.online) return;
      if (lossy && chance() < .2) return;                       // lost on the way
      const facts = JSON.parse(JSON.stringify(batch.map(onWire)));
      const receipts = accept(facts);
      if (lossy && chance() < .2) accept(facts);                // delivered twice
      if (lossy && chance() < .25) return;                      // the answer is lost
      const some = lossy && chance() < .2 ? receipts.slice(1) : receipts; // an answer that names fewer
      const { received } = sort(batch, some);
      for (const { fact, position } of received) t.known.set(fact.id, { id: fact.id, author: fact.author, rank: fact.rank, position, ...fact.body });
      const gone = new Set(received.map(r => r.fact.id));
      t.waiting = t.waiting.filter(w => !gone.has(w.id));
    };
    const pull = t => {
      if (!t.online) return;
      for (const m of server.log.slice(t.position)) t.known.set(m.id, m);
      t.position = server.log.length;
    };
    const reload = t => { t.waiting = JSON.parse(JSON.stringify(t.waiting)); t.known = new Map([...t.known]); };
    const acts = [mark, mark, mark, t => push(t, true), t => push(t, true), pull, t => { t.online = chance() < .5; }, reload,
      t => { t.clock += (chance() - .5) * 6 * 3600_000; }, t => { t.clock += chance() * 60_000; }];

    for (let i = 0; i < 60; i++) pick(acts)(pick(tablets));
    for (const t of tablets) { t.online = true; while (t.waiting.length) push(t, false); }
    for (const t of tablets) pull(t);

    if (server.log.length !== made.size) return `made ${made.size}, the server has ${server.log.length}`;
    if (![...made].every(id => server.byId.has(id))) return 'a mark is lost';
    for (const pupil of PUPILS) {
      const all = server.log.filter(m => m.pupil === pupil), truth = fold(all);
      const told = f => JSON.stringify([f.shown?.id, f.disputed, f.others.map(o => o.id)]);
      for (const t of tablets) if (told(fold(marksOf(t, pupil))) !== told(truth)) return `${t.author} sees ${told(fold(marksOf(t, pupil)))}, the truth is ${told(truth)}`;
      if (told(fold([...all].sort(() => chance() - .5))) !== told(truth)) return 'the order of arrival matters';
    }
    return null;
  }

  const wrong = [];
  for (let seed = from; seed < from + seeds; seed++) { const what = run(seed); if (what) wrong.push(`seed ${seed}: ${what}`); }
  return wrong.slice(0, 5);
}
