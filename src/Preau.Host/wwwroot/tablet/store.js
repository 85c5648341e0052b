// The tablet's own storage (IndexedDB). Every write of a fact asks for strict durability, and a promise here resolves
// only when the transaction is complete. When the browser refuses storage, `open` says so and the page works in memory.
import { openDB, wrap } from '../vendor/libraries.js';
import { copied, mirror, mirrored } from './mirror.js';

/** @type {import('../vendor/libraries.js').IDBPDatabase|null} */
let db = null;
/** Told when the browser takes the database away, and when it is back. @type {null|{lost:() => void, back:(made:boolean) => void}} */
let ears = null;
let lostAt = 0; // 0: never, or back again
/** What early.js has read already, used once. @type {null|{db:IDBDatabase, date:string, meta:any, waiting:any[], marks:any[], rolls:any[]}} */
let early = null;
const STRICT = { durability: 'strict' };

/** @param {NonNullable<typeof ears>} told made: it is another one, what was held must be held anew @returns {Promise<boolean>} whether storage is there */
export async function open(told) {
  ears = told;
  try {
    early = await self.early ?? null;
    if (early && !early.meta.device) early = early.db.close(); // nobody's yet, or closed before the copy was put back: connect looks
    if (early) watch(wrap(early.db)); else await connect();
    return true;
  } catch {
    db = null;
    return false;
  }
}

/** @returns {Promise<boolean>} whether the database had to be made: the first visit, or the browser has thrown the old one away */
async function connect() {
  let made = false;
  watch(await openDB('preau', 1, {
    upgrade(d) {
      made = true;
      d.createObjectStore('meta');
      d.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true }).createIndex('id', 'id', { unique: true });
      d.createObjectStore('marks', { keyPath: 'id' }).createIndex('date', 'date');
      d.createObjectStore('rolls', { keyPath: ['date', 'start', 'group'] }).createIndex('date', 'date');
    },
  }));
  if (made || !await recall('device')) await putBack().catch(() => {}); // also when it was broken off the time before: only a tablet that nobody has had is without
  return made;
}

function watch(opened) {
  db = opened;
  db.onclose = db.onversionchange = () => { opened.close(); if (db === opened) lost(); };
}

/** The database is gone: a full or failing disk, data cleared, a tablet that slept. The page goes on in memory and asks for it again. */
function lost() {
  db = early = null;
  lostAt = Date.now();
  ears.lost();
}

/** @returns {Promise<boolean>} whether there is a database to write to; one that was lost is opened again, asked at most every five seconds */
async function there() {
  if (db || !lostAt || Date.now() - lostAt < 5000) return !!db;
  lostAt = Date.now();
  const made = await connect().catch(() => null);
  if (made !== null) { lostAt = 0; ears.back(made); }
  return !!db;
}

/** A transaction; one on a database that died without a word (iPadOS) says that it is lost. */
function begin(names, ...how) {
  try { return db.transaction(names, ...how); } catch (e) { if (e.name === 'InvalidStateError') lost(); throw e; }
}

/** What the second copy has kept of the database before. */
async function putBack() {
  const { meta, outbox } = await mirrored();
  if (!meta.length && !outbox.length) return;
  const tx = begin(['meta', 'outbox'], 'readwrite', STRICT);
  for (const [key, value] of meta) tx.objectStore('meta').put(value, key);
  for (const [, fact] of outbox) tx.objectStore('outbox').put(fact);
  await tx.done;
}

/** The copy agrees with the database again: whatever was broken off between the two writes is made up for. */
export async function agree() {
  const copies = await copied(), { meta, waiting } = await all(); // the copy first: what the database has not by then is gone
  if (!meta.device) return;
  const due = [...entries(meta), ...waiting.map(fact => ['outbox', fact.seq, fact])], name = ([store, key]) => `${store}/${key}`, [there, wanted] = [copies, due].map(list => new Set(list.map(name)));
  await mirror([...due.filter(c => !there.has(name(c))), ...copies.filter(c => !wanted.has(name(c)))]);
}

