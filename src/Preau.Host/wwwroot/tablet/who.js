// A classroom tablet: enrolled once by a code of the office, then asks who stands before it and forgets them after the
// hour. The server alone knows the codes and counts the tries; without network a name is chosen, and said to be unproven.
import { batch, h, htm, signal } from '../vendor/libraries.js';
import { goNow } from './places.js';
import { instant, minutesOf, uuid7, wall } from './clock.js';
import * as desk from './desk.js';
import { forgetDraft, HelpKey, Tongue, Waits } from './help.js';
import { hourText } from './roll.js';
import { refocus } from './news.js';
import { refresh } from './pull.js';
import { sendClaims, takeOver } from './push.js';
import { call, ours, tell, timed } from './server.js';
import { askWhose, GRACE, renew, sessionsHere, stayUntil } from './sign-in.js';
import * as store from './store.js';
import { arranging } from './views.js';
import { dayName, folded, t } from './words.js';

const html = htm.bind(h);
const SILENCE = 20; // minutes without a finger

/** The code that a link or a QR of the office carries: taken once, and out of the address. */
export function codeInAddress() {
  const code = /^#enrol=([A-Za-z0-9]{6,20})$/.exec(location.hash)?.[1] ?? null;
  if (code) history.replaceState(null, '', location.pathname);
  return code;
}

/** code → the key that this tablet has chosen for it, by which it asks again when an answer is lost; kept where there is storage. */
let chosen = {};

/** @param {string} code @returns {Promise<void>} when this is a classroom tablet */
export async function enrol(code) {
  const plain = code.replace(/\W/g, '').toUpperCase(), sent = Date.now();
  const fresh = { id: uuid7(sent), secret: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))) }, kept = all => ({ ...all, [plain]: all?.[plain] ?? fresh });
  chosen = await store.change('enrolling', kept).catch(() => null) ?? kept(chosen);
  const a = await (await call('devices/enrol', { method: 'POST', as: null, body: { code, device: chosen[plain] } })).json();
  timed(a.serverTime, sent);
  await renew(a.device, a.establishment.code);
  refresh().catch(() => {});
}

const form = signal({ person: null, busy: false, error: '', offline: false, find: '' });
const reset = () => { form.value = { person: null, busy: false, error: '', offline: false, find: '' }; };

/** Somebody has come: their stay begins. */
async function enter(person, signIn, more = {}) {
  const s = desk.snapshot.peek(), establishment = s?.establishment ?? desk.me.peek()?.establishment ?? {};
  const me = { person, establishment, signIn, school: desk.device.peek().school ?? establishment.code, until: stayUntil(person.id), ...more };
  await store.keep({ me }).catch(() => {});
  if (!more.unproven) await takeOver(me, desk.device.peek().id, true);
  const [habits, taste] = await Promise.all([`habits:${person.id}`, desk.tasteKey(person.id)].map(key => store.recall(key).catch(() => null)));
  batch(() => { desk.me.value = me; desk.habits.value = habits ?? { recent: [], usual: {} }; desk.taste.value = { ...desk.PLAIN, ...taste }; desk.place.value = null; desk.screen.value = 'roll'; });
  reset();
  goNow();
  tell();
}

async function prove(e, entered) {
  e.preventDefault();
  const f = form.peek(), code = new FormData(e.target).get('code')?.trim() ?? '';
  if (f.busy || !f.person) return;
  form.value = { ...f, busy: true, error: '' };
  try {
    await sendClaims(); // what is proved is what the server has heard of
    const sent = Date.now(), me = desk.me.peek(), lasting = me?.unproven && me.person.id === f.person ? me.signIn : null;
    const a = await (await call('devices/who', { method: 'POST', body: { person: f.person, code, lasting } })).json();
    timed(a.serverTime, sent);
    if (form.peek().person !== f.person || !form.peek().busy) return; // a colleague has come meanwhile
    await enter(a.person, a.signIn.id);
    entered();
    askWhose(a.doubted);
  } catch (x) {
    e.target.reset?.();
    const refused = ours(x);
    if (refused && ['device.unknown', 'device.revoked', 'device.suspended'].includes(x.code)) desk.trouble.value = x.code === 'device.suspended' ? 'sync.forked' : x.code;
    form.value = { ...form.peek(), busy: false, offline: !refused || x.status === 429, error: refused ? x.problem.title || x.code : t().whoOffline };
  }
}

