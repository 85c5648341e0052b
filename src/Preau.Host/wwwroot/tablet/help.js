// The help panel: whom to call, which tablet this is, what went wrong. A problem is told here, without network too: it
// waits on the tablet, then is sent, then shows its answer. Nothing of a pupil goes with it by itself.
import { computed, h, htm, signal } from '../vendor/libraries.js';
import { instant, uuid7 } from './clock.js';
import * as desk from './desk.js';
import { see } from './acts.js';
import { oldest } from './outbox.js';
import { call, ours, page, version } from './server.js';
import { say, sayAtLast } from './say.js';
import { Sign } from './sign.js';
import * as store from './store.js';
import { dayName, lang, t } from './words.js';

const html = htm.bind(h);

/** The browser's own offer to install, when it made one. */
export const installer = signal(null);

/** Where no offer is made the way is told in words: an iPad may say that it is a Mac. */
const apple = /iPad|iPhone/.test(navigator.userAgent) || /Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1;
const guide = new URL('../../../install', import.meta.url).pathname;
const installed = () => navigator.standalone === true || matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches;

/** @param {'fr'|'en'} l */
export function speak(l) { lang.value = l; store.keep({ lang: l }).catch(() => {}); }
export const Tongue = () => html`<button type="button" class="link" data-act="language" lang=${lang.value === 'fr' ? 'en' : 'fr'} onClick=${() => speak(lang.value === 'fr' ? 'en' : 'fr')}>${t().other}</button>`;

/** On every door: who cannot come in needs it most. */
export const HelpKey = () => html`<button type="button" class="link" data-act="help" onClick=${() => { desk.sheet.value = { name: 'help' }; }}>${t().help}</button>`;

