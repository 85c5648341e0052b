// The tablet's side of the sync door: sign-in, snapshot, push, pull, stream. Everything may fail at any line and be
// tried again; nothing here decides what is shown.
import { batch } from '../vendor/libraries.js';
import { dayAfter, skewOf, wall } from './clock.js';
import { adopt, nextBatch, onWire, pause, sort } from './outbox.js';
import * as desk from './desk.js';
import * as store from './store.js';
import { lang } from './words.js';

const api = new URL('../../../api/', import.meta.url);
/** The hash of this page, from its own address: /tablet/{hash}/tablet/sync.js */
export const page = new URL('..', import.meta.url).pathname.split('/').at(-2);
/** The program's version, as the page's heading says it. */
export const version = globalThis.document?.querySelector('meta[name=version]')?.content ?? '0.0.0';
const channel = 'BroadcastChannel' in self ? new BroadcastChannel('preau') : null;
/** What this page knows of the server's counters, kept with the facts they belong to; loose: the storage could not take the sequence. */
const at = { sequence: 0, position: null, etag: null, loose: false };
/** Counts the times everything was let go: an answer asked for before belongs to nobody here. */
let era = 0;

/** A refusal by the server, with its code and words. */
export class Refused extends Error {
  constructor(status, problem, retryAfter) { super(problem.title); Object.assign(this, { status, problem, code: problem.code, retryAfter }); }
}

/** @param {string} path @param {{method?:string, body?:any, etag?:string, timeout?:number, signal?:AbortSignal, as?:any}} ask */
export async function call(path, { method = 'GET', body, etag, timeout = 20_000, signal, as = desk.device.peek() } = {}) {
  const headers = { 'Accept-Language': lang.peek(), 'Preau-Page': `${version} ${page}` };
  if (as?.secret) headers.Authorization = `Device ${as.id}:${as.secret}`;
  if (etag) headers['If-None-Match'] = etag;
  if (body) headers['Content-Type'] = 'application/json';
  const limit = signal ?? AbortSignal.timeout?.(timeout);
  const answer = await fetch(new URL(path, api), { method, headers, body: body && JSON.stringify(body), signal: limit, cache: 'no-store', credentials: 'omit' });
  if (answer.ok || answer.status === 304) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, problem, +answer.headers.get('Retry-After') || 0);
}

/** The storage could not take it: said, and the sequence in memory is the one to trust. */
function full() { desk.storage.value = 'full'; at.loose = true; }

/** Sets the clock by an answer. */
export function timed(serverTime, sent) {
  if (Date.now() - sent > 10_000) return; // too slow an exchange to tell the time by
  desk.clock.skew = skewOf(serverTime, sent, Date.now());
  desk.tick.value = desk.clock.now;
}

/** Takes up the counters kept by the last session. */
export function wake({ sequence, position, etag }) { Object.assign(at, { sequence: sequence ?? 0, position: position ?? null, etag: etag ?? null }); }

/** @param {{userName:string, password:string, establishment:string|null, name:string}} form */
export async function signIn({ userName, password, establishment, name }) {
  const known = desk.device.peek(), sent = Date.now();
  const answer = await call('devices/sign-in', { method: 'POST', as: null, body: {
    userName, password, establishment, page, device: { id: known?.id ?? null, secret: known?.secret ?? null, name, kind: 'tablet' } } });
  const a = await answer.json();
  timed(a.serverTime, sent);
  const device = { ...(a.device.secret ? {} : known), id: a.device.id, secret: a.device.secret ?? known?.secret, name: a.device.name };
  const me = { person: a.person, establishment: a.establishment, signIn: a.signIn.id, school: a.establishment.code };
  if (!device.shared && (desk.me.peek()?.school !== me.school || desk.me.peek()?.person.id !== me.person.id)) await letGo();
  at.sequence = a.sequence;
  await store.keep({ device, me, sequence: a.sequence, skew: desk.clock.skew }).then(() => { at.loose = false; }, full);
  const habits = await store.recall(`habits:${me.person.id}`);
  await takeOver(me, device.id);
  batch(() => {
    desk.device.value = device;
    desk.me.value = me;
    desk.trouble.value = null;
    desk.habits.value = habits ?? { recent: [], usual: {} };
  });
  tell();
}