/** Everything a start needs, in one transaction. @returns {Promise<{meta:Record<string, any>, waiting:import('./outbox.js').Waiting[]}>} */
export async function all() {
  if (!db) return { meta: {}, waiting: [] };
  if (early) {
    setTimeout(() => { early = null; }); // what the first picture reads only: whoever asks later asks the storage
    return early;
  }
  const tx = begin(['meta', 'outbox']), meta = tx.objectStore('meta');
  const [keys, values, waiting] = await Promise.all([meta.getAllKeys(), meta.getAll(), tx.objectStore('outbox').getAll()]);
  return { meta: Object.fromEntries(keys.map((k, i) => [k, values[i]])), waiting };
}

/** @param {string} key */
export const recall = async key => db?.get('meta', key);

/** @param {Record<string, any>} values undefined forgets the key @returns {Promise<boolean>} true once kept; false without storage */
export async function keep(values) {
  if (!await there()) return false;
  const changes = entries(values), goes = ([, , value]) => value === undefined, tx = begin('meta', 'readwrite', STRICT);
  const gone = mirror(changes.filter(goes)); // both at once: of a page that is closed in between, as little as can be is left in one of them
  putMeta(tx.objectStore('meta'), values);
  await tx.done;
  await gone;
  await mirror(changes); // what goes once more: an earlier write may have come in between
  return true;
}

/**
 * Keeps a register with the tablet and the person it was asked for: not over another registration, nor over another's stay on a tablet of one's own.
 * @param {{snapshot:string, etag:string|null, skew:number, device:any, me:any, unkept:boolean}} register me: null while nobody is here; unkept: the storage had no room for them, it is this that is true @returns {Promise<boolean|null>} null: it is another's by now, nothing is kept
 */
export async function keepRegister({ me, unkept, ...values }) {
  if (!await there()) return false;
  const tx = begin('meta', 'readwrite', STRICT), [device, here] = await Promise.all(['device', 'me'].map(key => tx.store.get(key))), same = unkept || !device || here?.signIn === me?.signIn;
  if (device && !unkept && (device.id !== values.device.id || device.withdrawn || !same && !values.device.shared)) return null;
  const told = same && me ? { ...values, me } : values; // on a classroom tablet somebody may come meanwhile
  putMeta(tx.store, told);
  await tx.done;
  await mirror(entries(told));
  return true;
}

/**
 * Changes one kept value within one transaction, so that two tabs do not lose each other's change.
 * @template T @param {string} key @param {(old:T|undefined) => T} change @returns {Promise<T|undefined>} what is kept now; undefined without storage
 */
export async function change(key, change) {
  if (!await there()) return undefined;
  const tx = begin('meta', 'readwrite', STRICT), value = change(await tx.store.get(key));
  tx.store.put(value, key);
  await tx.done;
  await mirror([['meta', key, value]]);
  return value;
}

/** Everything that waits, in the order it was made, and the sequence, as one transaction sees them. @returns {Promise<{waiting:import('./outbox.js').Waiting[], sequence:number|undefined}>} */
export async function outgoing() {
  const tx = begin(['meta', 'outbox']);
  const [waiting, sequence] = await Promise.all([tx.objectStore('outbox').getAll(), tx.objectStore('meta').get('sequence')]);
  return { waiting, sequence };
}

/**
 * Puts facts on the tablet.
 * @param {import('./outbox.js').Waiting[]} facts @returns {Promise<boolean>} true once the transaction is complete and copied
 */
export async function hold(facts) {
  if (!await there()) return false;
  const tx = begin('outbox', 'readwrite', STRICT);
  for (const fact of facts) tx.store.add({ ...fact, held: true }).then(seq => { fact.seq = seq; }, () => {});
  await tx.done;
  await mirror(facts.map(fact => ['outbox', fact.seq, { ...fact, held: true }]));
  return true;
}

/**
 * Books one answer of the server in one transaction: the sequence, what it received, what it refused (or changed).
 * @param {{received:{id:string}[], refused:import('./outbox.js').Waiting[], marks:any[], rolls:any[], meta:Record<string, any>}} answer
 * @returns {Promise<boolean>} true once kept; false without storage
 */