/** Without network: the name is taken as it is said, and the roll says that nobody proved it. */
async function claim(entered) {
  const p = desk.peopleById.peek().get(form.peek().person), now = desk.clock.now;
  if (!p) return;
  const stay = { signIn: uuid7(now), person: p.id, since: instant(now) };
  await store.change('claims', all => [...(all ?? []), stay]).catch(() => {});
  desk.claims.value = [...desk.claims.peek(), stay];
  await enter({ id: p.id, name: p.name, userName: '', level: 'teacher', rank: 0, reloadSeconds: 30 }, stay.signIn, { unproven: true });
  entered();
}

/** The person leaves, or is forgotten: what they entered stays and is sent; the classes stay too. */
export async function forget() {
  const me = desk.me.peek();
  if (me && !me.unproven) call('devices/sign-out', { method: 'POST', body: { signIn: me.signIn }, last: true }).catch(() => {});
  reset();
  forgetDraft();
  batch(() => { desk.me.value = arranging.value = null; desk.place.value = null; desk.sheet.value = null; desk.screen.value = 'who'; }); // first: no finger marks under this name any more
  await store.keep({ me: undefined }).catch(() => {});
  tell();
}

/** Whether the person who is here has had their hour; at once, where a colleague's lies on the desk. @param {number} silence ms without a finger */
export function isOver(silence) {
  const me = desk.me.peek(), p = desk.place.peek(), s = p && desk.sessionOf(p.date, p.start, p.group);
  if (!desk.device.peek()?.shared || !me) return false;
  const until = Date.parse(me.until), ended = desk.clock.now >= until, { date, time } = wall(until || 0, desk.zone());
  const theirs = ended && !!s && !s.teachers.includes(me.person.id) && s.date === date && s.start >= time;
  return theirs || ended && silence >= 30_000 || silence >= SILENCE * 60_000; // no later than the desk turns to the next session
}

/** Asks again for the code of the person who is here, to prove what they entered. */
export function proveNow() {
  const person = desk.me.peek()?.person.id ?? null;
  form.value = { ...form.peek(), person, error: '', offline: false };
  desk.screen.value = 'who';
}

/** Once, when it comes: the same at each drawing, or each tick of the clock would take the focus back. */
const focus = el => el?.focus();

/** A name as a register sorts it: what is written in capitals first. @param {{name:string}} p */
const byFamily = p => `${(p.name.match(/\p{Lu}[\p{Lu}'’-]+/gu) ?? []).join(' ')} ${p.name}`;

