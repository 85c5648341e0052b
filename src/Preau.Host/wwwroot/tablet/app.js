// The page starts here: storage first, then the screen, then the network.
import { batch, effect, h, htm, render } from '../vendor/libraries.js';
import * as desk from './desk.js';
import * as rolls from './rolls.js';
import * as store from './store.js';
import { fetchPlans, firstRegister, letGo, listenAgain, refresh, stopListening, sweep } from './pull.js';
import { catchUp, leaveToWorker, push } from './push.js';
import { at, full, present, tell, wake } from './server.js';
import { withdraw } from './sign-in.js';
import { done, roomAgain, validate, wire } from './acts.js';
import { mayUpdate, offsets, ownZone, trustOwn } from './clock.js';
import { forgetFaces, keepFaces } from './faces.js';
import { keepDrawn, painted } from './frame.js';
import { forgetDraft, installer, problems, sendProblems } from './help.js';
import { forgetPictures, keepPictures, takePlace } from './picture.js';
import { goNow } from './places.js';
import { Notices, tellNews } from './news.js';
import { RollScreen } from './roll.js';
import { ear, say } from './say.js';
import { SignIn, takeCode } from './door.js';
import { Sheet } from './sheets.js';
import { newer, takeWorker, update } from './versions.js';
import { arranging, isArranging } from './views.js';
import { codeInAddress, forget, isOver, proveNow, Who } from './who.js';
import { lang, t } from './words.js';

const html = htm.bind(h);
const root = document.getElementById('app');

const acts = { update: e => update(e), prove: proveNow };

function App() {
  const screen = desk.screen.value;
  return html`${screen === 'roll' && html`<${Notices} acts=${acts} />`}
    ${screen === 'sign-in' ? html`<${SignIn} entered=${enter} />` : screen === 'who' ? html`<${Who} entered=${enter} />` : html`<${RollScreen} />`}
    <${Sheet} /><div ...${ear}></div>`;
}

// ---- start --------------------------------------------------------------------------------------------------------

async function start() {
  const kept = await store.open({ lost: full, back: roomAgain });
  const { meta, waiting } = await store.all().catch(() => { desk.storage.value = 'refused'; return { meta: {}, waiting: [] }; });
  const { me, device, skew, lang: tongue } = meta;
  const habits = me && meta[`habits:${me.person.id}`];
  wake(meta);
  if (!me && !device?.shared && (meta.snapshot || at.position !== null)) { // closed while somebody signed out
    await letGo();
    meta.snapshot = meta.slips = null;
  }
  if (!me || device?.withdrawn) forgetPictures();
  const snapshot = typeof meta.snapshot === 'string' ? JSON.parse(meta.snapshot) : meta.snapshot; // as text it is read twice as fast; older pages kept it whole
  const code = codeInAddress();
  const home = meta.ownZone?.offsets === offsets(Date.now());
  if (home) trustOwn(meta.ownZone.zone);
  desk.clock.skew = Math.max(skew ?? 0, snapshot ? Date.parse(snapshot.serverTime) - Date.now() : -Infinity); // no battery that ran flat sets it back before what the server has said
  batch(() => {
    if (!kept) desk.storage.value = 'refused';
    if (tongue) lang.value = tongue;
    desk.tick.value = desk.clock.now;
    desk.device.value = device ?? null;
    desk.waiting.value = waiting;
    desk.snapshot.value = snapshot ?? null;
    desk.me.value = me ?? null;
    if (device?.withdrawn) desk.trouble.value = 'device.revoked';
    if (habits) desk.habits.value = habits;
    desk.taste.value = { ...desk.PLAIN, ...meta[desk.tasteKey()] };
    if (meta.slips) desk.slips.value = meta.slips;
    if (me && meta[`plans:${me.person.id}`]) desk.arranged.value = meta[`plans:${me.person.id}`];
    desk.claims.value = meta.claims ?? [];
    desk.seen.value = meta.seen ?? null;
    problems.value = meta.problems ?? [];
    if (snapshot) goNow();
  });
  if (!snapshot && await firstRegister()) goNow();
  const date = desk.place.peek()?.date;
  if (date) await rolls.fetchDay(date).catch(() => {});
  if (isOver(60_000)) await forget(); // the tablet slept through the end of their hour
  desk.screen.value = desk.trouble.peek() ? 'sign-in' : desk.me.peek() ? 'roll' : device?.shared ? 'who' : 'sign-in'; // withdrawn, it may have been closed before it had let everything go
  draw();
  performance.mark('usable');
  if (desk.snapshot.peek() || !present()) await painted(); // who waits for the register has nothing to look at yet
  await invited(code);
  await catchUp().catch(() => {});
  if (present()) connect(); else push();
  keepPictures();
  setTimeout(() => store.agree().catch(() => {}), 2000);
  if (home && self.requestIdleCallback) requestIdleCallback(checkZone, { timeout: 10_000 }); else checkZone();
}