/** What this person entered under an earlier registration of this tablet is sent under this one. */
export async function takeOver(me, device) {
  const adopted = adopt(desk.waiting.peek(), { ...me, device });
  if (!adopted.length) return;
  await store.book({ received: [], refused: adopted, marks: [], rolls: [], meta: {} }).catch(full);
  const anew = new Map(adopted.map(w => [w.id, w]));
  desk.waiting.value = desk.waiting.peek().map(w => anew.get(w.id) ?? w);
}

/** This tablet was enrolled anew, as a classroom's: what waits stays, everything else begins. @param {{id:string, secret:string, name:string, room:string|null, shared:boolean}} device @param {string} school */
export async function renew(device, school) {
  await letGo();
  at.sequence = 0;
  const kept = { ...device, school };
  await store.keep({ device: kept, me: undefined, sequence: 0, skew: desk.clock.skew }).catch(full);
  batch(() => { desk.device.value = kept; desk.me.value = null; desk.trouble.value = null; desk.screen.value = 'who'; });
  tell();
}

/** Leaves: the server is told if it can be, what it told is forgotten, what waits stays. */
export async function signOut() {
  const me = desk.me.peek();
  call('devices/sign-out', { method: 'POST', body: { signIn: me.signIn } }).catch(() => {});
  stopListening();
  await store.keep({ me: undefined }).catch(() => {});
  await letGo();
  batch(() => { desk.me.value = null; desk.screen.value = 'sign-in'; desk.sheet.value = null; });
  tell();
}

let refreshing = null;

/** Somebody is here, or this is a classroom tablet, which waits for somebody. */
export const present = () => !!desk.me.peek() || !!desk.device.peek()?.shared;

async function letGo() {
  era++;
  await store.forget().catch(() => {});
  at.position = at.etag = refreshing = null;
  batch(() => { desk.snapshot.value = null; desk.days.value = new Map(); desk.slips.value = []; desk.place.value = null; });
}

/** Fetches the register, if it has changed; asked twice at once, it is fetched once. @returns {Promise<void>} */
export function refresh() {
  if (!refreshing) {
    const mine = refreshing = fetchRegister().finally(() => { if (refreshing === mine) refreshing = null; });
  }
  return refreshing;
}

async function fetchRegister() {
  const sent = Date.now(), mine = era;
  const answer = await call('sync/snapshot', { etag: desk.snapshot.peek() ? at.etag : null });
  if (answer.status === 304) return;
  const text = await answer.text(), snapshot = JSON.parse(text);
  if (mine !== era || !present()) return;
  timed(snapshot.serverTime, sent);
  at.etag = answer.headers.get('ETag');
  const was = desk.me.peek(), same = !was || was.person.id === snapshot.person?.id; // a classroom tablet may know better who is here
  const me = was && { ...was, person: same && snapshot.person && !was.unproven ? snapshot.person : was.person, establishment: snapshot.establishment };
  const device = { ...desk.device.peek(), ...snapshot.device };
  batch(() => { desk.snapshot.value = snapshot; desk.me.value = me; desk.device.value = device; });
  await store.keep({ snapshot: text, etag: at.etag, me: me ?? undefined, device, skew: desk.clock.skew }).catch(full);
}

/** Asks what came after the last position known, until there is no more. */
export async function pull() {
  for (;;) {
    const after = at.position, mine = era;
    const news = await (await call(`sync/pull${after === null ? '' : `?after=${after}`}`)).json();
    if (mine !== era) return;
    if (after !== null && news.position < after) { await letGo(); continue; } // the server was put back to an earlier day: learn anew
    await takeIn(news, after, mine);
    if (mine !== era || !news.more) return;
  }
}

async function takeIn(news, after, mine) {
  if (news.reference > (desk.snapshot.peek()?.position ?? -1)) await refresh();
  const marks = news.marks ?? [], rolls = news.rolls ?? [], slips = desk.slipsWith(news.slips ?? [], after === null);
  if (mine !== era || !(marks.length || rolls.length || news.position !== after)) return;
  await store.book({ received: [], refused: [], marks, rolls, meta: { position: news.position, slips, skew: desk.clock.skew } }).catch(full);
  if (mine !== era) return;
  at.position = news.position;
  desk.slips.value = slips;
  if (marks.length || rolls.length) { desk.learn(marks, rolls); tell(); }
}

// ---- push: one at a time over all tabs, exactly what the receipts name moves --------------------------------------

let pushing = null, again = false, failures = 0, timer = 0;

/** Sends what waits, now. Safe to call at any time, from any tab. @returns {Promise<void>} */
export function push() {
  if (pushing) { again = true; return pushing; }
  clearTimeout(timer);
  pushing = alone('preau-push', sendAll).then(() => { failures = 0; }, failed).finally(() => {
    pushing = null;
    if (again) { again = false; push(); }
  });
  return pushing;
}

