// A simulated tablet: one storage, one clock, one place in the network; and its tabs, each an iframe, so a realm and a module
// graph of its own, which finds the browser's own things replaced by those of the simulated world.
import { BEGIN } from './server.js';

const STORES = ['meta', 'outbox', 'marks', 'rolls'];

export class Tablet {
  online = true;
  jumped = 0; // how far its clock is from the server's
  held = null; // the disk is busy: lets it go
  late = 0; // requests given up that are still on their way
  promised = new Set(); // facts of which a person was told that the tablet has them
  made = new Map(); // every fact: what its author pressed
  loose = new Set(); // made, and the page was closed before anybody was told that the tablet has them
  heard = new Set(); // named by an answer that came
  booked = new Set(); // named by an answer, and gone from what waits

  /** @param {{time:import('./time.js').Time, net:any, chance:() => number, wrong:string[], text:string}} world @param {string} name @param {string} place in the page, whose storage is used again */
  constructor(world, name, place) {
    Object.assign(this, { world, name, place, tabs: [], stored: new Map(), channels: new Set(), locks: new Map() });
  }

  get now() { return BEGIN + this.jumped + this.world.time.now; }

  /** Opens another tab. @returns {Realm} */
  open() { const realm = new Realm(this); this.tabs.push(realm); return realm; }

  /** @param {Realm} realm closed by the browser or the hand, at this very moment */
  close(realm) {
    this.tabs = this.tabs.filter(t => t !== realm);
    for (const w of realm.tab?.waiting() ?? []) if (!this.promised.has(w.id)) this.loose.add(w.id);
    realm.die();
  }

  connect(online) {
    this.online = online;
    for (const realm of this.tabs) {
      if (!online) for (const e of [...realm.exchanges]) if (this.world.chance() < .7) e.fail(); else e.giveUp();
      realm.window.dispatchEvent(new realm.window.Event(online ? 'online' : 'offline'));
    }
  }

  /** A tab shows what waits: the moment at which a person is told where it is. */
  sees(realm, waiting) {
    const now = new Set(waiting.map(w => w.id));
    for (const w of waiting) if (w.held) { this.promised.add(w.id); this.loose.delete(w.id); }
    for (const id of realm.shown) if (!now.has(id)) this.heard.has(id) ? this.booked.add(id) : this.world.wrong.push(`${this.name} shows ${id} no more, which no answer has named`);
    realm.shown = now;
  }

  hears(receipts) { for (const r of receipts ?? []) if (r.state !== 'refused') this.heard.add(r.id); }

  sends({ facts }) { for (const f of facts) if (this.booked.has(f.id)) this.world.wrong.push(`${this.name} sends again what it has booked: ${f.id}`); }

  // ---- the storage, as it is ---------------------------------------------------------------------------------------

  async raw() {
    return this.db ??= await new Promise((done, no) => { const open = indexedDB.open(this.place); open.onsuccess = () => done(open.result); open.onerror = () => no(open.error); });
  }

  /** The disk is busy until `held` is called: whatever the tablet asks of it waits. */
  async hold() {
    const db = await this.raw(), tx = db.transaction(STORES, 'readwrite'), meta = tx.objectStore('meta');
    let on = true;
    const ended = new Promise(done => { tx.oncomplete = done; }), spin = () => { if (on) meta.get('x').onsuccess = spin; };
    await new Promise(begun => { meta.get('x').onsuccess = () => { begun(); spin(); }; });
    for (const realm of this.tabs) realm.pauses(true);
    this.held = () => {
      this.held = null;
      const end = this.world.time.begun();
      on = false;
      for (const realm of this.tabs) realm.pauses(false);
      ended.then(end);
    };
  }

  async kept() {
    const db = await this.raw(), tx = db.transaction(STORES), all = STORES.map(name => tx.objectStore(name).getAll()), sequence = tx.objectStore('meta').get('sequence');
    await new Promise(done => { tx.oncomplete = done; });
    return { outbox: all[1].result, marks: all[2].result, rolls: all[3].result, sequence: sequence.result };
  }

  /** For the next schedule: an empty tablet. */
  async clear() {
    for (const realm of [...this.tabs]) this.close(realm);
    const db = await this.raw(), tx = db.transaction(STORES, 'readwrite');
    for (const name of STORES) tx.objectStore(name).clear();
    await new Promise(done => { tx.oncomplete = done; });
    db.close();
  }
}

/** One tab. */
class Realm {
  dead = false;
  exchanges = new Set();
  shown = new Set();
  #works = new Set(); // of the storage
  #paused = false;

  constructor(tablet) {
    Object.assign(this, { tablet, world: tablet.world });
    this.frame = document.createElement('iframe');
    this.frame.hidden = true;
    document.body.append(this.frame);
    this.window = this.frame.contentWindow;
    this.#furnish(this.window);
    const page = this.window.document, script = page.createElement('script');
    page.body.append(Object.assign(page.createElement('div'), { className: 'ear' }));
    script.textContent = this.world.text;
    page.body.append(script);
  }