/** Asks the browser, now that the list is shown, which zone the device lives in, and keeps it for the next start. */
function checkZone() {
  const zone = ownZone();
  trustOwn(zone);
  desk.tick.value = desk.clock.now;
  store.keep({ ownZone: { zone, offsets: offsets(Date.now()) } }).catch(() => {});
}

function draw() {
  effect(() => { document.documentElement.lang = lang.value; document.title = t().app; });
  const after = takePlace();
  keepDrawn(() => render(html`<${App} />`, root));
  after();
  tellNews();
  effect(() => { if (desk.me.value && desk.snapshot.value && !desk.place.value) queueMicrotask(goNow); }); // who is not here yet has no class
  effect(() => { if (desk.trouble.value === 'device.revoked') { forgetPictures(); withdraw().then(forgetFaces); } else if (!desk.me.value && !desk.device.value?.shared) forgetFaces(); });
  effect(() => { plansOf(desk.me.value?.person.id); });
  effect(() => { if (!desk.claims.value.length) sendProblems(); }); // what was told under a name that the server now knows
  effect(() => { if (desk.today.value) desk.following.value = true; }); // what was looked up yesterday is over
}

/** Another person stands here: their seating plans, those of this tablet, then those of the server. @param {string|undefined} id */
async function plansOf(id) {
  if (!id || id === plansOf.id) return;
  if (plansOf.id) { done.value = []; arranging.value = null; forgetDraft(); } // what another person did is not theirs to take back
  plansOf.id = id;
  const kept = await store.recall(`plans:${id}`).catch(() => null);
  if (desk.me.peek()?.person.id !== id) return;
  desk.arranged.value = kept ?? [];
  await fetchPlans().catch(() => {});
}

/** A link or QR of the office makes this a classroom tablet: at once, or once whoever is signed in says so. @param {string|null} code */
async function invited(code) {
  if (code && desk.me.peek()) desk.sheet.value = { name: 'enrol', code };
  else if (code) await takeCode(code);
}
addEventListener('hashchange', () => invited(codeInAddress()));

/** A person has just signed in. */
function enter() {
  desk.screen.value = 'roll';
  connect();
}

async function connect() {
  const first = !desk.snapshot.peek(); // then nothing takes the line or the processor from the classes
  if (!first) listenAgain();
  await refresh().catch(() => {});
  if (first) listenAgain();
  push().then(sendProblems);
  newer();
  sweep().catch(() => {});
  setTimeout(() => { keepFaces().catch(() => {}); rolls.lookBack().catch(() => {}); }, 2000);
  const room = navigator.storage; // a browser that said no at first may say yes to a page used every day
  if ((await room?.persisted?.() || await room?.persist?.()) && desk.storage.peek() === 'ok') desk.storage.value = 'kept';
  stayAwake();
}

wire.push = () => push();
wire.tell = () => tell();

// ---- the world outside --------------------------------------------------------------------------------------------

let touched = Date.now();
for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => { touched = Date.now(); }, { passive: true, capture: true });
const silence = () => Date.now() - touched, idle = ms => silence() > ms;