/** @param {{entered:() => void}} props the screen that asks */
export function Who({ entered }) {
  const w = t(), f = form.value, device = desk.device.value, here = sessionsHere().filter(s => minutesOf(s.end) + GRACE > desk.here.value.minutes).slice(0, 3), people = desk.snapshot.value?.people ?? [];
  const first = [...new Set(here.flatMap(s => s.teachers))].map(id => desk.peopleById.value.get(id)).filter(Boolean);
  const sought = folded(f.find.trim()), others = people.filter(p => !first.includes(p) && (!sought || folded(p.name).includes(sought))).sort((a, b) => byFamily(a).localeCompare(byFamily(b), 'fr'));
  const chosen = desk.peopleById.value.get(f.person);
  const pick = p => html`<li key=${p.id}><button type="button" data-person=${p.id} onClick=${() => { form.value = { ...form.peek(), person: p.id, error: '', offline: false }; }}><b>${p.name}</b></button></li>`;
  return html`<main class="door who"><div class="inside"><p class="brand">${device?.name}${device?.room ? ` · ${w.room(device.room)}` : ''}</p><h1 tabindex="-1">${w.who}</h1>
    ${here.map(s => html`<p key=${s.id + s.start} class="quiet">${hourText(s)} · <b>${desk.groupsById.value.get(s.group)?.code ?? '…'}</b> ${s.subject}</p>`)}
    ${!chosen ? html`${!people.length && html`<p>${w.noSnapshot}</p>`}
      ${first.length > 0 && html`<ul class="keys wide">${first.map(pick)}</ul>`}
      ${people.length > 8 && html`<label class="field"><span>${w.whoFind}</span><input type="search" value=${f.find} autocomplete="off" onInput=${e => { form.value = { ...form.peek(), find: e.target.value }; }} /></label>
        <p class="quiet" role="status">${sought && !others.length ? w.whoNone : ''}</p>`}
      <ul class="keys wide">${others.slice(0, 60).map(pick)}</ul>`
    : html`<form onSubmit=${e => prove(e, entered)}><p><b>${chosen.name}</b> <button type="button" class="link" data-act="not-me" onClick=${() => { reset(); refocus(); }}>${w.whoNotMe}</button></p>
      <label class="field"><span>${w.whoCode}</span><input name="code" type="password" inputmode="numeric" pattern="[0-9]{4,6}" minlength="4" maxlength="6" required autocomplete="off" autofocus ref=${focus} /></label>
      <p class="is-absent" role="alert">${f.error}</p>
      <p class="row-of"><button type="submit" class="main" data-act="prove" aria-disabled=${f.busy ? 'true' : undefined}>${f.busy ? w.signingIn : w.signIn}</button>
        ${desk.me.value && html`<button type="button" data-act="not-now" onClick=${() => { desk.screen.value = 'roll'; }}>${w.notNow}</button>`}</p>
      ${(f.offline || desk.link.value === 'offline') && html`<p>${w.whoUnproven}</p><p><button type="button" data-act="unproven" onClick=${() => claim(entered)}>${w.whoContinue}</button></p>`}</form>`}
    ${desk.trouble.value && html`<p class="is-absent" role="alert">${w.anewShared[desk.trouble.value] ?? w.anew[desk.trouble.value]}</p>`}
    <${Waits} />
    <p class="row-of"><${Tongue} /><${HelpKey} /><button type="button" class="link" data-act="password" onClick=${() => { reset(); desk.screen.value = 'sign-in'; }}>${desk.trouble.value ? w.classroom : w.whoPassword}</button></p></div></main>`;
}

/** Hours at which this person's name was chosen here without a code: they say when it was them. @param {{doubted:{signIn:string, since:string}[]}} props */
export function Doubted({ doubted }) {
  const w = t(), days = new Map(), close = () => document.querySelector('dialog.over')?.close();
  for (const { signIn, since } of doubted) {
    const { date, time } = wall(Date.parse(since), desk.zone());
    days.set(date, [...days.get(date) ?? [], { signIn, time }]);
  }
  const own = async e => {
    e.preventDefault();
    const signIns = new FormData(e.target).getAll('stay');
    try {
      if (signIns.length) await call('devices/own', { method: 'POST', body: { signIns } });
      reset();
      close();
    } catch (x) { form.value = { ...form.peek(), error: ours(x) ? x.problem.title || x.code : w.noNetworkShort }; }
  };
  return html`<form class="tell" onSubmit=${own}><p>${w.doubtedWhy}</p><ul class="lines plain">${[...days].map(([date, stays]) => html`<li key=${date}><b>${dayName(date)}</b>${stays.map(s => html`<label class="tick" key=${s.signIn}><input type="checkbox" name="stay" value=${s.signIn} aria-label=${`${dayName(date)}, ${s.time}`} />${s.time}</label>`)}</li>`)}</ul>
    <p class="is-absent" role="alert">${form.value.error}</p><p class="row-of"><button type="submit" class="main" data-act="own">${w.doubtedMine}</button><button type="button" data-act="not-now" onClick=${close}>${w.notNow}</button></p></form>`;
}