  die() {
    this.dead = true;
    for (const e of [...this.exchanges]) e.giveUp();
    for (const lock of this.tablet.locks.values()) lock.leave(this);
    this.tablet.channels.forEach(c => { if (c.realm === this) this.tablet.channels.delete(c); });
    this.frame.remove();
    for (const end of this.#works) end.now?.();
  }

  /** While the disk is busy nobody waits for what is asked of it. */
  pauses(on) {
    this.#paused = on;
    for (const work of this.#works) if (on) { work.now?.(); work.now = null; } else work.now ??= this.world.time.begun();
  }

  #work() {
    const work = { now: this.#paused ? null : this.world.time.begun() };
    this.#works.add(work);
    return () => { this.#works.delete(work); work.now?.(); };
  }

  #furnish(window) {
    const { tablet, world } = this, { time, chance } = world, realm = this;
    this.#paused = !!tablet.held;
    const set = (on, name, value) => Object.defineProperty(on, name, { value, configurable: true, writable: true });
    // Time.
    const RealDate = window.Date;
    set(window, 'Date', class extends RealDate { constructor(...a) { a.length ? super(...a) : super(tablet.now); } static now() { return tablet.now; } });
    const begun = time.now;
    set(window.performance, 'now', () => time.now - begun);
    set(window, 'setTimeout', (act, ms = 0, ...rest) => time.after(ms, () => act(...rest), realm));
    set(window, 'clearTimeout', id => time.callOff(id));
    set(window, 'requestAnimationFrame', act => time.after(16, () => act(time.now), realm));
    set(window.AbortSignal, 'timeout', ms => { const c = new window.AbortController(); time.after(ms, () => c.abort(new window.DOMException('too long', 'TimeoutError')), realm); return c.signal; });
    // Chance.
    set(window.Math, 'random', chance);
    set(window.crypto, 'getRandomValues', bytes => { for (let i = 0; i < bytes.length; i++) bytes[i] = chance() * 256; return bytes; });
    // The network.
    set(window, 'fetch', world.net.fetchOf(this));
    Object.defineProperty(window.navigator, 'onLine', { get: () => tablet.online });
    // The storage: the real one, under a name of this tablet's.
    const { open } = window.IDBFactory.prototype, { transaction } = window.IDBDatabase.prototype;
    window.IDBFactory.prototype.open = function (_, version) {
      const end = time.begun(), request = open.call(this, tablet.place, version);
      for (const kind of ['success', 'error']) request.addEventListener(kind, end);
      return request;
    };
    window.IDBDatabase.prototype.transaction = function (...a) {
      const tx = transaction.apply(this, a), end = realm.#work();
      if (a[1] === 'readwrite' && [a[0]].flat().includes('outbox') && tx.durability !== 'strict') world.wrong.push(`a transaction of the outbox is ${tx.durability}`);
      for (const kind of ['complete', 'abort']) tx.addEventListener(kind, end);
      return tx;
    };
    set(window, 'caches', undefined);
    for (const name of ['localStorage', 'sessionStorage']) set(window, name, {
      getItem: key => tablet.stored.get(key) ?? null, setItem: (key, value) => { tablet.stored.set(key, String(value)); }, removeItem: key => { tablet.stored.delete(key); } });
    // The other tabs.
    set(window, 'BroadcastChannel', class {
      constructor() { this.realm = realm; this.hear = []; tablet.channels.add(this); }
      addEventListener(_, act) { this.hear.push(act); }
      postMessage(data) { for (const other of tablet.channels) if (other !== this) time.after(chance() * 5, () => other.hear.forEach(act => act({ data })), other.realm); }
    });
    set(window.navigator, 'locks', { request: (name, act) => {
      if (!tablet.locks.has(name)) tablet.locks.set(name, new Lock());
      return tablet.locks.get(name).request(realm, act);
    } });
    set(window.navigator, 'serviceWorker', undefined);
    // The driver.
    window.world = { sees: waiting => tablet.sees(realm, waiting), broken: e => { world.wrong.push(`${tablet.name}: ${e?.stack ?? e}`); } };
    window.openAnew = () => { time.after(0, () => { if (!realm.dead) { tablet.close(realm); tablet.open(); } }, realm); };
    window.addEventListener('error', e => { world.wrong.push(`${tablet.name}: ${e.message} ${e.error?.stack}`); });
    window.addEventListener('unhandledrejection', e => { world.wrong.push(`${tablet.name}: ${e.reason?.stack ?? e.reason}`); });
  }

  get tab() { return this.window?.tab; }
  /** Whether an answer is awaited, beside the doorbell's. */
  get asking() { return [...this.exchanges].some(e => e.request.path !== 'sync/stream'); }
}

/** Web Locks within one tablet: whose tab is gone lets go. */
class Lock {
  #queue = [];

  request(realm, act) {
    return new Promise((done, no) => {
      this.#queue.push({ realm, begin: async () => { try { done(await act()); } catch (e) { no(e); } } });
      if (this.#queue.length === 1) this.#next();
    });
  }

  async #next() {
    const first = this.#queue[0];
    if (!first) return;
    await first.begin();
    if (this.#queue[0] !== first) return;
    this.#queue.shift();
    this.#next();
  }

  leave(realm) {
    const first = this.#queue[0];
    this.#queue = this.#queue.filter(one => one.realm !== realm);
    if (first && first !== this.#queue[0]) this.#next();
  }
}