addEventListener('online', () => { push().then(sendProblems); if (present()) listenAgain(); });
addEventListener('offline', () => { desk.link.value = 'offline'; });
/** A note under way: it is kept when its field is left. */
const typing = () => { const field = document.activeElement; return field?.dataset.act === 'note' && field.value.trim() !== field.defaultValue ? field : null; };
addEventListener('beforeunload', e => { if (typing() || desk.waiting.peek().some(w => !w.held)) e.preventDefault(); });
addEventListener('pageshow', e => { if (e.persisted && present()) listenAgain(); });
addEventListener('beforeinstallprompt', e => { e.preventDefault(); installer.value = e; });
document.addEventListener('visibilitychange', () => {
  desk.tick.value = desk.clock.now;
  if (document.hidden) { typing()?.blur(); stopListening(); leaveToWorker(); return; }
  if (!present()) return;
  if (isOver(silence())) over(); // before the first finger of whoever wakes it
  else bell(0);
  listenAgain();
  push();
  stayAwake();
});

const over = () => { forget(); say(t().who); };
effect(() => { if (desk.place.value && isOver(0)) queueMicrotask(over); }); // a colleague turns to their own class

addEventListener('keydown', e => {
  if (desk.screen.peek() !== 'roll' || document.querySelector('dialog[open]')) return; // what is seen, not what is told later
  const free = e.target === document.body;
  if (e.key === 'Enter' && e.repeat); // a key that is held is pressed once, whatever has the focus
  else if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { if (!isArranging()) validate(); }
  else if (free && !e.ctrlKey && !e.metaKey && !e.altKey && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) document.querySelector('[data-pupil] .name')?.focus();
  else return;
  e.preventDefault();
});

setInterval(() => {
  if (document.hidden) return;
  desk.tick.value = desk.clock.now;
  if (desk.screen.peek() === 'roll' && isOver(silence())) over(); // before the desk turns to the class of a colleague
  if (present()) bell(30_000);
  stayAwake();
  const forced = desk.version.peek() === 'tooOld', { date, minutes } = desk.here.peek(), place = desk.place.peek(), starts = [desk.now.peek(), place?.date === date ? place : null].filter(Boolean).map(p => p.start);
  if (desk.version.peek() && mayUpdate({ waiting: desk.waiting.peek(), device: desk.device.peek()?.id, begun: isBegun(), sheet: !!desk.sheet.peek() || isArranging(), starts, minutes, idle: silence(), forced })) update();
}, 5_000);

const isBegun = () => { const roll = rolls.roll.peek(); return !!roll && !roll.taken && roll.rows.some(r => r.marked); };
/** When the day's classes were last asked for. */
let askedAt = 0;

/** Lays what is meant now on the desk, unless a hand is at what lies there: by how things stand, for a sleeping tablet hears no bell. @param {number} quiet ms without a finger */
function bell(quiet) {
  const { date } = desk.here.peek(), told = desk.snapshot.peek()?.serverTime;
  if (told && desk.dateOf(told) !== date && Date.now() - askedAt > 60_000) { // classes are those of the day
    askedAt = Date.now();
    refresh().catch(() => {});
  }
  const busy = desk.screen.peek() !== 'roll' || desk.sheet.peek() || isArranging() || isBegun() && desk.place.peek().date === date;
  if (desk.following.peek() && desk.now.peek() && !desk.isNow.peek() && !busy && silence() >= quiet) goNow();
}

/** The screen stays on while a roll of this hour is open and not yet validated, and somebody was here in the last ten minutes. */
let awake = null;
async function stayAwake() {
  const wanted = !document.hidden && desk.screen.peek() === 'roll' && desk.isNow.peek() && rolls.roll.peek() && !rolls.roll.peek().taken && !idle(600_000);
  if (wanted && !awake) {
    awake = 'asked';
    try {
      awake = await navigator.wakeLock?.request('screen') ?? null;
      awake?.addEventListener('release', () => { awake = null; });
    } catch { awake = null; /* battery saver: the screen may sleep */ }
  } else if (!wanted && awake?.release) awake.release();
}

setInterval(() => { if (present() && desk.link.peek() !== 'offline') { newer(); sendProblems(); sweep().catch(() => {}); keepFaces().catch(() => {}); } }, 15 * 60_000);

start().finally(takeWorker);
