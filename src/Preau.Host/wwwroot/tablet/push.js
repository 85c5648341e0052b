// Sends what waits: one push at a time over all tabs, exactly what the receipts name moves, the sequence with them.
import { batch } from '../vendor/libraries.js';
import { adopt, nextBatch, onWire, pause, reclaim, sort } from './outbox.js';
import * as desk from './desk.js';
import { learn } from './rolls.js';
import { at, beside, call, follow, full, kept, mind, ours, present, reached, Refused, shut, tell, timed } from './server.js';
import * as store from './store.js';

let pushing = null, again = false, failures = 0, timer = 0;

/** Sends what waits, now. Safe to call at any time, from any tab. @returns {Promise<void>} */
export function push() {
  if (pushing) { again = true; return pushing; }
  clearTimeout(timer);
  const slow = setTimeout(leaveToWorker, 1000);
  pushing = alone('preau-push', sendAll).then(() => { failures = 0; }, failed).finally(() => {
    clearTimeout(slow);
    pushing = null;
    if (again) { again = false; push(); }
  });
  return pushing;
}

/** Whether the last attempt failed: no network, or the server would not hear. */
export const isStuck = () => failures > 0;

/** One tab at a time: by Web Locks, or by a lease where the browser has none. */
async function alone(name, act) {
  if (navigator.locks) return navigator.locks.request(name, act);
  await ourTurn();
  try { return await act(); } finally { await store.lease(tab, 0); }
}
const tab = String(Math.random());
class Busy extends Error {}

/** Where there is only the lease, it is taken anew before each push: it outlasts one, not a week's. */
async function ourTurn() {
  if (!navigator.locks && !await store.lease(tab, 30_000)) throw new Busy('another tab is sending');
}

async function sendAll() {
  await reread();
  await sendClaims();
  let most;
  for (;;) {
    const device = desk.device.peek();
    const facts = device && !shut() ? nextBatch(desk.waiting.peek(), device.id, most) : [];
    if (!facts.length) return;
    try {
      await ourTurn();
      await send(facts);
      most = undefined;
    } catch (e) {
      if (!(e instanceof Refused) || !(ours(e) ? [400, 413, 422].includes(e.status) : e.status === 413 && facts.length > 1)) throw e; // somebody between us and the server has judged nothing; it may only find a push too large
      if (facts.length > 1) { most = Math.ceil(facts.length / 2); continue; } // one bad fact never stops the queue
      await settle({ received: [], refused: [{ ...facts[0], refused: { code: e.code ?? `http.${e.status}`, words: e.problem.title ?? '' } }] }, {});
    }
  }
}

/** Tells whose names were chosen here without network, before what they entered. */
export async function sendClaims() {
  for (const stay of desk.claims.peek()) {
    try {
      await call('devices/claim', { method: 'POST', body: stay });
    } catch (e) {
      if (!ours(e) || e.status === 429 || e.code.startsWith('device.')) throw e;
    } // refused for good: its facts will say why
    desk.claims.value = desk.claims.peek().filter(c => c.signIn !== stay.signIn);
    await store.change('claims', all => (all ?? []).filter(c => c.signIn !== stay.signIn)).catch(() => {});
  }
}

async function send(facts) {
  const sent = Date.now(), { id } = desk.device.peek();
  const answer = await (await call('sync/push', { method: 'POST', body: { sequence: at.sequence, facts: facts.map(onWire) } })).json();
  timed(answer.serverTime, sent);
  const same = id === desk.device.peek()?.id; // enrolled anew meanwhile: its sequence is another
  await settle(sort(facts, answer.receipts), { skew: desk.clock.skew, ...same && { sequence: answer.sequence } }, answer.serverTime);
  if (same) follow(answer.sequence);
  reached();
  const named = new Set(answer.receipts.map(r => r.id));
  if (!facts.some(f => named.has(f.id))) throw new Error('the answer names none of the facts sent');
}

