// Random schedules: two teachers' tablets and a CPE's, in a simulated world (README.md beside). Answers what went wrong, with its
// seed and what was done.
import { Network } from './network.js';
import { BEGIN, PEOPLE, PLACES, PUPILS, Server, truth } from './server.js';
import { Tablet } from './tablet.js';
import { chanceOf, Time } from './time.js';

const HOUR = 3_600_000, KINDS = ['A', 'R', 'P'];

class Schedule {
  wrong = [];
  told = [];
  counts = { marks: 0, validations: 0, reloads: 0, jumps: 0, spells: 0, settled: 0 };

  constructor(seed, lane, text) {
    this.chance = chanceOf(seed);
    this.time = new Time();
    this.server = new Server(this.time);
    this.text = text;
    this.net = new Network(this.time, this.server, this.chance, what => this.tell(what));
    this.tablets = PEOPLE.map((person, i) => new Tablet(this, person, `tablet ${lane} ${i}`));
  }

  pick(list) { return list[Math.floor(this.chance() * list.length)]; }
  tell(what) { this.told.push(`${(this.time.now / 1000).toFixed(1)} ${what}`); }

  async run(acts) {
    this.net.calm = true;
    for (const tablet of this.tablets) tablet.open();
    await this.time.rest();
    for (const tablet of this.tablets) tablet.tabs[0].tab.signIn(tablet.name).catch(e => this.wrong.push(String(e.stack ?? e)));
    await this.until(60_000, () => this.tablets.every(t => t.tabs[0].tab.ready()), () => 'nobody comes in');
    this.net.calm = false;
    for (let i = 0; i < acts && !this.failed; i++) {
      const busy = this.tablets.find(t => t.held && this.chance() < .7); // what happens meanwhile is what matters
      await this.act(busy ?? this.tablets[Math.floor(this.chance() * 2.5)]); // the CPE, whose word stands above a quarrel, less
      await this.time.run(this.time.now + (busy || this.chance() < .3 ? this.chance() * 50 : this.chance() < .9 ? this.chance() * 4000 : this.chance() * 90_000));
    }
    if (!this.failed) await this.settle();
    if (!this.failed) await this.check();
    return [...this.server.wrong, ...this.wrong];
  }

  get failed() { return this.wrong.length + this.server.wrong.length > 0; }

  async until(ms, so, otherwise) {
    if (!await this.time.run(this.time.now + ms, so)) this.wrong.push(otherwise());
  }

  // ---- what happens ---------------------------------------------------------------------------------------------

  async act(tablet) {
    const realm = this.pick(tablet.tabs), tab = realm?.tab, does = this.chance();
    if (does < .10) this.walk(tablet);
    else if (does < .16) this.reload(tablet, realm);
    else if (does < .21) this.jump(tablet);
    else if (does < .27) await this.busy(tablet);
    else if (does < .30) this.second(tablet);
    else if (does < .34) { const hide = this.chance() < .5; this.tell(`${tablet.name} ${hide ? 'looks away' : 'looks'}`); hide ? tab?.hide?.() : tab?.show?.(); }
    else if (does < .37) this.door(tablet, tab);
    else this.hand(realm);
    await this.time.rest();
  }

  walk(tablet) {
    this.counts.spells++;
    this.tell(`${tablet.name} ${tablet.online ? 'offline' : 'online'}`);
    tablet.connect(!tablet.online);
  }

  reload(tablet, realm) {
    this.counts.reloads++;
    this.tell(`${tablet.name} reloads`);
    tablet.close(realm);
    tablet.open();
  }

  jump(tablet) {
    this.counts.jumps++;
    tablet.jumped = this.chance() < .2 ? 0 : (this.chance() - .5) * 6 * HOUR;
    this.tell(`${tablet.name}'s clock is ${(tablet.jumped / HOUR).toFixed(2)} h off`);
  }

  async busy(tablet) {
    if (tablet.held) return;
    this.tell(`${tablet.name}'s disk is busy`);
    await tablet.hold();
    this.time.after(this.chance() * 5000, () => tablet.held?.());
  }

  second(tablet) {
    this.tell(`${tablet.name} ${tablet.tabs.length === 1 ? 'opens' : 'closes'} a second tab`);
    tablet.tabs.length === 1 ? tablet.open() : tablet.close(tablet.tabs[1]);
  }