/** @param {string} number as people write it, perhaps two @returns {string} the first, to be dialled from anywhere: without the (0) that follows a country's */
export const dialled = number => number.split('/')[0].replace(/(\+[\d\s.]+)\(0\)/, '$1').replace(/[^+*#\d]/g, '').replace(/#/g, '%23');

/** @param {{leave:() => void}} props */
export function Help({ leave }) {
  const w = t(), me = desk.screen.value === 'roll' ? desk.me.value : null, device = desk.device.value, hotline = device?.hotline ?? desk.snapshot.value?.establishment.hotline, seen = desk.seen.value;
  const kept = { ok: w.storageMay, kept: w.storageKept }[desk.storage.value] ?? w.storageNone;
  const lines = [[w.hotline, hotline && html`<a href=${`tel:${dialled(hotline)}`}>${hotline}</a>`], [w.device, device && `${device.name}${device.room ? ` · ${w.room(device.room)}` : ''}`],
    [w.address, seen && w.addressSeen(seen.address, `${dayName(desk.dateOf(seen.at), true)} ${desk.timeOf(seen.at)}`)], [w.person, me && `${me.person.name}${me.person.userName ? ` (${me.person.userName})` : ''}`],
    [w.school, me ? me.establishment.name : desk.snapshot.value?.establishment.name], [w.page, `${version} · ${page}`], [w.server, location.host], [w.storage, kept]];
  return html`<dl class="facts">${lines.filter(l => l[1]).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    ${me && html`<p><button type="button" class="main" data-act="problem" onClick=${() => { desk.sheet.value = { name: 'problem' }; }}>${w.problem}</button></p>`}
    ${!self.isSecureContext && html`<p>${w.insecure}</p>`}${me && html`<p class="quiet">${w.keys}</p>`}
    ${!installed() && html`<p>${installer.value && html`<button type="button" data-act="install" onClick=${() => { installer.value.prompt(); installer.value = null; }}>${w.install}</button> ${w.installWhy} `}${!installer.value && apple && `${w.installHow} `}${desk.link.value !== 'offline' && html`<a class="link" href=${guide}>${w.installGuide}</a>`}</p>`}
    ${me && html`<h3>${w.tastes}</h3><div class="choices">${['left', 'firsts'].map(name => html`<button type="button" key=${name} data-taste=${name} aria-pressed=${String(desk.taste.value[name])} onClick=${() => see({ [name]: !desk.taste.value[name] })}>${w.taste[name]}</button>`)}</div>`}
    <p class="row-of"><${Tongue} />${me && desk.snapshot.value && html`<button type="button" data-act="evacuation" onClick=${() => { desk.sheet.value = { name: 'evacuation' }; }}>${w.evacuation}</button>`}${me && html`<button type="button" data-act="sign-out" onClick=${leave}>${device?.shared ? w.leaveShared : w.signOut}</button>`}</p>`;
}

// ---- a problem ----------------------------------------------------------------------------------------------------

/** @typedef {{id:string, subject:string, text:string, page:string, version:string, writtenAt:string, signIn:string, device:string, author:string, state:'memory'|'waits'|'sent'|'refused', words?:string, reply?:string|null, closed?:boolean}} Problem */

/** Problems told on this tablet, newest first; kept with their state. @type {import('../vendor/libraries.js').Signal<Problem[]>} */
export const problems = signal([]);
/** Those of them that are not sent. */
export const untold = computed(() => problems.value.filter(p => p.state === 'waits' || p.state === 'memory'));
/** How much waits here, problems too, and since when; what was refused waits for a person. @returns {{count:number, minutes:number}} */
export const unsent = computed(() => {
  const all = [...desk.waiting.value.filter(x => !x.refused), ...untold.value.map(p => ({ claimedAt: p.writtenAt }))];
  return { count: all.length, minutes: all.length ? Math.max(0, Math.floor((desk.tick.value - oldest(all)) / 60_000)) : 0 };
});
const draft = signal({ subject: '', text: '', error: '' });
/** What somebody began to tell is theirs alone. */
export const forgetDraft = () => { draft.value = { subject: '', text: '', error: '' }; };

/** What waits, at a door, and what becomes of it. @param {{held:boolean}} props held: until somebody is in */
export function Waits({ held }) {
  const w = t(), id = desk.device.value?.id, all = [...desk.waiting.value, ...untold.value.map(p => ({ ...p, claimedAt: p.writtenAt, held: p.state === 'waits' }))];
  const refused = all.filter(x => x.refused), open = all.filter(x => !x.refused), memory = open.filter(x => !x.held), kept = open.filter(x => x.held);
  const parked = held ? kept : kept.filter(x => (x.device ?? id) !== id), leaves = held ? [] : kept.filter(x => !parked.includes(x)); // of an earlier registration: until its author comes
  const line = (part, text) => part.length > 0 && html`<p class="well"><${Sign} name=${text === w.keptHere || text === w.keptWaits ? 'tablet' : 'warn'} />${text(part.length, w.age(Math.max(0, Math.floor((desk.tick.value - oldest(part)) / 60_000))))}</p>`;
  return html`${line(leaves, w.keptHere)}${line(parked, w.keptWaits)}${line(memory, w.waitingMemory)}${line(refused, w.keptRefused)}`;
}

/** Which browser and system, in a few words. */
function browser() {
  const a = navigator.userAgent, name = /(Firefox|Edg|SamsungBrowser|OPR|CriOS|Chrome|Version)\/(\d+)/.exec(a), system = /(Android|iPad|iPhone|Windows|CrOS|Mac OS X|Linux)/.exec(a);
  return [name && `${name[1] === 'Version' ? 'Safari' : name[1]} ${name[2]}`, system?.[1]].filter(Boolean).join(', ');
}

/** Changes the kept list in one transaction, so that two tabs lose nothing of each other's. @param {(all:Problem[]) => Problem[]} change */
async function keep(change) {
  problems.value = change(problems.peek());
  const kept = await store.change('problems', all => change(all ?? []).slice(0, 30));
  if (kept) problems.value = kept;
  return !!kept;
}

async function tell(e) {
  e.preventDefault();
  const { subject, text } = draft.peek(), me = desk.me.peek();
  if (!subject.trim() || !text.trim()) { draft.value = { ...draft.peek(), error: t().problemEmpty }; return; }
  const now = desk.clock.now;
  const problem = { id: uuid7(now), subject: subject.trim(), text: text.trim(), page: location.pathname, version: `${version} ${page} ${browser()}`.slice(0, 80), writtenAt: instant(now),
    signIn: me.signIn, device: desk.device.peek().id, school: me.school, author: me.person.id, state: 'memory' };
  draft.value = { subject: '', text: '', error: '' };
  const held = await keep(all => all.some(p => p.id === problem.id) ? all : [problem, ...all]).catch(() => false);
  if (held) await keep(all => all.map(p => p.id === problem.id ? { ...p, state: 'waits' } : p)).catch(() => {});
  sayAtLast('problem', t().problemTold(t().problemState[held ? 'waits' : 'memory']));
  sendProblems();
}

let sending = null;

/** Sends what waits, then asks for answers. Sending twice is harmless: the server knows a report by its id. */
export function sendProblems() {
  sending ??= sendAll().catch(() => {}).finally(() => { sending = null; });
  return sending;
}

async function sendAll() {
  const device = desk.device.peek();
  if (!device || !desk.me.peek()) return;
  const me = desk.me.peek(), claimed = new Set(desk.claims.peek().map(c => c.signIn)); // of a stay that the server has not heard of yet
  const mine = p => p.author === me.person.id && p.school === me.school && !me.unproven; // written under an earlier registration of this tablet
  for (const p of problems.peek().filter(p => (p.state === 'waits' || p.state === 'memory') && (p.device === device.id ? !claimed.has(p.signIn) : mine(p)))) {
    const { id, subject, text, page, version, writtenAt } = p, signIn = p.device === device.id ? p.signIn : me.signIn;
    try {
      await call('problems', { method: 'POST', body: { id, subject, text, page, version, writtenAt, signIn } });
      await keep(all => all.map(x => x.id === id ? { ...x, state: 'sent' } : x));
      sayAtLast('problem', t().problemTold(t().problemState.sent));
    } catch (e) {
      if (!ours(e) || e.status === 401 || e.status === 403 || e.status === 429) throw e;
      await keep(all => all.map(x => x.id === id ? { ...x, state: 'refused', words: e.problem.title ?? e.code } : x));
      say(t().problemTold(`${t().problemState.refused}, ${e.problem.title ?? e.code}`));
    }
  }
  if (!problems.peek().some(p => p.state === 'sent' && !p.closed)) return;
  const answers = new Map((await (await call('problems')).json()).map(a => [a.id, a]));
  await keep(all => all.map(p => answers.has(p.id) ? { ...p, reply: answers.get(p.id).reply, closed: answers.get(p.id).closed } : p));
}

/** The sheet: what was told before, with its state, and a new one. */
export function Problem() {
  const w = t(), d = draft.value, mine = problems.value.filter(p => p.author === desk.me.value?.person.id);
  const type = name => e => { draft.value = { ...draft.peek(), [name]: e.target.value, error: '' }; };
  const state = p => p.closed ? w.problemState.closed : p.reply ? w.problemState.answered : w.problemState[p.state];
  return html`<form class="tell" onSubmit=${tell}><p class="quiet">${w.problemWhy}</p>
    <label class="field"><span>${w.problemSubject}</span><input name="subject" maxlength="120" required value=${d.subject} onInput=${type('subject')} autocomplete="off" autofocus /></label>
    <label class="field"><span>${w.problemText}</span><textarea name="text" rows="5" maxlength="4000" required onInput=${type('text')} value=${d.text}></textarea></label>
    <p class="is-absent" role="alert">${d.error}</p><p><button type="submit" class="main" data-act="send-problem">${w.problemSend}</button></p></form>
    ${mine.length > 0 && html`<h3>${w.problemMine}</h3><ul class="lines plain">${mine.map(p => html`<li key=${p.id} data-problem=${p.state}><b>${p.subject}</b><span>${dayName(desk.dateOf(p.writtenAt), true)} ${desk.timeOf(p.writtenAt)}</span>
      <small class=${p.state === 'refused' ? 'is-absent' : ''}>${p.state === 'sent' && html`<${Sign} name="check" /> `}${state(p)}${p.words ? `, ${p.words}` : ''}</small>${p.reply && html`<p>${w.problemReply(p.reply)}</p>`}</li>`)}</ul>`}`;
}