export async function book({ received, refused, marks, rolls, meta }) {
  if (!await there()) return false;
  const tx = begin(['outbox', 'marks', 'rolls', 'meta'], 'readwrite', STRICT);
  const outbox = tx.objectStore('outbox'), changed = [];
  for (const { id } of received) {
    const seq = await outbox.index('id').getKey(id);
    if (seq !== undefined) { outbox.delete(seq); changed.push(['outbox', seq, undefined]); }
  }
  for (const fact of refused) if (fact.seq !== undefined) { outbox.put(fact); changed.push(['outbox', fact.seq, fact]); }
  for (const m of marks) tx.objectStore('marks').put(m);
  for (const r of rolls) {
    const known = await tx.objectStore('rolls').get([r.date, r.start, r.group]);
    if (!(known?.position > r.position)) tx.objectStore('rolls').put(r);
  }
  putMeta(tx.objectStore('meta'), meta);
  await tx.done;
  await mirror([...changed, ...entries(meta)]);
  return true;
}

/**
 * A lease kept in the storage, for pages without Web Locks (plain HTTP): one tab at a time.
 * @param {string} owner of this tab @param {number} ms how long; 0 gives it back @returns {Promise<boolean>} whether it is ours
 */
export async function lease(owner, ms) {
  if (!db) return true;
  const tx = begin('meta', 'readwrite'), held = await tx.store.get('lease');
  const ours = !held || held.owner === owner || held.until < Date.now();
  if (ours) tx.store.put({ owner, until: Date.now() + ms }, 'lease');
  await tx.done;
  return ours;
}

/** Lets go of a refused fact that a person has read. @param {number|undefined} seq */
export async function drop(seq) {
  if (seq === undefined || !await there()) return;
  const tx = begin('outbox', 'readwrite', STRICT);
  tx.store.delete(seq);
  await tx.done;
  await mirror([['outbox', seq, undefined]]);
}

/** @param {string} date @returns {Promise<{marks:any[], rolls:any[]}>} what the server has told about that day */
export async function day(date) {
  if (!db) return { marks: [], rolls: [] };
  if (early?.date === date) return early;
  const [marks, rolls] = await Promise.all([db.getAllFromIndex('marks', 'date', date), db.getAllFromIndex('rolls', 'date', date)]);
  return { marks, rolls };
}

/** @param {string} from @param {string} until @returns {Promise<any[]>} the marks that the server has told of those days */
export const marksOf = async (from, until) => await db?.getAllFromIndex('marks', 'date', IDBKeyRange.bound(from, until)) ?? [];

/** Forgets what the server told (not what waits), e.g. when a person leaves. @param {string} before only days before this one @param {boolean} whole who was here and everybody's plans too */
export async function forget(before = '', whole = false) {
  if (!await there()) return;
  const copies = whole ? copied().catch(() => []) : [], told = before ? [] : ['snapshot', 'etag', 'position', 'slips'];
  const tx = begin(['marks', 'rolls', 'meta'], 'readwrite'), meta = tx.objectStore('meta');
  const gone = mirror(told.map(leaving)); // at once, as above
  for (const name of ['marks', 'rolls']) {
    const store = tx.objectStore(name);
    if (!before) store.clear();
    else for (const key of await store.index('date').getAllKeys(IDBKeyRange.upperBound(before, true))) store.delete(key);
  }
  for (const key of told) meta.delete(key);
  const theirs = key => key === 'me' || key.startsWith('plans:'), found = whole ? (await meta.getAllKeys()).filter(theirs) : [];
  for (const key of found) meta.delete(key);
  await tx.done;
  await gone;
  await mirror([...told, ...found, ...(await copies).flatMap(([store, key]) => store === 'meta' && theirs(key) ? key : [])].map(leaving)); // in the copy alone: an earlier time was broken off
}

const leaving = key => ['meta', key, undefined];
const entries = values => Object.entries(values).map(([key, value]) => ['meta', key, value]);

function putMeta(store, values) {
  for (const [key, value] of Object.entries(values)) value === undefined ? store.delete(key) : store.put(value, key);
}

/** Whether the browser keeps nothing for us. */
export const absent = () => db === null;
