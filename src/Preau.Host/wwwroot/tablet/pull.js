// What the server knows: the register, what came after the last position, the seating plans; and the doorbell that says when
// to ask, with a regular look when it is cut.
import { batch, effect } from '../vendor/libraries.js';
import { dayAfter, wall } from './clock.js';
import { pause } from './outbox.js';
import * as desk from './desk.js';
import { learn, lookBack } from './rolls.js';
import { push, reread } from './push.js';
import { at, blocked, call, full, mind, present, reached, tell, timed, told } from './server.js';
import * as store from './store.js';

let refreshing = null;
/** For whom the server has last said that this is their register. */
let confirmed = null;

/** What an answer asked for now belongs to: a time between two lettings go, and a registration, for a new one comes a moment after what was told is let go. */
const whose = () => `${at.era} ${desk.device.peek()?.id}`;

/** Everything that the server told is let go: it belongs to whoever was here. What waits stays. @param {boolean} whole what it told of each person too */
export async function letGo(whole = false) {
  at.era++;
  await store.forget('', whole).catch(() => {});
  at.position = at.etag = refreshing = null;
  batch(() => { desk.snapshot.value = null; desk.days.value = new Map(); desk.slips.value = []; desk.place.value = null; if (whole) desk.arranged.value = []; });
}

/** Fetches the register, if it has changed; asked twice at once, it is fetched once. @returns {Promise<void>} */
export function refresh() {
  if (refreshing?.of !== whose()) {
    const mine = refreshing = { of: whose(), done: fetchRegister().finally(() => { if (refreshing === mine) refreshing = null; }) };
  }
  return refreshing.done;
}

/** On a first visit the register comes beside the page's script: it is waited for, unless it takes its time, so that the first frame shows the class. @returns {Promise<boolean>} whether it came */
export async function firstRegister() {
  if (!self.register) return false;
  let stop;
  await new Promise(done => { setTimeout(done, 1000); refresh().then(done, done); stop = effect(() => { if (desk.snapshot.value) done(); }); });
  stop();
  return !!desk.snapshot.peek();
}

async function fetchRegister() {
  const early = desk.snapshot.peek() ? null : self.register, mine = whose();
  self.register = null;
  const first = await early?.answer, sent = first?.ok ? early.sent : Date.now();
  const answer = first?.ok ? first : await call('sync/snapshot', { etag: desk.snapshot.peek() ? at.etag : null });
  if (answer.status === 304) { confirmed = mine; return; }
  const text = await answer.text(), snapshot = JSON.parse(text);
  if (mine !== whose() || !present()) return;
  timed(snapshot.serverTime, sent);
  const was = desk.me.peek(), same = !was || was.person.id === snapshot.person?.id; // a classroom tablet may know better who is here
  if (!same && snapshot.person && !desk.device.peek().shared) { // a sign-in whose answer was lost: nothing is entered in a name that is no longer here
    stopListening();
    return batch(() => { desk.trouble.value = 'sign-in.ended'; desk.screen.value = 'sign-in'; });
  }
  at.etag = answer.headers.get('ETag');
  confirmed = mine;
  const me = was && { ...was, person: same && snapshot.person && !was.unproven ? snapshot.person : was.person, establishment: snapshot.establishment };
  const device = { ...desk.device.peek(), ...snapshot.device, hotline: snapshot.establishment.hotline }; // known on the door too, when nobody is here
  batch(() => { desk.snapshot.value = snapshot; desk.me.value = me; desk.device.value = device; });
  if (await store.keepRegister({ snapshot: text, etag: at.etag, me, device, skew: desk.clock.skew, unkept: at.unkept }).then(is => { if (is) at.unkept = false; return is; }, full) === null) at.etag = null;
}

/** Asks what came after the last position known, until there is no more. */
export async function pull() {
  for (;;) {
    const after = at.position, mine = whose();
    const news = await (await call(`sync/pull${after === null ? '' : `?after=${after}`}`)).json();
    if (mine !== whose()) return;
    if (after !== null && news.position < after) { await letGo(); continue; } // the server was put back to an earlier day: learn anew
    await takeIn(news, after, mine);
    if (mine !== whose() || !news.more) return;
  }
}

async function takeIn(news, after, mine) {
  if (news.reference > (desk.snapshot.peek()?.position ?? -1)) await refresh();
  const marks = news.marks ?? [], rolls = news.rolls ?? [], slips = desk.slipsWith(news.slips ?? [], after === null);
  if (mine !== whose() || !(marks.length || rolls.length || news.position !== after)) return;
  await store.book({ received: [], refused: [], marks, rolls, meta: { position: news.position, slips, skew: desk.clock.skew } }).catch(full);
  if (mine !== whose()) return;
  at.position = news.position;
  desk.slips.value = slips;
  if (marks.length || rolls.length) { learn(marks, rolls); tell(); }
  if (marks.some(m => m.date < desk.today.peek())) lookBack().catch(() => {});
  if (news.seats?.some(s => s.person === desk.me.peek()?.person.id)) fetchPlans().catch(() => {}); // the next opening asks again
}

let asked = 0; // for plans: the last answer asked for stands

/** Brings this person's seating plans, arranged on whichever tablet: the server's word stands where nothing of theirs waits here. */
export async function fetchPlans() {
  const mine = whose(), turn = ++asked, id = desk.me.peek()?.person.id, { plans } = await (await call('sync/plans')).json();
  if (confirmed !== mine) await refresh().catch(() => {}); // the plans of whoever the server takes us for
  if (mine !== whose() || blocked() || turn !== asked || id !== desk.me.peek()?.person.id || !plans.length) return;
  const waits = new Set(desk.waiting.peek().filter(w => w.kind === 'seats-arranged' && w.author === id).map(w => `${w.body.group}|${w.body.room}`));
  await store.keep({ [`plans:${id}`]: desk.learnPlans(plans.filter(p => !waits.has(`${p.group}|${p.room}`))) });
}

// ---- listening: the doorbell, and a regular look when it is cut --------------------------------------------------

let listening = null, polls = 0;

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
    try { await pull(); reached(); if (desk.waiting.peek().length) push(); } catch (e) { mind(e); }
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
    at.ear = silent;
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
    if (at.ear === silent) { at.ear = null; if (desk.link.peek() === 'live') reached(); }
  }
}

async function rung({ position, reference }) {
  if (position > (at.position ?? -1) || reference > (desk.snapshot.peek()?.position ?? -1)) await pull();
}

const sleep = (ms, signal) => new Promise(done => {
  const id = setTimeout(done, ms);
  signal.addEventListener('abort', () => { clearTimeout(id); done(); }, { once: true });
});

told(async () => {
  if (desk.screen.peek() === 'starting') return; // it is about to read everything itself
  if (store.absent()) return; // nothing to read: what this tab knows is in its memory alone
  const before = desk.me.peek()?.signIn, me = await store.recall('me'), device = await store.recall('device');
  if (me?.signIn !== before || device && device.id !== desk.device.peek()?.id) return location.reload();
  await reread();
  at.position = await store.recall('position') ?? at.position;
  desk.slips.value = await store.recall('slips') ?? desk.slips.peek(); // of that position, or later
  for (const date of desk.days.peek().keys()) {
    const told = await store.day(date);
    learn(told.marks, told.rolls);
  }
});

/** Old days leave the tablet. */
export const sweep = () => store.forget(dayAfter(wall(desk.clock.now, desk.zone()).date, -8));