  door(tablet, tab) {
    if (tab?.ready()) { this.tell(`${tablet.name} leaves`); tab.signOut(); }
    else if (tab?.away()) { this.tell(`${tablet.name} signs in`); tab.signIn(tablet.name).catch(() => {}); }
  }

  hand(realm) {
    const { tab, tablet } = realm;
    if (!tab?.ready()) return;
    tab.look();
    if (!tab.pupils().length || this.chance() < .15) tab.go(this.chance() < .6 ? PLACES[0] : this.pick(PLACES));
    if (!tab.pupils().length) return; // the register is not there yet
    const before = new Set(tab.waiting().map(w => w.id)), what = this.press(tab), anew = tab.waiting().filter(w => !before.has(w.id));
    this.tell(`${tablet.name}${tablet.tabs[1] === realm ? ' (second tab)' : ''} ${what}${anew.length ? ` ${anew[0].id.slice(0, 13)}` : ', nothing'}`);
    for (const fact of anew) tablet.made.set(fact.id, what);
    if (anew.length > 1) this.wrong.push(`${what} made ${anew.length} facts`);
    if (!anew.length && /^(marks|settles)/.test(what)) this.wrong.push(`${what} made nothing`);
    this.counts.marks += anew.filter(f => f.kind === 'marked').length;
    this.counts.validations += anew.filter(f => f.kind === 'roll-validated').length;
  }

  press(tab) {
    const pupil = this.pick(PUPILS), kind = this.pick(KINDS), does = this.chance();
    if (does < .14) { tab.validate(); return 'validates'; }
    if (does < .22) { tab.undo(); return 'takes back'; }
    if (does < .25) { tab.arrange({ group: 'g', room: 'B1', columns: 2, rows: 2, seats: [{ pupil, x: 0, y: 0 }] }); return 'arranges'; }
    const done = does < .4 && tab.settle(this.chance());
    if (done) {
      this.counts.settled++;
      if (!done.settled) this.wrong.push(`one tap has not settled ${done.pupil}`);
      return `settles ${done.pupil}`;
    }
    if (does < .6) { tab.cycle(pupil); return `cycles ${pupil}`; }
    tab.mark(pupil, kind, kind === 'R' ? this.pick([3, 8]) : null);
    return `marks ${pupil} ${kind}`;
  }

  // ---- in the end -----------------------------------------------------------------------------------------------

  /** Everybody comes back to a network that is well; whoever was away signs in. */
  async settle() {
    this.tell('all come back');
    this.net.calm = true;
    for (const tablet of this.tablets) {
      tablet.held?.();
      if (!tablet.online) tablet.connect(true);
    }
    await this.time.rest();
    for (const tablet of this.tablets) for (const { tab } of tablet.tabs) { tab.hide(); tab.show(); }
    const still = t => t.tabs.some(({ tab, asking }) => !tab?.ready() || asking || tab.waiting().length || tab.position() !== this.server.position);
    for (let round = 0; round < 20 && this.tablets.some(still); round++) {
      // What waits leaves also when nobody is here; then whoever has left comes back.
      for (const { name, tabs: [{ tab }] } of this.tablets) if (tab?.away() && !tab.waiting().length) tab.signIn(name).catch(e => this.wrong.push(`${name} cannot sign in: ${e}`));
      await this.time.run(this.time.now + 30_000, () => this.failed || !this.tablets.some(still));
    }
    await this.until(0, () => this.failed || !this.tablets.some(still), () => `it does not settle: ${this.tablets.filter(still).map(t => `${t.name} ${t.tabs.map(({ tab }) => tab ? `has ${tab.waiting().length} waiting`
      + `${tab.waiting().filter(w => w.refused).map(w => `, refused by ${w.refused.code}`).join('')}, is at ${tab.position()} of ${this.server.position}${tab.ready() ? '' : ', nobody or no register is here'}` : 'never opens').join('; ')}`).join(', ')}`);
    await this.time.run(this.time.now + 2000); // other tabs are told
  }

  async check() {
    const { log } = this.server, say = what => this.wrong.push(what);
    for (const tablet of this.tablets) {
      const own = log.filter(e => e.device.person === tablet.name && tablet.made.has(e.id)), there = new Map(log.map(e => [e.id, 0]));
      for (const e of log) there.set(e.id, there.get(e.id) + 1);
      for (const [id, what] of tablet.made) if (there.get(id) !== 1 && !(tablet.loose.has(id) && !there.has(id))) say(`«${tablet.name} ${what}» (${id}) is on the server ${there.get(id) ?? 0} times`);
      for (const e of own) if (e.author !== tablet.name) say(`${e.id} is ${e.author}'s`);
      await this.checkKept(tablet, say);
      for (const [i, realm] of tablet.tabs.entries()) await this.checkShown(tablet, realm, i, say);
    }
    if (log.some(e => !this.tablets.some(t => t.made.has(e.id)))) say('the server has a fact that nobody made');
  }