/** One tab at a time: by Web Locks, or by a lease where the browser has none. */
async function alone(name, act) {
  if (navigator.locks) return navigator.locks.request(name, act);
  if (!await store.lease(tab, 30_000)) throw new Busy('another tab is sending');
  try { return await act(); } finally { await store.lease(tab, 0); }
}
const tab = String(Math.random());
class Busy extends Error {}

async function sendAll() {
  await reread();
  await sendClaims();
  let most;
  for (;;) {
    const device = desk.device.peek();
    const facts = device && !blocked() ? nextBatch(desk.waiting.peek(), device.id, most) : [];
    if (!facts.length) return;
    try {
      await send(facts);
      most = undefined;
    } catch (e) {
      if (!(e instanceof Refused) || ![400, 413, 422].includes(e.status)) throw e;
      if (facts.length > 1) { most = Math.ceil(facts.length / 2); continue; } // one bad fact never stops the queue
      await settle({ received: [], refused: [{ ...facts[0], refused: { code: e.code ?? `http.${e.status}`, words: e.problem.title ?? '' } }] }, {});
    }
  }
}

/** Tells whose names were chosen here without network, before what they entered. */
async function sendClaims() {
  for (const stay of desk.claims.peek()) {
    try {
      await call('devices/claim', { method: 'POST', body: stay });
    } catch (e) {
      if (!(e instanceof Refused) || e.status >= 500 || e.status === 429 || e.code?.startsWith('device.')) throw e;
    } // refused for good: its facts will say why
    desk.claims.value = desk.claims.peek().filter(c => c.signIn !== stay.signIn);
    await store.change('claims', all => (all ?? []).filter(c => c.signIn !== stay.signIn)).catch(() => {});
  }
}

async function send(facts) {
  const sent = Date.now();
  const answer = await (await call('sync/push', { method: 'POST', body: { sequence: at.sequence, facts: facts.map(onWire) } })).json();
  timed(answer.serverTime, sent);
  await settle(sort(facts, answer.receipts), { sequence: answer.sequence, skew: desk.clock.skew }, answer.serverTime);
  at.sequence = answer.sequence;
  reached();
  const named = new Set(answer.receipts.map(r => r.id));
  if (!facts.some(f => named.has(f.id))) throw new Error('the answer names none of the facts sent');
}

async function settle({ received, refused }, meta, receivedAt) {
  const marks = received.filter(r => r.fact.kind === 'marked').map(({ fact: f, position }) => ({
    id: f.id, position, author: f.author, rank: f.rank, claimedAt: f.claimedAt, receivedAt, ...f.body }));
  const rolls = received.filter(r => r.fact.kind === 'roll-validated').map(({ fact: f, position }) => ({
    position, ...f.body, validatedAt: f.claimedAt, validatedBy: f.author, receivedAt }));
  await store.book({ received: received.map(r => r.fact), refused, marks, rolls, meta }).then(() => { if (meta.sequence) at.loose = false; }, full);
  const gone = new Set(received.map(r => r.fact.id)), no = new Map(refused.map(r => [r.id, r]));
  batch(() => {
    if (present()) desk.learn(marks, rolls);
    desk.waiting.value = desk.waiting.peek().filter(w => !gone.has(w.id)).map(w => no.has(w.id) ? { ...w, refused: no.get(w.id).refused } : w);
  });
  tell();
}

/** Takes in what other tabs did: the storage is the truth for what it holds. */
async function reread() {
  if (store.absent()) return;
  const [held, sequence] = [await store.waiting(), await store.recall('sequence')];
  if (!at.loose) at.sequence = sequence ?? at.sequence;
  const known = new Set(held.map(w => w.id));
  desk.waiting.value = [...held, ...desk.waiting.peek().filter(w => !w.held && !known.has(w.id))];
}

function failed(e) {
  failures++;
  if (!(e instanceof Busy)) mind(e);
  const wait = Math.max(pause(failures), (e?.retryAfter ?? 0) * 1000);
  if (!blocked()) timer = setTimeout(push, wait);
  navigator.serviceWorker?.ready.then(r => r.sync?.register('push')).catch(() => {});
}

const blocked = () => desk.trouble.peek() !== null;