async function settle({ received, refused }, meta, receivedAt) {
  const marks = received.filter(r => r.fact.kind === 'marked').map(({ fact: f, position }) => ({
    id: f.id, position, author: f.author, rank: f.rank, claimedAt: f.claimedAt, receivedAt, ...f.body }));
  const rolls = received.filter(r => r.fact.kind === 'roll-validated').map(({ fact: f, position }) => ({
    position, ...f.body, validatedAt: f.claimedAt, validatedBy: f.author, receivedAt }));
  await store.book({ received: received.map(r => r.fact), refused, marks, rolls, meta }).then(is => { if (meta.sequence) kept(is); }, full);
  const gone = new Set(received.map(r => r.fact.id)), no = new Map(refused.map(r => [r.id, r]));
  batch(() => {
    if (present()) learn(marks, rolls);
    desk.waiting.value = desk.waiting.peek().filter(w => !gone.has(w.id)).map(w => no.has(w.id) ? { ...w, refused: no.get(w.id).refused } : w);
  });
  tell();
}

/** Takes in what other tabs did: the storage is the truth for what it holds. */
export async function reread() {
  if (store.absent()) { at.sequence = Math.max(at.sequence, beside(desk.device.peek())); return; }
  const before = new Map(desk.waiting.peek().filter(w => w.held).map(w => [w.id, w])), { waiting: held, sequence } = await store.outgoing();
  at.sequence = Math.max(sequence ?? at.sequence, at.loose ? at.sequence : 0, beside(desk.device.peek()));
  const known = new Set(held.map(w => w.id));
  desk.waiting.value = [...held, ...desk.waiting.peek().filter(w => !before.has(w.id) && !known.has(w.id))]; // what came onto the tablet meanwhile stays
  const dates = new Set([...before.values()].filter(w => !known.has(w.id)).map(w => w.body.date)); // the worker has booked these
  for (const date of dates) if (desk.days.peek().has(date)) { const told = await store.day(date); learn(told.marks, told.rolls, date); }
}

function failed(e) {
  failures++;
  if (!(e instanceof Busy)) mind(e);
  const wait = Math.max(pause(failures), (e?.retryAfter ?? 0) * 1000);
  if (!shut()) timer = setTimeout(push, wait);
  leaveToWorker();
}

/** What is on the tablet and not yet received may leave without this page (sw.js): asked of the browser when a push fails or takes its time, and when the page goes out of sight. */
export function leaveToWorker() {
  if (desk.waiting.peek().some(w => w.held && !w.refused)) navigator.serviceWorker?.ready.then(r => r.sync?.register('push')).catch(() => {});
}

/** What this person entered under an earlier registration of this tablet is sent under this one. */
export const takeOver = (me, device, shared) => move(adopt(desk.waiting.peek(), { ...me, device }, shared));

/** What a sign-in or an enrolment that was broken off had still to do. */
export async function catchUp() {
  const { id, shared, school } = desk.device.peek() ?? {}, me = desk.me.peek();
  if (!desk.waiting.peek().some(w => w.device && w.device !== id)) return;
  if (shared) await takeClaims(id, school);
  if (me && !me.unproven) await takeOver(me, id, shared);
}

/** What was entered here without proof under an earlier registration is sent under this one. */
export async function takeClaims(device, school) {
  const { moved, anew } = reclaim(desk.waiting.peek(), desk.claims.peek(), device, school, desk.clock.now);
  await store.change('claims', all => [...(all ?? []), ...anew]).catch(() => {});
  desk.claims.value = [...desk.claims.peek(), ...anew];
  await move(moved);
  push(); // one that was under way may have read what waits before
}

async function move(moved) {
  if (!moved.length) return;
  await store.book({ received: [], refused: moved, marks: [], rolls: [], meta: {} }).catch(full);
  const anew = new Map(moved.map(w => [w.id, w]));
  desk.waiting.value = desk.waiting.peek().map(w => anew.get(w.id) ?? w);
}