  async checkKept(tablet, say) {
    const kept = await tablet.kept(), device = [...this.server.devices.values()].find(d => d.person === tablet.name), marks = this.server.log.filter(e => e.mark).map(e => `${e.id} ${e.position}`).sort();
    if (kept.outbox.length) say(`${tablet.name}'s storage still has ${kept.outbox.length} waiting`);
    if (kept.sequence !== device.last) say(`${tablet.name}'s storage has the sequence ${kept.sequence}, the server ${device.last}`);
    if (JSON.stringify(kept.marks.map(m => `${m.id} ${m.position}`).sort()) !== JSON.stringify(marks)) say(`${tablet.name}'s storage has ${kept.marks.length} marks, the server ${marks.length}, or at other positions`);
    for (const [key, roll] of this.server.rolls) {
      const known = kept.rolls.find(r => `${r.date}|${r.start}|${r.group}` === key);
      if (known?.position !== roll.position) say(`${tablet.name}'s storage has the roll ${key} of ${known?.position}, the server of ${roll.position}`);
    }
  }

  async checkShown(tablet, { tab }, i, say) {
    const whose = `${tablet.name}${i ? ' (second tab)' : ''}`;
    if (Math.abs(tab.clock() - BEGIN - this.time.now) > 30_000) say(`${whose}'s corrected clock is ${Math.round((tab.clock() - BEGIN - this.time.now) / 1000)} s off`);
    const said = this.server.log.map(e => e.body), places = PLACES.filter(p => said.some(b => b.date === p.date && b.start === p.start));
    for (const place of places) {
      const shows = tab.shows(place);
      await this.time.rest();
      const { rows, taken } = await shows, roll = this.server.rolls.get(`${place.date}|${place.start}|${place.group}`), at = `${place.date} ${place.start}`;
      if (taken?.position !== roll?.position || JSON.stringify(taken?.shown) !== JSON.stringify(roll?.shown)) say(`${whose} shows the roll ${at} as validated at ${taken?.position}, the server has ${roll?.position}`);
      for (const pupil of PUPILS) {
        const { id, ...is } = rows.find(r => r.id === pupil), must = truth(this.server.log.map(e => e.mark).filter(m => m?.pupil === pupil && m.date === place.date && m.start === place.start));
        if (JSON.stringify(is) !== JSON.stringify(must)) say(`${whose} shows ${id} on ${at} as ${JSON.stringify(is)}, the truth is ${JSON.stringify(must)}`);
      }
    }
  }

  async end() {
    for (const tablet of this.tablets) {
      tablet.held?.();
      await tablet.clear();
    }
  }
}

/** @param {{text:string, seeds:number, from:number, acts:number, lanes:number}} asked text: the tab's joined modules; lanes: so many at a time @returns {Promise<{runs:number, wrong:string[], counts:Record<string, number>}>} it ends at the fifth that fails */
self.schedules = async ({ text, seeds, from, acts, lanes }) => {
  const wrong = [], counts = {};
  let next = from;
  // A plain script, whose text the browser knows again: a reload takes a third of the time.
  text = `(() => {${text}})()`.replaceAll('import.meta.url', JSON.stringify(location.href)).replaceAll('location.reload()', 'self.openAnew()').replaceAll('</script', '<\\/script');
  const lane = async n => {
    while (next < from + seeds && wrong.length < 5) {
      const seed = next++, schedule = new Schedule(seed, n, text);
      let found;
      try { found = await schedule.run(acts); } catch (e) { found = [...schedule.server.wrong, ...schedule.wrong, String(e?.stack ?? e)]; }
      for (const [what, count] of Object.entries({ ...schedule.counts, events: schedule.time.events, facts: schedule.server.position })) counts[what] = (counts[what] ?? 0) + count;
      if (found.length) wrong.push(`seed ${seed} (PREAU_SEED=${seed}): ${found.slice(0, 4).join('; ')}\n  ${schedule.told.join('\n  ')}`);
      await schedule.end();
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n)));
  return { runs: next - from, wrong, counts };
};