/** What a failure says about the link and about us. */
function mind(e) {
  if (e instanceof Refused && (e.status === 401 || e.status === 403 || e.code === 'sync.forked')) {
    desk.trouble.value = { 'device.unknown': 'device.unknown', 'device.revoked': 'device.revoked', 'device.suspended': 'sync.forked', 'sync.forked': 'sync.forked' }[e.code] ?? 'sign-in.ended';
    desk.screen.value = 'sign-in';
    return;
  }
  desk.link.value = navigator.onLine === false ? 'offline' : 'trouble';
}

// ---- listening: the doorbell, and a regular look when it is cut --------------------------------------------------

let listening = null, polls = 0, ear = null;

/** The server has answered: whatever was said of the link before. */
const reached = () => { desk.link.value = ear ? 'live' : 'polling'; };

/** Keeps the page told until `stopListening`. */
export function listen() {
  if (listening || !present()) return;
  const stop = listening = new AbortController();
  (async () => {
    for (let tries = 0; !stop.signal.aborted;) {
      const since = Date.now();
      try {
        await pull();
        if (desk.waiting.peek().length) push();
        await hear(stop.signal);
      } catch (e) {
        if (stop.signal.aborted) return;
        mind(e);
        if (blocked()) return stopListening();
      }
      tries = Date.now() - since > 30_000 ? 1 : tries + 1;
      await sleep(pause(tries), stop.signal);
    }
  })();
  const look = async () => {
    const seconds = desk.me.peek()?.person.reloadSeconds || 30;
    polls = setTimeout(look, seconds * 1000 * (0.9 + Math.random() / 5));
    if (desk.link.peek() === 'live') return;
    try { await pull(); reached(); } catch (e) { mind(e); }
  };
  polls = setTimeout(look, 15_000);
}

/** Lets the doorbell go (hidden page, signed out). */
export function stopListening() {
  listening?.abort();
  listening = null;
  clearTimeout(polls);
}

/** Starts again at once: the network is back, or the page is looked at again. */
export function listenAgain() { stopListening(); listen(); }

async function hear(signal) {
  if (signal.aborted) return;
  const silent = new AbortController();
  const stop = () => silent.abort();
  signal.addEventListener('abort', stop);
  let watch = setTimeout(stop, 20_000);
  try {
    const answer = await call('sync/stream', { signal: silent.signal });
    ear = silent;
    reached();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ''; ;) {
      clearTimeout(watch);
      watch = setTimeout(stop, 45_000); // a keep-alive comes every 15 s
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      const ring = lines.findLast(l => l.startsWith('data:'));
      if (ring) await rung(JSON.parse(ring.slice(5)));
    }
  } finally {
    clearTimeout(watch);
    silent.abort();
    signal.removeEventListener('abort', stop);
    if (ear === silent) { ear = null; if (desk.link.peek() === 'live') reached(); }
  }
}

async function rung({ position, reference }) {
  if (position > (at.position ?? -1) || reference > (desk.snapshot.peek()?.position ?? -1)) await pull();
}

const sleep = (ms, signal) => new Promise(done => {
  const id = setTimeout(done, ms);
  signal.addEventListener('abort', () => { clearTimeout(id); done(); }, { once: true });
});

// ---- other tabs, versions -----------------------------------------------------------------------------------------

/** Tells the other tabs that the storage has changed. */
export function tell() { channel?.postMessage('changed'); }

channel?.addEventListener('message', async () => {
  if (desk.screen.peek() === 'starting') return; // it is about to read everything itself
  const before = desk.me.peek()?.signIn, me = await store.recall('me');
  if (me?.signIn !== before) return location.reload();
  await reread();
  at.position = await store.recall('position') ?? at.position;
  for (const date of desk.days.peek().keys()) {
    const told = await store.day(date);
    desk.learn(told.marks, told.rolls);
  }
});

/** Brings this person's seating plans, arranged on whichever tablet. */
export async function fetchPlans() {
  const mine = era, { plans } = await (await call('sync/plans')).json();
  if (mine === era && plans.length) await store.keep({ [`plans:${desk.me.peek()?.person.id}`]: desk.learnPlans(plans) });
}

/** A pupil's face. @param {string} hash @returns {Promise<Response>} */
export const photo = hash => call(`sync/photos/${hash}`);

/** Asks which page the server serves, and from where it sees us. @returns {Promise<{page:string, minimum:string|null, version:string, download:string|null, address:string|null}>} */
export const served = async () => (await call('version')).json();

/** Old days leave the tablet. */
export const sweep = () => store.forget(dayAfter(wall(desk.clock.now, desk.zone()).date, -8));
